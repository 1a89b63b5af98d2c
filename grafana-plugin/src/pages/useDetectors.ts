import { useCallback, useEffect, useState } from 'react';
import type { Detector } from '../api/types';
import type { PageBackend } from './backend';
import { listen } from './listening';
import { complain, turnAll } from './turning';
import { useAsked } from './useAsked';

/** The detectors with their state, live; `turn` starts or stops some, at once to the eye and back where they are refused. */
export function useDetectors({ api, manage, liveUrl }: PageBackend) {
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
    async (chosen: Detector[], isOn: boolean) => {
      const ids = chosen.map(({ id }) => id);
      const state = isOn ? 'pending' : 'stopped';
      setWished((known) => ({ ...known, ...Object.fromEntries(ids.map((id) => [id, state])) }));
      try {
        const refused = await turnAll(ids, (part) => manage.turnDetectors(part, isOn));
        const done = ids.filter((id) => !refused.has(id));
        setDetectors((known) => done.reduce((list, id) => withState(list, id, state), known));
        complain(refused, ids.length);
      } finally {
        setWished((known) => Object.fromEntries(Object.entries(known).filter(([name]) => !ids.includes(name))));
      }
    },
    [manage]
  );
  const seen = Object.entries(wished).reduce((known, [id, state]) => withState(known, id, state), detectors);
  return { asked: { value: seen, problem, askAgain }, turn };
}

export function withState(known: Detector[] | undefined, id: string, state: string): Detector[] | undefined {
  return known?.map((item) => (item.id === id ? { ...item, health: { ...item.health, state } } : item));
}
