import { useCallback, useEffect, useState } from 'react';
import type { Detector } from '../api/types';
import type { PageBackend } from './backend';
import { listen } from './listening';
import { useAsked } from './useAsked';

/** The detectors with their state, live; `turn` starts or stops one, at once to the eye and back if it is refused. */
export function useDetectors({ api, liveUrl }: PageBackend) {
  const { value, problem, askAgain } = useAsked(useCallback(() => api.detectors(), [api]));
  const [detectors, setDetectors] = useState<Detector[]>();
  useEffect(() => setDetectors(value), [value]);
  useEffect(() => {
    const onEvent = ({ event }: { event: string }) => event.startsWith('detector_') && askAgain();
    return listen(liveUrl, 'detectors', onEvent, askAgain);
  }, [liveUrl, askAgain]);
  const turn = useCallback(
    async (detector: Detector) => {
      const isStarting = detector.health.state === 'stopped';
      setDetectors((known) => withState(known, detector.id, isStarting ? 'pending' : 'stopped'));
      try {
        await (isStarting ? api.start(detector.id) : api.stop(detector.id));
      } catch (refusal) {
        setDetectors((known) => withState(known, detector.id, detector.health.state));
        throw refusal;
      }
    },
    [api]
  );
  return { asked: { value: detectors, problem, askAgain }, turn };
}

export function withState(known: Detector[] | undefined, id: string, state: string): Detector[] | undefined {
  return known?.map((item) => (item.id === id ? { ...item, health: { ...item.health, state } } : item));
}
