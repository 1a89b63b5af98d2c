import type { Incident } from '../../api/types';

/** Whether an incident has the text in what is told of it. */
export function isWanted(incident: Incident, text: string): boolean {
  const told = [incident.title, incident.sentence, ...incident.suspects.map(({ component }) => component)].join(' ');
  return told.toLowerCase().includes(text.toLowerCase());
}
