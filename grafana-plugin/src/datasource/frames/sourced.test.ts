import type { Anomaly, Detector } from '../../api/types';
import { anomaliesFrame } from './anomalies';
import { bandFrames } from './bands';
import { sourced } from './sourced';

test('each link into the app names the data source that answered', () => {
  const evidence = { sentence: 'High.', actual: 1 };
  const anomaly = { fingerprint: 'f', detector_id: 'd', labels: {}, severity: 'warning', evidence } as unknown as Anomaly;
  const band = { labels: {}, value: [1], expected: [1], lower: [1], upper: [1], score: [0] };
  const answer = { detector: 'd', timestamps_ms: [1], series_total: 1, series: [band] };
  const frames = [anomaliesFrame([anomaly], new Map<string, Detector>(), 'A'), ...bandFrames(answer, undefined, 'B')];
  const urls = frames.flatMap((frame) => sourced(frame, 'team b').fields.flatMap(({ config }) => config.links ?? []).map(({ url }) => url));
  expect(urls.map((url) => url.split('?').at(-1)?.split('&').at(-1))).toEqual(['ds=team%20b', 'ds=team%20b', 'ds=team%20b']);
  expect(frames[0]?.fields.flatMap(({ config }) => config.links ?? []).some(({ url }) => url.includes('ds='))).toBe(false);
});
