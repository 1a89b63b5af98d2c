import { DataFrame, DataLink } from '@grafana/data';
import type { Band, Detector, SeriesAnswer } from '../../api/types';
import { APP_PATH } from '../../ids';
import { sayLabels } from '../../words/labels';
import { grafanaUnit } from '../../words/units';
import { boundedBy, EDGE_STYLE, EXPECTED_STYLE, makeFrame, numberField, timeField, UNSEEN_STYLE } from './base';

/** One frame a series: value, expected, and a band that Grafana's time series panel fills. */
export function bandFrames(answer: SeriesAnswer, detector: Detector | undefined, refId: string): DataFrame[] {
  const unit = grafanaUnit(detector?.spec.unit ?? '');
  const links = [replayLink(answer.detector)];
  return answer.series.map((band) => {
    const name = sayLabels(band.labels);
    const bound = boundedBy(band.value);
    const names = { value: name, expected: `${name} expected`, lower: `${name} lower`, upper: `${name} upper` };
    const fields = [
      timeField('time', answer.timestamps_ms),
      numberField('value', band.labels, band.value, { unit, links, displayName: names.value, custom: { lineWidth: 2 } }),
      numberField('expected', band.labels, band.expected.map(bound), { unit, displayName: names.expected, custom: EXPECTED_STYLE }),
      numberField('lower', band.labels, band.lower.map(bound), { unit, displayName: names.lower, custom: EDGE_STYLE }),
      numberField('upper', band.labels, band.upper.map(bound), {
        unit,
        displayName: names.upper,
        custom: { ...EDGE_STYLE, fillBelowTo: names.lower, fillOpacity: 15 },
      }),
      numberField('score', band.labels, band.score, { ...SCORE, displayName: `${name} score`, custom: UNSEEN_STYLE }),
    ];
    return makeFrame('band', refId, name, fields, answer.detector);
  });
}

export function scoreFrames(answer: SeriesAnswer, refId: string): DataFrame[] {
  const links = [replayLink(answer.detector)];
  return answer.series.map((band: Band) => {
    const displayName = sayLabels(band.labels);
    const fields = [
      timeField('time', answer.timestamps_ms),
      numberField('score', band.labels, band.score, { ...SCORE, links, displayName }),
    ];
    return makeFrame('score', refId, displayName, fields, answer.detector);
  });
}

const SCORE = { min: 0, max: 1, decimals: 2 };

/** From a point to the detector's page at that time, where its band is computed again. */
function replayLink(detector: string): DataLink {
  const url = `${APP_PATH}/detectors/${encodeURIComponent(detector)}?from=\${__from}&to=\${__to}&at=\${__value.time}`;
  return { title: 'Replay in Barograph', url };
}
