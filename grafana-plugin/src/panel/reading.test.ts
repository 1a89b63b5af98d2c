import type { Anomaly, SeriesAnswer } from '../api/types';
import { anomaliesFrame, bandFrames } from '../datasource/frames';
import { belongsTo, readData } from './reading';

const column = [1];
const band = { labels: {}, value: column, expected: column, lower: column, upper: column, score: column };
const answerOf = (detector: string): SeriesAnswer => ({ detector, timestamps_ms: [1], series_total: 1, series: [band] });
const ANOMALY = { fingerprint: 'f', detector_id: 'b', labels: {}, severity: 'warning', state: 'open', started_ms: 1, updated_ms: 1, evidence: {} };
const lines = [...bandFrames(answerOf('a'), undefined, 'A'), ...bandFrames(answerOf('b'), undefined, 'B')];

test('an anomaly is drawn on the series of its own detector only', () => {
  const view = readData({ series: [...lines, anomaliesFrame([ANOMALY as unknown as Anomaly], new Map(), 'C')] });
  expect(view.lines.map((line) => view.episodes?.map((episode) => belongsTo(episode, line)))).toEqual([[false], [true]]);
});

test('that there is no anomaly is known only where they were asked for', () => {
  expect(readData({ series: lines }).episodes).toBeUndefined();
  expect(readData({ series: [...lines, anomaliesFrame([], new Map(), 'C')] }).episodes).toEqual([]);
});
