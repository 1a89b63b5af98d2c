import type { Bounds } from '../../datasource/span';

const HOUR_MS = 3_600_000;
const USUAL_HOURS = 6;

/** How long a time is, to choose from. */
export function lengthsOf(hours: number[]): Array<{ value: number; label: string }> {
  return hours.map((value) => ({ value, label: value < 24 ? `${value} h` : `${value / 24} d` }));
}

/** The time that an address asks for: from and to, or around a moment, or so many hours up to now. */
export function spanOf(search: URLSearchParams, nowMs: number): Bounds {
  const [fromMs, toMs] = [momentIn(search, 'from'), momentIn(search, 'to')];
  if (fromMs !== undefined && toMs !== undefined && fromMs < toMs) {
    return { fromMs, toMs };
  }
  const lengthMs = (hoursOf(search) ?? USUAL_HOURS) * HOUR_MS;
  const atMs = momentIn(search, 'at');
  const endMs = atMs === undefined ? nowMs : Math.min(nowMs, atMs + lengthMs / 2);
  return { fromMs: endMs - lengthMs, toMs: endMs };
}

/** How many hours are shown; undefined where the address names from and to. */
export function hoursOf(search: URLSearchParams): number | undefined {
  return search.has('from') && search.has('to') ? undefined : Number(search.get('hours')) || USUAL_HOURS;
}

function momentIn(search: URLSearchParams, name: string): number | undefined {
  const ms = Number(search.get(name) ?? NaN);
  return Number.isFinite(ms) && ms > 0 ? ms : undefined;
}
