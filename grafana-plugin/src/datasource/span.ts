import { dateMath, TimeRange } from '@grafana/data';

export interface Bounds {
  fromMs: number;
  toMs: number;
}

/** The time range of a panel; one that has not ended is live, and its bounds move on as people wrote them. */
export interface Span {
  isLive: boolean;
  at(nowMs: number): Bounds;
}

export function spanOf({ from, to, raw }: TimeRange, timezone: string, nowMs: number): Span {
  const at = (ms: number) => ({
    fromMs: momentOf(raw.from, timezone, ms, false) ?? from.valueOf(),
    toMs: momentOf(raw.to, timezone, ms, true) ?? to.valueOf(),
  });
  return { isLive: at(nowMs).toMs >= nowMs, at };
}

/** The same, but still where nothing is drawn before all queries have ended, as in a panel whose data source is "Mixed". */
export function spanFor(requestId: string, span: Span): Span {
  return requestId.startsWith('mixed-') ? { ...span, isLive: false } : span;
}

/** When `now-1d/d` is; undefined for a moment that stands still, as do fiscal years, whose beginning only Grafana knows. */
function momentOf(raw: TimeRange['raw']['from'], timezone: string, now: number, roundUp: boolean): number | undefined {
  const isRelative = dateMath.isMathString(raw) && !String(raw).includes('/f');
  return isRelative ? dateMath.toDateTime(raw, { roundUp, timezone, now })?.valueOf() : undefined;
}
