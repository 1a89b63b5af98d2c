import type { AutomationSpec } from '../../api/automated';

/** When a rule acts, in a line: the conditions that somebody wrote, as they wrote them. */
export function sayWhen({ when }: Pick<AutomationSpec, 'when'>): string {
  const parts = Object.entries(when)
    .filter(([, value]) => !isEmpty(value))
    .map(([name, value]) => `${name}: ${Array.isArray(value) ? value.map(sayPart).join(', ') : sayPart(value)}`);
  return parts.join(' · ') || 'always';
}

export function sayThen({ then }: Pick<AutomationSpec, 'then'>): string {
  return then.map(({ type }) => type.replaceAll('_', ' ')).join(', then ');
}

function sayPart(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === '' || (typeof value === 'object' && Object.keys(value).length === 0);
}
