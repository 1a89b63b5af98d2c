import { useCallback, useState } from 'react';
import type { Member } from '../api/managed';
import type { Found, Incident, LiveEvent } from '../api/types';
import type { PageBackend } from './backend';
import type { Asked } from './useAsked';
import { about, useLive } from './useLive';

interface Told {
  incident: Incident;
  members: Found<Member>;
}

const SHOWN = 60;
const MORE = 200;

/** The incidents that began last, and a way to older ones. */
export function useIncidents(backend: PageBackend, state?: 'open' | 'resolved') {
  const { api } = backend;
  const [most, setMost] = useState(MORE);
  const asked = useLive(backend, 'anomalies', about(['incident_']), useCallback(() => api.incidents({ state }, most), [api, state, most]));
  return { asked, showMore: () => setMost((old) => old + MORE) };
}

/** One incident with its anomalies, each with the last word about it: the first that spoke, and a way to the others. */
export function useIncident(backend: PageBackend, id: string) {
  const { manage } = backend;
  const [most, setMost] = useState(SHOWN);
  const ask = useCallback(async () => {
    const [incident, members] = await Promise.all([manage.incident(id), manage.members(id, most)]);
    return { incident, members };
  }, [manage, id, most]);
  const asked: Asked<Told> = useLive(backend, 'anomalies', (event) => isAbout(event, id, asked.value?.incident.members ?? []), ask);
  return { asked, showMore: () => setMost((old) => old + MORE) };
}

/** Whether an event tells of an incident, or of what somebody said of one of its anomalies. */
export function isAbout({ payload: { incident, fingerprint } }: Pick<LiveEvent, 'payload'>, id: string, members: string[]): boolean {
  return incident ? incident.id === id : members.includes(String(fingerprint));
}
