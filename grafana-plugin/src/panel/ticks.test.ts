import { formatOf, ticksOf } from './ticks';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

test.each([
  [15, 3, 5],
  [15, 10, 2],
  [360, 8, 60],
])('%d minutes with at most %d moments have one each %d minutes', (span, most, step) => {
  const { stepMs, ticks } = ticksOf(7 * MINUTE_MS + 1, (7 + span) * MINUTE_MS, most);
  expect(stepMs).toBe(step * MINUTE_MS);
  expect(ticks.every((ms) => ms % stepMs === 0 && ms > 7 * MINUTE_MS && ms <= (7 + span) * MINUTE_MS)).toBe(true);
  expect([ticks.length > 1, ticks.length <= most + 1]).toEqual([true, true]);
});

test('a span of months still has few moments, and one of nothing has none', () => {
  expect(ticksOf(0, 400 * DAY_MS, 4).ticks.length).toBeLessThanOrEqual(5);
  expect(ticksOf(5, 5, 4).ticks).toEqual([]);
});

test('moments are told as exactly as they differ', () => {
  expect([1_000, MINUTE_MS, 12 * 60 * MINUTE_MS, DAY_MS].map(formatOf)).toEqual(['HH:mm:ss', 'HH:mm', 'MM-DD HH:mm', 'MM-DD']);
});
