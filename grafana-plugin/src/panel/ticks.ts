const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const STEPS_MS = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * SECOND_MS),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * MINUTE_MS),
  ...[1, 2, 3, 6, 12].map((count) => count * HOUR_MS),
  ...[1, 2, 7, 14].map((count) => count * DAY_MS),
];

/** Round moments within a span, at most so many, and the time between two of them. */
export function ticksOf(fromMs: number, toMs: number, most: number): { stepMs: number; ticks: number[] } {
  const stepMs = STEPS_MS.find((ms) => (toMs - fromMs) / ms <= most) ?? Math.ceil((toMs - fromMs) / most / DAY_MS) * DAY_MS;
  const first = Math.ceil(fromMs / stepMs) * stepMs;
  const count = toMs > fromMs ? Math.floor((toMs - first) / stepMs) + 1 : 0;
  return { stepMs, ticks: Array.from({ length: Math.max(0, count) }, (_, place) => first + place * stepMs) };
}

/** As much of a moment as tells two of them apart. */
export function formatOf(stepMs: number): string {
  return stepMs >= DAY_MS ? 'MM-DD' : stepMs >= 6 * HOUR_MS ? 'MM-DD HH:mm' : stepMs >= MINUTE_MS ? 'HH:mm' : 'HH:mm:ss';
}
