import { formattedValueToString, getValueFormat } from '@grafana/data';
import type { Numbers } from '../api/types';
import { nearestIndex } from './plotting';
import type { Line } from './reading';

/** What is told of one line at the pointer. */
export interface TipRow {
  name: string;
  value: string;
  /** Empty where nothing is known of it. */
  usual: string;
}

/** What the lines were at a moment; each has points of its own. */
export function tipRows(lines: Line[], atMs: number, hasBand: boolean): TipRow[] {
  return lines.map(({ name, unit, times, value, lower, upper }) => {
    const place = nearestIndex(times, atMs);
    const format = getValueFormat(unit);
    const say = (column: Numbers) => {
      const found = column[place] ?? null;
      return found === null ? 'nothing' : formattedValueToString(format(found));
    };
    return { name, value: say(value), usual: hasBand ? `${say(lower)} to ${say(upper)}` : '' };
  });
}
