import { aligned, episodesAt, nearestIndex, roomFor, strangestFirst } from './plotting';
import { belongsTo, Episode, Line } from './reading';

const line = (name: string, times: number[], score: number[]): Line => ({
  name,
  detectorId: 'd',
  labels: { service: name },
  times,
  value: times,
  expected: times,
  lower: times,
  upper: times,
  score,
});
const episode = { detectorId: 'd', labels: { service: 'cart', team: 'shop' }, startMs: 10, endMs: 20 } as unknown as Episode;

test('lines with different times share one axis, and go on where only another has a point', () => {
  const [times, first, , , , second] = aligned([line('a', [1, 3], []), { ...line('b', [2, 3], []), value: [null, 3] }]);
  expect([times, first, second]).toEqual([[1, 2, 3], [1, undefined, 3], [undefined, null, 3]]);
});

test('the strangest lane is on top, and one with an open episode before all', () => {
  const lines = [line('calm', [1], [0.1]), line('odd', [1], [0.9]), line('open', [1], [0.2])];
  expect(strangestFirst(lines, ({ name }) => name === 'open').map(({ name }) => name)).toEqual(['open', 'odd', 'calm']);
});

test('an anomaly belongs to its series although it also carries the labels of the detector', () => {
  expect(belongsTo(episode, line('cart', [], []))).toBe(true);
  expect(belongsTo(episode, line('queue', [], []))).toBe(false);
});

test('an anomaly of another detector belongs to none of the series, whatever their labels', () => {
  const plain = { ...line('all', [], []), labels: {} };
  expect(belongsTo(episode, plain)).toBe(true);
  expect(belongsTo({ ...episode, detectorId: 'other' }, plain)).toBe(false);
});

test('the pointer finds the nearest point and the episodes around it', () => {
  expect([nearestIndex([10, 20, 30], 24), nearestIndex([], 1)]).toEqual([1, -1]);
  expect([5, 9, 15, 22].map((ms) => episodesAt([episode], ms, 2).length)).toEqual([0, 1, 1, 1]);
});

test.each([
  [[0, 0], [0, 1]],
  [[null, null], [0, 1]],
  [[0, 10], [0, 11]],
  [[1, 10], [0.1, 10.9]],
  [[0.5, 10], [0, 10.95]],
  [[5, 5], [2.5, 7.5]],
  [[100, 110], [99, 111]],
  [[-10, 0], [-11, 0]],
])('values from %p need %p on the axis', ([least, most], room) => {
  expect(roomFor(least ?? null, most ?? null)).toEqual([expect.closeTo(room[0] as number), expect.closeTo(room[1] as number)]);
});
