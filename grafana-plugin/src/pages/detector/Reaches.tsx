import { formattedValueToString, getValueFormat } from '@grafana/data';
import type { Detector, DetectorSpec, ForecastSeries } from '../../api/types';
import { grafanaUnit } from '../../words/units';
import { Moment } from '../parts/Moment';
import { Muted } from '../parts/Muted';
import { Section } from '../parts/Section';

/** When the limits of a detector are reached, the most urgent first, in the sentences of the forecast. */
export function Reaches({ series, detector: { spec } }: { series: ForecastSeries[]; detector: Detector }) {
  const reaches = series.flatMap((one) => one.reaches);
  return (
    <Section aria-label="Limits">
      <h3>Limits</h3>
      {reaches.length > 0 ? (
        <ul style={{ listStyle: 'none' }}>
          {reaches.map(({ sentence, at_ms: atMs }) => (
            <li key={sentence}>
              {sentence}{' '}
              <Muted>
                <Moment atMs={atMs} />
              </Muted>
            </li>
          ))}
        </ul>
      ) : (
        <Muted>{sayNone(spec)}</Muted>
      )}
    </Section>
  );
}

function sayNone({ limits = [], unit = '' }: DetectorSpec): string {
  const say = (value: number) => formattedValueToString(getValueFormat(grafanaUnit(unit))(value));
  const named = limits.map(({ value, name }) => (name ? `${name} (${say(value)})` : say(value))).join(' or ');
  return named
    ? `Nothing is expected to reach ${named} in this time. Look further ahead to be sure.`
    : 'This detector has no limits. Write which values matter, such as a full disk, under limits in its YAML, and the time when they are reached stands here.';
}
