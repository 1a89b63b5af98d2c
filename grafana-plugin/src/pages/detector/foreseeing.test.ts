import { joined, strideFor } from './foreseeing';

test.each([
  ['15s', 60 * 15_000, { points: 60, every: 1 }],
  ['1m', 24 * 3_600_000, { points: 120, every: 12 }],
  ['1h', 60_000, { points: 1, every: 1 }],
])('steps of %s reach %i ms with %j', (step, aheadMs, stride) => expect(strideFor(step, aheadMs)).toEqual(stride));

test('the past has values, the future what is expected', () => {
  const past = { labels: {}, value: [1, 2, 9], expected: [], lower: [], upper: [], score: [] };
  const next = { labels: { pod: 'a' }, timestamps_ms: [30, 40], expected: [3, 4], lower: [2, -2], upper: [4, 6], reaches: [] };
  expect(joined([10, 20, 30], past, next, 's')).toMatchObject({
    name: 'a',
    times: [10, 20, 30, 40],
    value: [1, 2, null, null],
    expected: [null, null, 3, 4],
    lower: [null, null, 2, -2],
    upper: [null, null, 4, 6],
  });
  expect(joined([10], undefined, next, 's').times).toEqual([30, 40]);
});
