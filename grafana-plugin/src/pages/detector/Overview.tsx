import { Alert, RadioButtonGroup, Stack } from '@grafana/ui';
import { useCallback } from 'react';
import { useSearchParams } from 'react-router-dom';
import type { Anomaly } from '../../api/types';
import { AnomalyList } from '../AnomalyList';
import { Loaded } from '../parts/Loaded';
import { Row } from '../parts/Row';
import { SeriesChart } from '../SeriesChart';
import type { Asked } from '../useAsked';
import { useAnomalies } from '../useAnomalies';
import { useLive } from '../useIncidents';
import type { Given } from './given';
import { spanAround } from './spanning';

const HOUR_MS = 3_600_000;
const EVERY_MS = 30_000;
const HEIGHT_PX = 320;
const NONE: Anomaly[] = [];
const MOST_SERIES = 200;
const SPANS = [1, 6, 24, 168].map((value) => ({ value, label: value < 24 ? `${value} h` : `${value / 24} d` }));

/** A detector that was just made has nothing to judge by. */
function isLearning({ value, problem }: Asked<unknown>): boolean {
  return value === undefined && Boolean(problem?.message.includes('model_unavailable'));
}

/** The series with what was expected of them, and the episodes of the last day. */
export function Overview({ backend, detector }: Given) {
  const { api } = backend;
  const { id } = detector;
  const [search, setSearch] = useSearchParams();
  const hours = Number(search.get('hours')) || 6;
  const at = Number(search.get('at')) || undefined;
  const ask = useCallback(async () => {
    const { fromMs, toMs } = spanAround(at, hours * HOUR_MS, Date.now());
    return { fromMs, toMs, answer: await api.series(id, fromMs, toMs, [], MOST_SERIES) };
  }, [api, id, hours, at]);
  const series = useLive(backend, 'detectors', ['model_'], ask, EVERY_MS);
  const { value: anomalies = NONE } = useAnomalies(backend, id);
  const setHours = (value: number) => {
    const next = new URLSearchParams(search);
    next.set('hours', String(value));
    setSearch(next, { replace: true });
  };
  return (
    <Stack direction="column" gap={2}>
      <Row>
        <RadioButtonGroup options={SPANS} value={hours} onChange={setHours} aria-label="Time that is shown" />
      </Row>
      {isLearning(series) ? (
        <Alert severity="info" title="It learns from its history now">
          Its series appear here as soon as the training is done; the tab Training tells how far it is.
        </Alert>
      ) : (
        <Loaded asked={series} what="the series">
          {(found) => <SeriesChart {...found} detector={detector} anomalies={anomalies} height={HEIGHT_PX} />}
        </Loaded>
      )}
      <h3>Episodes of the last day</h3>
      <AnomalyList anomalies={anomalies} empty="Nothing unusual in the last day." />
    </Stack>
  );
}
