import { useCallback, useEffect, useState } from 'react';
import type { Detector } from '../api/types';
import type { PageBackend } from './backend';
import { listen } from './listening';
import { useAsked } from './useAsked';

/** The detectors with their state, live; `turn` starts or stops one, at once to the eye and back if it is refused. */
export function useDetectors({ api, liveUrl }: PageBackend) {
  const { value, problem, askAgain } = useAsked(useCallback(() => api.detectors(), [api]));
  const [detectors, setDetectors] = useState<Detector[]>();
  // What was asked for stays in sight, whatever comes in between, until the answer is there.
  const [wished, setWished] = useState<Record<string, string>>({});
  useEffect(() => setDetectors(value), [value]);
  useEffect(() => {
    const onEvent = ({ event }: { event: string }) => event.startsWith('detector_') && askAgain();
    return listen(liveUrl, 'detectors', onEvent, askAgain);
  }, [liveUrl, askAgain]);
  const turn = useCallback(
    async (detector: Detector) => {
      const { id } = detector;
      const isStarting = detector.health.state === 'stopped';
      const state = isStarting ? 'pending' : 'stopped';
      setWished((known) => ({ ...known, [id]: state }));
      try {
        await (isStarting ? api.start(id) : api.stop(id));
        setDetectors((known) => withState(known, id, state));
      } finally {
        setWished((known) => Object.fromEntries(Object.entries(known).filter(([name]) => name !== id)));
      }
    },
    [api]
  );
  const seen = Object.entries(wished).reduce((known, [id, state]) => withState(known, id, state), detectors);
  return { asked: { value: seen, problem, askAgain }, turn };
}

export function withState(known: Detector[] | undefined, id: string, state: string): Detector[] | undefined {
  return known?.map((item) => (item.id === id ? { ...item, health: { ...item.health, state } } : item));
}
