import {
  AdHocVariableFilter,
  DataFrame,
  DataQueryRequest,
  DataQueryResponse,
  DataSourceApi,
  DataSourceGetTagValuesOptions,
  DataSourceInstanceSettings,
  MetricFindValue,
  ScopedVars,
} from '@grafana/data';
import { getTemplateSrv } from '@grafana/runtime';
import { Observable, of } from 'rxjs';
import { BarographApi } from '../api/client';
import { proxied, socketUrl } from '../api/connection';
import { liveHub } from '../api/sharing';
import { AnnotationEditor } from './AnnotationEditor';
import type { Backend } from './answering';
import { filled } from './filling';
import { annotationsOf } from './frames/annotating';
import { answerAll } from './packets';
import { BarographOptions, BarographQuery, DEFAULT_QUERY, needsDetector } from './query';
import { spanFor, spanOf } from './span';
import { findValues, labelValues } from './variables';
import { judge, Verdict } from './verdict';

/** Answers queries in the browser, through Grafana's proxy; there is no other way to the backend. */
export class BarographDataSource extends DataSourceApi<BarographQuery, BarographOptions> {
  readonly backend: Backend;
  override annotations = {
    QueryEditor: AnnotationEditor,
    getDefaultQuery: (): Partial<BarographQuery> => DEFAULT_QUERY,
    processEvents: (_: unknown, frames: DataFrame[]) => of(annotationsOf(frames)),
  };

  constructor(settings: DataSourceInstanceSettings<BarographOptions>) {
    super(settings);
    const url = settings.url ?? '';
    this.backend = { uid: settings.uid, api: new BarographApi(proxied(url)), hub: liveHub, liveUrl: socketUrl(url) };
  }

  override getDefaultQuery(): Partial<BarographQuery> {
    return DEFAULT_QUERY;
  }

  override filterQuery(query: BarographQuery): boolean {
    return !query.hide && (!needsDetector(query.kind) || Boolean(query.detector));
  }

  /** Say a query in a line, for the header of a collapsed editor and the history of Explore. */
  override getQueryDisplayText({ kind, detector, labels }: BarographQuery): string {
    return [kind, detector, labels && `{${labels}}`].filter(Boolean).join(' ');
  }

  override query({ requestId, targets, range, timezone, scopedVars, filters }: DataQueryRequest<BarographQuery>): Observable<DataQueryResponse> {
    const span = spanFor(requestId, spanOf(range, timezone, Date.now()));
    const queries = this.interpolateVariablesInQueries(targets, scopedVars, filters);
    return answerAll(this.backend, queries.filter((query) => this.filterQuery(query)), span);
  }

  override interpolateVariablesInQueries(queries: BarographQuery[], scopedVars: ScopedVars, filters: AdHocVariableFilter[] = []): BarographQuery[] {
    return queries.map((query) => filled(query, filters, (text, format) => getTemplateSrv().replace(text, scopedVars, format)));
  }

  override metricFindQuery(query: string): Promise<MetricFindValue[]> {
    return findValues(this.backend.api, getTemplateSrv().replace(query));
  }

  override getTagKeys(): Promise<MetricFindValue[]> {
    return findValues(this.backend.api, 'label_names()');
  }

  override getTagValues({ key }: DataSourceGetTagValuesOptions<BarographQuery>): Promise<MetricFindValue[]> {
    return labelValues(this.backend.api, key);
  }

  override testDatasource(): Promise<Verdict> {
    return judge(this.backend);
  }
}
