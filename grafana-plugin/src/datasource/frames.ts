import { DataFrame, Field, FieldConfig, FieldType } from '@grafana/data';
import type { Anomaly, Band, Detector, Numbers, SeriesAnswer } from '../api/types';
import { APP_PATH } from '../ids';
import { sayLabels } from '../words/labels';
import { SEVERITIES } from '../words/severity';
import { grafanaUnit } from '../words/units';

/** What our own panel recognises frames by. */
export type FrameKind = 'band' | 'score' | 'anomalies' | 'health';

export function kindOf(frame: DataFrame): FrameKind | undefined {
  return (frame.meta?.custom as { barograph?: FrameKind } | undefined)?.barograph;
}

/** One frame a series: value, expected, and a band that Grafana's time series panel fills. */
export function bandFrames(answer: SeriesAnswer, detector: Detector | undefined, refId: string): DataFrame[] {
  const unit = grafanaUnit(detector?.spec.unit ?? '');
  return answer.series.map((band) => {
    const name = sayLabels(band.labels);
    const bound = boundedBy(band.value);
    const names = { value: name, expected: `${name} expected`, lower: `${name} lower`, upper: `${name} upper` };
    return makeFrame('band', refId, name, [
      timeField('time', answer.timestamps_ms),
      numberField('value', band, band.value, { unit, displayName: names.value, custom: { lineWidth: 2 } }),
      numberField('expected', band, band.expected, { unit, displayName: names.expected, custom: EXPECTED_STYLE }),
      numberField('lower', band, band.lower.map(bound), { unit, displayName: names.lower, custom: EDGE_STYLE }),
      numberField('upper', band, band.upper.map(bound), {
        unit,
        displayName: names.upper,
        custom: { ...EDGE_STYLE, fillBelowTo: names.lower, fillOpacity: 15 },
      }),
      numberField('score', band, band.score, { min: 0, max: 1, displayName: `${name} score`, custom: HIDDEN_STYLE }),
    ]);
  });
}

export function scoreFrames(answer: SeriesAnswer, refId: string): DataFrame[] {
  return answer.series.map((band) =>
    makeFrame('score', refId, sayLabels(band.labels), [
      timeField('time', answer.timestamps_ms),
      numberField('score', band, band.score, { min: 0, max: 1, displayName: sayLabels(band.labels) }),
    ])
  );
}

/** A table that Grafana also takes for annotations: the names time, timeEnd, text, tags and id are its own. */
export function anomaliesFrame(anomalies: Anomaly[], detectors: Map<string, Detector>, refId: string): DataFrame {
  const link = { title: 'Open the detector', url: `${APP_PATH}/detectors/\${__data.fields.detector_id}` };
  const field = (name: string, type: FieldType, value: (anomaly: Anomaly) => unknown, config: FieldConfig = {}) => ({
    name,
    type,
    config,
    values: anomalies.map(value),
  });
  return makeFrame('anomalies', refId, 'Anomalies', [
    field('time', FieldType.time, (item) => item.started_ms, { displayName: 'Since' }),
    field('timeEnd', FieldType.time, (item) => item.ended_ms ?? item.updated_ms, { displayName: 'Until' }),
    field('severity', FieldType.string, (item) => item.severity, { displayName: 'Severity', ...severityStyle() }),
    field('text', FieldType.string, (item) => item.evidence.sentence, { displayName: 'What', links: [link] }),
    field('title', FieldType.string, (item) => detectors.get(item.detector_id)?.spec.title || item.detector_id, {
      displayName: 'Detector',
    }),
    field('state', FieldType.string, (item) => item.state, { displayName: 'State' }),
    field('score', FieldType.number, (item) => item.peak_score, { displayName: 'Score', min: 0, max: 1, decimals: 2 }),
    field('actual', FieldType.number, (item) => item.evidence.actual, { displayName: 'Seen' }),
    field('labels', FieldType.other, (item) => item.labels, { displayName: 'Labels' }),
    field('tags', FieldType.other, (item) => [item.severity, item.detector_id], { displayName: 'Tags' }),
    field('detector_id', FieldType.string, (item) => item.detector_id, { displayName: 'Detector id' }),
    field('id', FieldType.string, (item) => item.fingerprint, { displayName: 'Fingerprint' }),
  ]);
}

export function healthFrame(detectors: Detector[], refId: string): DataFrame {
  const field = (name: string, type: FieldType, value: (detector: Detector) => unknown) => ({
    name,
    type,
    config: {},
    values: detectors.map(value),
  });
  return makeFrame('health', refId, 'Detectors', [
    field('Detector', FieldType.string, (item) => item.spec.title || item.id),
    field('State', FieldType.string, (item) => item.health.state),
    field('Why', FieldType.string, (item) => item.health.sentence),
    field('Since', FieldType.time, (item) => item.health.since_ms),
    field('Algorithm', FieldType.string, (item) => item.spec.algorithm?.name ?? 'auto'),
    field('Expression', FieldType.string, (item) => item.spec.query.expression),
    field('Id', FieldType.string, (item) => item.id),
  ]);
}

const IS_IN_LEGEND_ONLY_AS_VALUE = { legend: true, tooltip: false, viz: false };
const EXPECTED_STYLE = { lineWidth: 1, lineStyle: { fill: 'dash', dash: [4, 6] }, hideFrom: IS_IN_LEGEND_ONLY_AS_VALUE };
const EDGE_STYLE = { lineWidth: 0, fillOpacity: 0, hideFrom: IS_IN_LEGEND_ONLY_AS_VALUE };
const HIDDEN_STYLE = { hideFrom: { legend: true, tooltip: false, viz: true }, axisPlacement: 'hidden' };

/** What never was negative is not expected to be: its band is shown from zero on. */
function boundedBy(values: Numbers): (bound: number | null) => number | null {
  const isNeverNegative = values.every((value) => value === null || value >= 0);
  return (bound) => (isNeverNegative && bound !== null ? Math.max(0, bound) : bound);
}

function makeFrame(kind: FrameKind, refId: string, name: string, fields: Field[]): DataFrame {
  const length = fields[0]?.values.length ?? 0;
  return { refId, name, fields, length, meta: { custom: { barograph: kind } } };
}

function timeField(name: string, values: number[]): Field {
  return { name, type: FieldType.time, config: {}, values };
}

function numberField(name: string, { labels }: Band, values: Numbers, config: FieldConfig): Field {
  return { name, type: FieldType.number, labels, config, values };
}

function severityStyle(): FieldConfig {
  const options = Object.fromEntries(
    Object.entries(SEVERITIES).map(([name, { dark, sign }], index) => [name, { color: dark, text: `${sign} ${name}`, index }])
  );
  return {
    mappings: [{ type: 'value', options }] as FieldConfig['mappings'],
    custom: { cellOptions: { type: 'color-text' } },
  };
}
