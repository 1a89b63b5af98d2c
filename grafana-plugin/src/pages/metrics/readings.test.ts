import type { Sample } from '../../api/metrics';
import { CHARTS } from './charts';
import { gaugeOf, keep, pointsOf, quantileOf, rateOf, ratioOf, Reading, readingOf } from './readings';

const at = (atMs: number, totals: Record<string, number>): Reading => ({ atMs, totals: new Map(Object.entries(totals)) });

test('samples of one name are summed, those with another outcome apart', () => {
  const samples: Sample[] = [
    { name: 'ticks', labels: { engine: 'a' }, value: 2 },
    { name: 'ticks', labels: { engine: 'b' }, value: 3 },
    { name: 'sent', labels: { outcome: 'dropped' }, value: 1 },
    { name: 'sent', labels: { outcome: 'delivered' }, value: 9 },
  ];
  expect([...readingOf(samples, 1).totals]).toEqual([['ticks', 5], ['sent dropped', 1], ['sent delivered', 9]]);
});

test('a counter is told as a rate, and one that began anew tells nothing', () => {
  const [first, second, fallen] = [at(0, { x: 10, s: 1 }), at(2000, { x: 14, s: 3 }), at(4000, { x: 1, s: 4 })];
  expect([rateOf('x')(second, first), rateOf('x')(fallen, second), rateOf('y')(second, first)]).toEqual([2, undefined, 0]);
  expect([ratioOf('s', 'x')(second, first), ratioOf('s', 'y')(second, first)]).toEqual([0.5, undefined]);
  expect([gaugeOf('x')(second), gaugeOf('y')(second)]).toEqual([14, undefined]);
});

test('a histogram tells below which value most of what came lately lies', () => {
  const count = (atMs: number, ...counts: number[]) => at(atMs, Object.fromEntries(['0.1', '1', '+Inf'].map((le, place) => [`t_bucket ${le}`, counts[place] ?? 0])));
  const p95 = quantileOf('t', 0.95);
  const before = count(0, 50, 50, 50);
  expect(p95(count(1000, 50, 150, 150), before)).toBeCloseTo(0.1 + 0.9 * 0.95);
  expect(p95(count(1000, 150, 150, 150), before)).toBeCloseTo(0.095);
  expect([p95(count(1000, 50, 50, 150), before), p95(before, before), quantileOf('u', 0.95)(before, before)]).toEqual([1, undefined, undefined]);
});

test('a chart has a point for each pair of readings, and the oldest are forgotten', () => {
  const readings = [at(0, { x: 0 }), at(1000, { x: 3 }), at(2000, { x: 1 })];
  expect(pointsOf({ title: 'X', unit: 'cps', read: rateOf('x') }, readings)).toEqual({ times: [1000, 2000], values: [3, null] });
  const many = Array.from({ length: 300 }, (_, ms) => at(ms, {})).reduce(keep, [] as Reading[]);
  expect([many.length, many.at(-1)?.atMs]).toEqual([240, 299]);
});

test('every chart has a title of its own', () => {
  expect(new Set(CHARTS.map(({ title }) => title)).size).toBe(CHARTS.length);
});
