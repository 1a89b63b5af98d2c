import { DataFrame } from '@grafana/data';
import type { Detector, ForecastSeries } from '../../api/types';
import { sayLabels } from '../../words/labels';
import { grafanaUnit } from '../../words/units';
import { EDGE_STYLE, EXPECTED_STYLE, makeFrame, numberField, timeField } from './base';

/** What is expected of each series from now on, with its band; notices say when a limit is reached. */
export function forecastFrames(series: ForecastSeries[], detector: Detector | undefined, refId: string): DataFrame[] {
  const unit = grafanaUnit(detector?.spec.unit ?? '');
  return series.map(({ labels, timestamps_ms: times, expected, lower, upper, reaches }) => {
    const name = sayLabels(labels);
    const names = { expected: `${name} forecast`, lower: `${name} forecast lower`, upper: `${name} forecast upper` };
    const frame = makeFrame('forecast', refId, name, [
      timeField('time', times),
      numberField('expected', labels, expected, { unit, displayName: names.expected, custom: { ...EXPECTED_STYLE, hideFrom: {}, lineWidth: 2 } }),
      numberField('lower', labels, lower, { unit, displayName: names.lower, custom: EDGE_STYLE }),
      numberField('upper', labels, upper, {
        unit,
        displayName: names.upper,
        custom: { ...EDGE_STYLE, fillBelowTo: names.lower, fillOpacity: 10 },
      }),
    ]);
    const notices = reaches.map(({ sentence }) => ({ severity: 'info' as const, text: sentence }));
    return { ...frame, meta: { ...frame.meta, notices } };
  });
}
