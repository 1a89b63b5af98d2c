import { useCallback, useEffect, useState } from 'react';
import type { Anomaly, LiveEvent } from '../api/types';
import { putAnomaly } from '../datasource/merging';
import type { PageBackend } from './backend';
import { listen } from './listening';
import type { Asked } from './useAsked';

const DAY_MS = 86_400_000;

/** The anomalies of the last day, kept up to date by the live line. */
export function useAnomalies({ api, liveUrl }: PageBackend, detector?: string): Asked<Anomaly[]> {
  const [anomalies, setAnomalies] = useState<Anomaly[]>();
  const [problem, setProblem] = useState<Error>();
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let isCurrent = true;
    const window = { detector, matchers: [] };
    const early: Anomaly[] = [];
    const load = () =>
      api.anomalies({ detector, fromMs: Date.now() - DAY_MS }).then(
        (listed) => {
          if (isCurrent) {
            setAnomalies(early.reduce((known, item) => putAnomaly(known, item, window), listed));
            setProblem(undefined);
          }
        },
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
  }, [api, liveUrl, detector, turn]);
  const askAgain = useCallback(() => setTurn((count) => count + 1), []);
  return { value: anomalies, problem, askAgain };
}
