import type { Anomaly } from '../../api/types';
import { byDetector, placeIn, spanOf } from './timing';

const MINUTE = 60_000;

test('an open incident is shown until now, with the ten minutes before it', () => {
  expect(spanOf(100 * MINUTE, null, 110 * MINUTE)).toEqual({ fromMs: 90 * MINUTE, toMs: 110 * MINUTE });
});

test.each([
  ['a short one', 3, 90, 105],
  ['one of some minutes', 10, 90, 115],
  ['a long one', 200, 0, 310],
])('%s that ended is shown a little longer, and a long one with more before it', (_name, minutes, from, to) => {
  expect(spanOf(100 * MINUTE, (100 + minutes) * MINUTE, 900 * MINUTE)).toEqual({ fromMs: from * MINUTE, toMs: to * MINUTE });
});

test.each([
  [0, 100, { left: 0, width: 1 }],
  [25, 75, { left: 0.25, width: 0.5 }],
  [-50, 50, { left: 0, width: 0.5 }],
  [90, 900, { left: 0.9, width: 0.1 }],
])('from %i to %i lies at %j of a span of 100', (start, end, place) => {
  const found = placeIn({ fromMs: 0, toMs: 100 }, start, end);
  expect(found.left).toBeCloseTo(place.left);
  expect(found.width).toBeCloseTo(place.width);
});

test('detectors stand in the order in which they spoke', () => {
  const anomalies = ['b', 'a', 'b'].map((id, index) => ({ detector_id: id, fingerprint: String(index) }) as Anomaly);
  expect(byDetector(anomalies).map(([id, members]) => [id, members.length])).toEqual([
    ['b', 2],
    ['a', 1],
  ]);
});
