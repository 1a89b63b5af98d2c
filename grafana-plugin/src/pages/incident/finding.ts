import type { Incident } from '../../api/types';
import { isFoundIn } from '../../words/finding';

/** Whether an incident has the text in what is told of it. */
export function isWanted(incident: Incident, text: string): boolean {
  return isFoundIn([incident.title, incident.sentence, ...incident.suspects.map(({ component }) => component)], text);
}
