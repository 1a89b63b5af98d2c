import { rangeUtil } from '@grafana/data';
import type { Band, ForecastSeries, Numbers } from '../../api/types';
import type { Line } from '../../panel/reading';
import { sayLabels } from '../../words/labels';

const MOST_POINTS = 120;

/** How many moments are asked for, and how many steps lie between two, so that they reach as far as somebody wants. */
export function strideFor(step: string, aheadMs: number): { points: number; every: number } {
  const stepMs = rangeUtil.intervalToMs(step);
  const every = Math.max(1, Math.ceil(aheadMs / stepMs / MOST_POINTS));
  return { points: Math.max(1, Math.floor(aheadMs / (stepMs * every))), every };
}

/** One line: what the series was until now, and from then on what is expected of it, with its band. */
export function joined(times: number[], past: Band | undefined, next: ForecastSeries, unit: string): Line {
  const before = (past ? times : []).filter((ms) => ms < (next.timestamps_ms[0] ?? Infinity));
  const none = (length: number): Numbers => Array<null>(length).fill(null);
  const ahead = next.timestamps_ms.length;
  return {
    name: sayLabels(next.labels),
    unit,
    labels: next.labels,
    times: [...before, ...next.timestamps_ms],
    value: [...(past?.value.slice(0, before.length) ?? []), ...none(ahead)],
    expected: [...none(before.length), ...next.expected],
    lower: [...none(before.length), ...next.lower],
    upper: [...none(before.length), ...next.upper],
    score: none(before.length + ahead),
  };
}
