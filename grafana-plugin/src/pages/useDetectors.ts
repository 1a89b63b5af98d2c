import { useCallback, useEffect, useState } from 'react';
import type { Detector } from '../api/types';
import type { PageBackend } from './backend';
import { complain, turnAll } from './turning';
import { about, useLive } from './useLive';

/** The detectors with their state, live; `turn` starts or stops some, at once to the eye and back where they are refused. */
export function useDetectors(backend: PageBackend) {
  const { api, manage } = backend;
  const asked = useLive(backend, 'detectors', about(['detector_']), useCallback(() => api.detectors(), [api]));
  const { value } = asked;
  const [detectors, setDetectors] = useState<Detector[]>();
  // What was asked for stays in sight, whatever comes in between, until the answer is there.
  const [wished, setWished] = useState<ReadonlyMap<string, string>>(new Map());
  useEffect(() => setDetectors(value), [value]);
  const turn = useCallback(
    async (chosen: Detector[], isOn: boolean) => {
      const ids = chosen.map(({ id }) => id);
      const state = isOn ? 'pending' : 'stopped';
      setWished((known) => new Map([...known, ...ids.map((id) => [id, state] as const)]));
      try {
        const refused = await turnAll(ids, (part) => manage.turnDetectors(part, isOn));
        const done = ids.filter((id) => !refused.has(id));
        setDetectors((known) => withStates(known, new Map(done.map((id) => [id, state]))));
        complain(refused, ids.length);
      } finally {
        const answered = new Set(ids);
        setWished((known) => new Map([...known].filter(([id]) => !answered.has(id))));
      }
    },
    [manage]
  );
  return { asked: { ...asked, value: withStates(detectors, wished) }, turn };
}

function withStates(known: Detector[] | undefined, states: ReadonlyMap<string, string>): Detector[] | undefined {
  return states.size ? known?.map((item) => ({ ...item, health: { ...item.health, state: states.get(item.id) ?? item.health.state } })) : known;
}
