import type { Anomaly } from '../api/types';
import { readMatchers } from '../words/matchers';
import { putAnomaly } from './merging';

const anomaly = (part: Partial<Anomaly>): Anomaly => ({
  fingerprint: 'f',
  detector_id: 'd',
  labels: { service: 'cart' },
  state: 'open',
  severity: 'warning',
  direction: 'up',
  started_ms: 10,
  updated_ms: 20,
  ended_ms: null,
  peak_score: 1,
  evidence: { actual: 1, expected: 0, lower: 0, upper: 0, score: 1, sentence: 'It is high.', details: {} },
  ...part,
});

test('an anomaly that changes replaces itself, and leaves where it no longer belongs', () => {
  const window = { matchers: readMatchers('service=cart'), state: 'open' };
  const known = putAnomaly([], anomaly({}), window);
  expect(putAnomaly(known, anomaly({ updated_ms: 30 }), window)).toMatchObject([{ updated_ms: 30 }]);
  expect(putAnomaly(known, anomaly({ state: 'resolved' }), window)).toEqual([]);
  expect(putAnomaly([], anomaly({ labels: { service: 'queue' } }), window)).toEqual([]);
});
