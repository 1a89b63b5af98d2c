import { DataFrame, FieldType } from '@grafana/data';
import type { Anomaly, Detector } from '../../api/types';
import { APP_PATH } from '../../ids';
import { grafanaUnit } from '../../words/units';
import { columnsOf, makeFrame, MOMENT, NOT_READ, SENTENCE, severityStyle } from './base';

const LINKS = [
  { title: 'Replay in Barograph', url: `${APP_PATH}/detectors/\${__data.fields.detector_id}?at=\${__data.fields.time}` },
  { title: 'Open the incident', url: `${APP_PATH}/incidents?anomaly=\${__data.fields.id}` },
];

/** A table that Grafana also takes for annotations: the names time, timeEnd, text, tags and id are its own. */
export function anomaliesFrame(anomalies: Anomaly[], detectors: Map<string, Detector>, refId: string): DataFrame {
  const field = columnsOf(anomalies);
  const title = (item: Anomaly) => detectors.get(item.detector_id)?.spec.title || item.detector_id;
  return makeFrame('anomalies', refId, 'Anomalies', [
    field('time', FieldType.time, (item) => item.started_ms, { displayName: 'Since', ...MOMENT }),
    field('timeEnd', FieldType.time, (item) => item.ended_ms ?? item.updated_ms, { displayName: 'Until', ...MOMENT }),
    field('severity', FieldType.string, (item) => item.severity, { displayName: 'Severity', ...severityStyle() }),
    field('text', FieldType.string, (item) => item.evidence.sentence, { displayName: 'What', links: LINKS, ...SENTENCE }),
    field('title', FieldType.string, title, { displayName: 'Detector' }),
    field('state', FieldType.string, (item) => item.state, { displayName: 'State', custom: { width: 100 } }),
    field('score', FieldType.number, (item) => item.peak_score, { displayName: 'Score', min: 0, max: 1, decimals: 2 }),
    field('actual', FieldType.number, (item) => item.evidence.actual, { displayName: 'Seen', unit: commonUnit(anomalies, detectors) }),
    field('labels', FieldType.other, (item) => item.labels, { displayName: 'Labels', ...NOT_READ }),
    field('tags', FieldType.other, (item) => [item.severity, item.detector_id], { displayName: 'Tags', ...NOT_READ }),
    field('detector_id', FieldType.string, (item) => item.detector_id, { displayName: 'Detector id', ...NOT_READ }),
    field('id', FieldType.string, (item) => item.fingerprint, { displayName: 'Fingerprint', ...NOT_READ }),
  ]);
}

/** A column has one unit, so it has none where the detectors differ. */
function commonUnit(anomalies: Anomaly[], detectors: Map<string, Detector>): string {
  const units = new Set(anomalies.map((item) => detectors.get(item.detector_id)?.spec.unit ?? ''));
  return units.size === 1 ? grafanaUnit([...units][0] ?? '') : 'short';
}
