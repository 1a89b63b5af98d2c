import type { Band, LiveScores, SeriesAnswer } from '../api/types';
import { GrowingAnswer } from './growing';

const band = (labels: Band['labels'], value: Band['value']): Band => ({ labels, value, expected: value, lower: value, upper: value, score: value });
const answer = (times: number[], series: Band[]): SeriesAnswer => ({ detector: 'd', timestamps_ms: times, series_total: series.length, series });
const tick = (moments: number[], series: Band[]): LiveScores => ({ type: 'scores', topic: 'scores:d', detector_id: 'd', at_ms: moments, series });
const values = ({ series }: SeriesAnswer) => series.map(({ value }) => value);

test('a live point extends the known series, replaces what is there, and old points leave the window', () => {
  const known = new GrowingAnswer(answer([1, 2], [band({ a: '1' }, [1, 2]), band({ a: '2' }, [5, 6])]));
  known.put(tick([2, 3], [band({ a: '1' }, [20, 30])]), 2);
  const now = known.since(2);
  expect(now.timestamps_ms).toEqual([2, 3]);
  expect(values(now)).toEqual([[20, 30], [6, null]]);
});

test('a point that comes late finds its place, and a series that nobody asked for is left out', () => {
  const known = new GrowingAnswer(answer([10, 30], [band({ a: '1' }, [1, 3])]));
  known.put(tick([20], [band({ a: '1' }, [2]), band({ a: '9' }, [9])]), 0);
  expect([known.since(0).timestamps_ms, ...values(known.since(0))]).toEqual([[10, 20, 30], [1, 2, 3]]);
});

test('who follows a series sees it grow in place, while what was handed out stays as it was', () => {
  const known = new GrowingAnswer(answer([1], [band({ a: '1', b: '2' }, [1])]));
  const followed = known.seriesOf({ b: '2', a: '1' });
  const handedOut = known.since(0);
  known.put(tick([2], [band({ a: '1', b: '2' }, [7])]), 0);
  expect([followed?.times, followed?.score]).toEqual([[1, 2], [1, 7]]);
  expect([handedOut.timestamps_ms, ...values(handedOut)]).toEqual([[1], [1]]);
});

test('what is kept does not grow without end', () => {
  const known = new GrowingAnswer(answer([0], [band({ a: '1' }, [0])]));
  const followed = known.seriesOf({ a: '1' });
  for (let ms = 1; ms <= 1000; ms += 1) {
    known.put(tick([ms], [band({ a: '1' }, [ms])]), ms - 99);
  }
  expect(followed?.times.length).toBeLessThan(120);
  expect(known.since(901).timestamps_ms).toHaveLength(100);
});
