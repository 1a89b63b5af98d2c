import { useCallback, useEffect } from 'react';
import type { PageBackend } from './backend';
import { listen } from './listening';
import { Asked, useAsked } from './useAsked';

/** An answer that is asked for again when an event of these kinds comes over the live line. */
export function useLive<Value>({ liveUrl }: PageBackend, topic: string, kinds: string[], ask: () => Promise<Value>, everyMs?: number): Asked<Value> {
  const asked = useAsked(ask, everyMs);
  const { askAgain } = asked;
  const wanted = kinds.join(' ');
  useEffect(() => {
    const onEvent = ({ event }: { event: string }) => wanted.split(' ').some((kind) => event.startsWith(kind)) && askAgain();
    return listen(liveUrl, topic, onEvent, askAgain);
  }, [liveUrl, topic, wanted, askAgain]);
  return asked;
}

export function useIncidents(backend: PageBackend) {
  return useLive(backend, 'anomalies', ['incident_'], backend.manage.incidents);
}

/** One incident with its anomalies; an anomaly that is forgotten already is left out. */
export function useIncident(backend: PageBackend, id: string) {
  const { manage } = backend;
  const ask = useCallback(async () => {
    const incident = await manage.incident(id);
    const found = await Promise.allSettled(incident.members.slice(0, MOST_MEMBERS).map((one) => manage.anomaly(one)));
    const anomalies = found.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    return { incident, anomalies: anomalies.sort((a, b) => a.started_ms - b.started_ms) };
  }, [manage, id]);
  return useLive(backend, 'anomalies', ['incident_', 'feedback_'], ask);
}

const MOST_MEMBERS = 60;
