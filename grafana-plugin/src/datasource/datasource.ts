import {
  DataQueryRequest,
  DataQueryResponse,
  DataSourceApi,
  DataSourceInstanceSettings,
  LoadingState,
  MetricFindValue,
  ScopedVars,
} from '@grafana/data';
import { getTemplateSrv } from '@grafana/runtime';
import { map, merge, Observable } from 'rxjs';
import { BarographApi } from '../api/client';
import { proxied, socketUrl } from '../api/connection';
import { liveHub } from '../api/sharing';
import { answer, Backend } from './answering';
import { findValues } from './variables';
import { BarographOptions, BarographQuery, DEFAULT_QUERY, needsDetector } from './query';

/** Answers queries in the browser, through Grafana's proxy; there is no other way to the backend. */
export class BarographDataSource extends DataSourceApi<BarographQuery, BarographOptions> {
  readonly backend: Backend;
  override annotations = {};

  constructor(settings: DataSourceInstanceSettings<BarographOptions>) {
    super(settings);
    const url = settings.url ?? '';
    this.backend = { api: new BarographApi(proxied(url)), hub: liveHub, liveUrl: socketUrl(url) };
  }

  override getDefaultQuery(): Partial<BarographQuery> {
    return DEFAULT_QUERY;
  }

  override filterQuery(query: BarographQuery): boolean {
    return !query.hide && (!needsDetector(query.kind) || Boolean(query.detector));
  }

  override query({ targets, range, scopedVars }: DataQueryRequest<BarographQuery>): Observable<DataQueryResponse> {
    const span = { fromMs: range.from.valueOf(), toMs: range.to.valueOf(), isLive: isOpenEnded(range.raw.to) };
    const answers = targets
      .filter((query) => this.filterQuery(query))
      .map((query) =>
        answer(this.backend, this.interpolate(query, scopedVars), span).pipe(
          map(({ frames, live }) => ({
            key: query.refId,
            state: live === undefined ? LoadingState.Done : LoadingState.Streaming,
            data: frames.map((frame) => ({ ...frame, meta: { ...frame.meta, custom: { ...frame.meta?.custom, live } } })),
          }))
        )
      );
    return merge(...answers);
  }

  override interpolateVariablesInQueries(queries: BarographQuery[], scopedVars: ScopedVars): BarographQuery[] {
    return queries.map((query) => this.interpolate(query, scopedVars));
  }

  override metricFindQuery(query: string): Promise<MetricFindValue[]> {
    return findValues(this.backend.api, getTemplateSrv().replace(query));
  }

  override async testDatasource(): Promise<{ status: string; message: string }> {
    const { state, components } = await this.backend.api.health();
    const ill = Object.values(components).filter((part) => part.state === 'down' || part.state === 'degraded');
    const detectors = await this.backend.api.detectors();
    const message = [`Barograph answers; ${detectors.length} detectors.`, ...ill.map(({ sentence }) => sentence)].join(' ');
    return { status: state === 'down' ? 'error' : 'success', message };
  }

  private interpolate(query: BarographQuery, scopedVars: ScopedVars): BarographQuery {
    const replace = (text?: string) => text && getTemplateSrv().replace(text, scopedVars);
    return { ...DEFAULT_QUERY, ...query, detector: replace(query.detector), labels: replace(query.labels) };
  }
}

function isOpenEnded(to: unknown): boolean {
  return typeof to === 'string' && to.startsWith('now');
}
