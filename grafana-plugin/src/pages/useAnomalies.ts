import { useEffect, useState } from 'react';
import type { Anomaly, LiveEvent } from '../api/types';
import { putAnomaly } from '../datasource/merging';
import type { PageBackend } from './backend';
import { listen } from './listening';

const DAY_MS = 86_400_000;

/** The anomalies of the last day, kept up to date by the live line. */
export function useAnomalies({ api, liveUrl }: PageBackend, detector?: string) {
  const [anomalies, setAnomalies] = useState<Anomaly[]>();
  const [problem, setProblem] = useState<Error>();
  useEffect(() => {
    let isCurrent = true;
    const window = { detector, matchers: [] };
    const early: Anomaly[] = [];
    const load = () =>
      api.anomalies({ detector, fromMs: Date.now() - DAY_MS }).then(
        (listed) => isCurrent && setAnomalies(early.reduce((known, item) => putAnomaly(known, item, window), listed)),
        (failure: Error) => isCurrent && setProblem(failure)
      );
    const take = ({ payload: { anomaly } }: LiveEvent) => {
      if (anomaly) {
        early.push(anomaly);
        setAnomalies((known) => known && putAnomaly(known, anomaly, window));
      }
    };
    const stop = listen(liveUrl, 'anomalies', take, () => void load());
    void load();
    return () => {
      isCurrent = false;
      stop();
    };
  }, [api, liveUrl, detector]);
  return { anomalies, problem };
}
