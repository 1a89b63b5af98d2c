import { Alert, RadioButtonGroup, Stack } from '@grafana/ui';
import { useCallback } from 'react';
import type { Anomaly, Detector } from '../../api/types';
import { AnomalyList } from '../AnomalyList';
import { Loaded } from '../parts/Loaded';
import { Row } from '../parts/Row';
import { SeriesChart } from '../SeriesChart';
import type { Asked } from '../useAsked';
import { useAnomalies } from '../useAnomalies';
import { about, useLive } from '../useLive';
import type { Given } from './given';
import { hoursOf, lengthsOf, spanOf } from './spanning';
import { useAddress } from '../useAddress';

const EVERY_MS = 30_000;
const HEIGHT_PX = 320;
const NONE: Anomaly[] = [];
const MOST_SERIES = 200;
const SPANS = lengthsOf([1, 6, 24, 168]);

/** A detector that was just made has nothing to judge by. */
function isLearning({ value, problem }: Asked<unknown>): boolean {
  return value === undefined && Boolean(problem?.message.includes('model_unavailable'));
}

/** What it says instead of its series until it has learnt; a training that failed is not under way. */
function Learning({ health: { error_code: code } }: Pick<Detector, 'health'>) {
  const failure = code !== null && code !== 'model_unavailable';
  return (
    <Alert severity={failure ? 'warning' : 'info'} title={failure ? 'It could not learn yet' : 'It learns from its history now'}>
      {failure ? 'Why stands above. It tries again by itself; the tab Training shows each try.' : 'Its series appear here as soon as the training is done; the tab Training tells how far it is.'}
    </Alert>
  );
}

/** The series with what was expected of them, and the episodes of the same time. */
export function Overview({ backend, detector }: Given) {
  const { api } = backend;
  const { id } = detector;
  const [search, change] = useAddress();
  const address = search.toString();
  const bounds = useCallback(() => spanOf(new URLSearchParams(address), Date.now()), [address]);
  const ask = useCallback(async (signal: AbortSignal) => {
    const { fromMs, toMs } = bounds();
    return { fromMs, toMs, answer: await api.until(signal).series(id, fromMs, toMs, [], MOST_SERIES) };
  }, [api, id, bounds]);
  const isNow = bounds().toMs > Date.now() - EVERY_MS;
  const series = useLive(backend, 'detectors', about(['model_'], id), ask, isNow ? EVERY_MS : undefined);
  const { value: anomalies = NONE } = useAnomalies(backend, bounds, id);
  const setHours = (value: number) => change({ from: undefined, to: undefined, at: undefined, hours: String(value) });
  return (
    <Stack direction="column" gap={2}>
      <Row>
        <RadioButtonGroup options={SPANS} value={hoursOf(search)} onChange={setHours} aria-label="Time that is shown" />
      </Row>
      {isLearning(series) ? (
        <Learning health={detector.health} />
      ) : (
        <Loaded asked={series} what="the series">
          {(found) => <SeriesChart {...found} detector={detector} anomalies={anomalies} height={HEIGHT_PX} />}
        </Loaded>
      )}
      <h3>Episodes of this time</h3>
      <AnomalyList anomalies={anomalies} empty="Nothing unusual in this time." />
    </Stack>
  );
}
