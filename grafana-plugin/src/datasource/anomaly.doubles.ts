import type { Anomaly } from '../api/types';

/** An open anomaly of the service `cart`, with what a test wants otherwise. */
export const anomaly = (part: Partial<Anomaly>): Anomaly => ({
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
