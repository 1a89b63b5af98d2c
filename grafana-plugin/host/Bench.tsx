import type { PanelPlugin, PanelProps } from '@grafana/data';
import { ComponentType, useMemo } from 'react';
import type { BarographDataSource } from '../src/datasource/datasource';
import type { QueryKind } from '../src/datasource/query';
import { rushOf } from './rush';
import { useAnswer } from './useAnswer';

const POINTS = 240;

interface Props {
  panel: PanelPlugin;
  datasource: BarographDataSource;
}

/** The panel on a line over which all series get a point many times a second: `/bench?series=500&rate=10&kind=score`. */
export function Bench({ panel, datasource }: Props) {
  const wishes = new URLSearchParams(location.search);
  const [count, rate] = [Number(wishes.get('series') ?? 500), Number(wishes.get('rate') ?? 10)];
  const kind = (wishes.get('kind') ?? 'series') as QueryKind;
  // Everything is real from the text of the socket on: line, data source, what Grafana does to frames, panel.
  const rushing = useMemo(() => Object.assign(datasource, { backend: rushOf(count, rate, POINTS) }), [datasource, count, rate]);
  const targets = useMemo(() => [{ refId: 'A', kind, detector: 'bench', limit: count }], [kind, count]);
  const data = useAnswer(rushing, targets, { from: `now-${POINTS / rate}s`, to: 'now' });
  const Panel = panel.panel as ComponentType<Partial<PanelProps>>;
  return data?.series.length ? (
    <Panel
      data={data}
      options={{ layout: 'lanes', hasBand: true }}
      width={1360}
      height={1040}
      timeRange={data.timeRange}
      timeZone="browser"
    />
  ) : null;
}
