import { Combobox, Field, RadioButtonGroup } from '@grafana/ui';
import { useCallback } from 'react';
import type { Detector, ForecastSeries } from '../../api/types';
import { labelsKey, sayLabels } from '../../words/labels';
import { Loaded } from '../parts/Loaded';
import { Muted } from '../parts/Muted';
import { Row } from '../parts/Row';
import { Section } from '../parts/Section';
import { useAsked } from '../useAsked';
import { ForecastChart } from './ForecastChart';
import { strideFor } from './foreseeing';
import type { Given } from './given';
import { Reaches } from './Reaches';
import { lengthsOf } from './spanning';
import { useAddress } from '../useAddress';

const HOUR_MS = 3_600_000;
const EVERY_MS = 60_000;
const MOST_SERIES = 50;
const SPANS = lengthsOf([1, 6, 24, 72, 168]);

/** What is expected of the series from now on, and which limits they reach. */
export function Foresight({ backend, detector }: Given) {
  const { api } = backend;
  const { id, spec } = detector;
  const [search, change] = useAddress();
  const hours = Number(search.get('ahead')) || 6;
  const ask = useCallback(async (signal: AbortSignal) => {
    const { points, every } = strideFor(spec.query.step ?? '1m', hours * HOUR_MS);
    return (await api.until(signal).forecast(id, points, MOST_SERIES, every)).items;
  }, [api, id, spec.query.step, hours]);
  return (
    <>
      <Row>
        <span>Look ahead</span>
        <RadioButtonGroup options={SPANS} value={hours} onChange={(value) => change({ ahead: String(value) })} aria-label="How far ahead" />
      </Row>
      <Loaded asked={useAsked(ask, EVERY_MS)} what="the forecast">
        {(series) => (
          <>
            <Reaches series={series} detector={detector} />
            <Shown backend={backend} detector={detector} series={series} hours={hours} wanted={search.get('of')} choose={(key) => change({ of: key })} />
          </>
        )}
      </Loaded>
    </>
  );
}

interface ShownProps extends Pick<Given, 'backend'> {
  detector: Detector;
  series: ForecastSeries[];
  hours: number;
  wanted: string | null;
  choose: (key: string) => void;
}

/** One series at a time, the most urgent unless somebody chose another. */
function Shown({ series, hours, wanted, choose, ...given }: ShownProps) {
  const one = series.find(({ labels }) => labelsKey(labels) === wanted) ?? series[0];
  if (!one) {
    return <Muted>The source has no series for this expression now.</Muted>;
  }
  const options = series.map(({ labels }) => ({ value: labelsKey(labels), label: sayLabels(labels) }));
  return (
    <Section aria-label="Forecast">
      {series.length > 1 && (
        <Field label="Series">
          <Combobox id="forecast-series" width={60} options={options} value={labelsKey(one.labels)} onChange={({ value }) => choose(value)} />
        </Field>
      )}
      <ForecastChart key={labelsKey(one.labels)} {...given} series={one} hours={hours} />
    </Section>
  );
}
