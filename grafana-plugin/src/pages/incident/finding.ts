import type { Incident } from '../../api/types';

/** Whether an incident has the text in what is told of it, and the state. */
export function isWanted(incident: Incident, text: string, state: string): boolean {
  const told = [incident.title, incident.sentence, ...incident.suspects.map(({ component }) => component)].join(' ');
  return (state === 'all' || incident.state === state) && told.toLowerCase().includes(text.toLowerCase());
}

/** The incident that an anomaly belongs to, for links that know only the anomaly. */
export function ofAnomaly(incidents: Incident[], fingerprint: string | null): Incident | undefined {
  return fingerprint ? incidents.find(({ members }) => members.includes(fingerprint)) : undefined;
}
