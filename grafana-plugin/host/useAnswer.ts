import { applyFieldOverrides, DataFrame, DataQueryRequest, DataQueryResponse, LoadingState, PanelData, rangeUtil, TimeRange } from '@grafana/data';
import { config, getTemplateSrv } from '@grafana/runtime';
import { useEffect, useState } from 'react';
import type { BarographDataSource } from '../src/datasource/datasource';
import type { BarographQuery } from '../src/datasource/query';

/** What Grafana's query runner does for a panel: ask, gather packets by their key, move the time range along. */
export function useAnswer(datasource: BarographDataSource, targets: BarographQuery[], asked = askedRange()): PanelData | undefined {
  const [data, setData] = useState<PanelData>();
  const { from, to } = asked;
  useEffect(() => {
    const range = () => rangeUtil.convertRawToRange({ from, to });
    const request = requestOf(targets, range());
    const packets = new Map<string, DataQueryResponse>();
    const going = datasource.query(request).subscribe((packet) => {
      packets.set(packet.key ?? 'A', packet);
      const known = [...packets.values()];
      const errors = known.flatMap((one) => one.errors ?? []);
      const state = errors.length ? LoadingState.Error : (packet.state ?? LoadingState.Done);
      const series = styled(known.flatMap(({ data }) => data as DataFrame[]));
      setData({ state, request, series, timeRange: range(), errors: errors.length ? errors : undefined });
    });
    return () => going.unsubscribe();
  }, [datasource, targets, from, to]);
  return data;
}

function askedRange() {
  const parameters = new URLSearchParams(location.search);
  return { from: parameters.get('from') ?? 'now-1h', to: parameters.get('to') ?? 'now' };
}

function requestOf(targets: BarographQuery[], range: TimeRange): DataQueryRequest<BarographQuery> {
  const now = Date.now();
  return {
    app: 'dashboard',
    requestId: `host-${now}`,
    timezone: 'browser',
    interval: '15s',
    intervalMs: 15_000,
    maxDataPoints: 500,
    startTime: now,
    scopedVars: {},
    range,
    rangeRaw: range.raw,
    targets,
  };
}

/** What Grafana does to the fields of every frame before a panel sees them. */
function styled(data: DataFrame[]): DataFrame[] {
  return applyFieldOverrides({
    data,
    fieldConfig: { defaults: {}, overrides: [] },
    replaceVariables: (text, scoped) => getTemplateSrv().replace(text, scoped),
    theme: config.theme2,
  });
}
