/** The time that is shown: up to now, or around the moment that a link names. */
export function spanAround(atMs: number | undefined, lengthMs: number, nowMs: number): { fromMs: number; toMs: number } {
  const toMs = atMs === undefined ? nowMs : Math.min(nowMs, atMs + lengthMs / 2);
  return { fromMs: toMs - lengthMs, toMs };
}
