import { useCallback, useEffect, useState } from 'react';
import type { Anomaly, LiveEvent } from '../api/types';
import { anomaliesIn } from '../datasource/listing';
import type { Bounds } from '../datasource/span';
import type { PageBackend } from './backend';
import { listen } from './listening';
import type { Asked } from './useAsked';

const DAY_MS = 86_400_000;

/** The bounds of the last day, at this moment. */
export function lastDay(): Bounds {
  return { fromMs: Date.now() - DAY_MS, toMs: Date.now() };
}

/** The anomalies that were open at some moment of a time, kept up to date by the live line. */
export function useAnomalies({ api, liveUrl }: PageBackend, bounds: () => Bounds, detector?: string): Asked<Anomaly[]> {
  const [anomalies, setAnomalies] = useState<Anomaly[]>();
  const [problem, setProblem] = useState<Error>();
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let isCurrent = true;
    const list = anomaliesIn({ detector, matchers: [], bounds });
    const tell = (failure?: Error) => {
      if (isCurrent) {
        setAnomalies(list.isFilled ? list.seen() : undefined);
        setProblem(failure);
      }
    };
    const load = () => list.load(api.anomalies({ detector, ...bounds() })).then(() => tell(), tell);
    const take = ({ payload: { anomaly } }: LiveEvent) => {
      if (anomaly && list.put(anomaly) === 'show') {
        tell();
      }
    };
    const stop = listen(liveUrl, 'anomalies', take, () => void load());
    void load();
    return () => {
      isCurrent = false;
      stop();
    };
  }, [api, liveUrl, bounds, detector, turn]);
  const askAgain = useCallback(() => setTurn((count) => count + 1), []);
  return { value: anomalies, problem, askAgain };
}
