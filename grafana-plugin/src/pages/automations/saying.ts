import type { AutomationSpec } from '../../api/automated';
import { sayValue } from '../../words/amounts';

/** When a rule acts, in a line: the conditions that somebody wrote, as they wrote them. */
export function sayWhen({ when }: Pick<AutomationSpec, 'when'>): string {
  const parts = Object.entries(when)
    .filter(([, value]) => !isEmpty(value))
    .map(([name, value]) => (name === 'events' ? (value as string[]).map(sayEvent).join(', ') : `${name} ${sayValue(value)}`));
  return parts.join(' · ') || 'always';
}

/** The type of an event as people say it: incident_opened is an incident opened. */
export function sayEvent(type: string): string {
  return type.replaceAll('_', ' ');
}

export function sayThen({ then }: Pick<AutomationSpec, 'then'>): string {
  return then.map(({ type }) => type.replaceAll('_', ' ')).join(', then ');
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === '' || (typeof value === 'object' && Object.keys(value).length === 0);
}
