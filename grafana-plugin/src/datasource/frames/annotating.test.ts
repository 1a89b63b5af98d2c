import type { Anomaly } from '../../api/types';
import { anomaliesFrame } from './anomalies';
import { annotationsOf } from './annotating';

test('an anomaly is a region with its sentence, however its columns are called in a table', () => {
  const evidence = { sentence: 'Errors are 5 %, expected 1 %.', actual: 5 };
  const anomaly = { fingerprint: 'f', detector_id: 'errors', severity: 'warning', state: 'open', started_ms: 10, ended_ms: null, updated_ms: 30, labels: {}, evidence };
  const [region] = annotationsOf([anomaliesFrame([anomaly as unknown as Anomaly], new Map(), 'Anno')]);
  expect(region).toMatchObject({ time: 10, timeEnd: 30, isRegion: true, text: evidence.sentence, title: 'errors', tags: ['warning', 'errors'] });
});
