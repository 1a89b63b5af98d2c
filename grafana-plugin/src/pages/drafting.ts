import type { DetectorSpec } from '../api/types';

export interface Draft {
  title: string;
  source: string;
  expression: string;
  step: string;
  /** How many alerts a week are welcome; the policy keeps to it. */
  alertsPerWeek: number;
}

/** The draft that an address holds, as a link from a panel or a colleague gives it. */
export function draftIn(search: URLSearchParams): Draft {
  return {
    title: search.get('title') ?? '',
    source: search.get('source') ?? 'prometheus',
    expression: search.get('expression') ?? '',
    step: search.get('step') ?? '1m',
    alertsPerWeek: Number(search.get('alerts')) || 2,
  };
}

/** What an address says of a draft. */
export function addressOf({ alertsPerWeek, ...texts }: Draft): Record<string, string> {
  return { ...texts, alerts: String(alertsPerWeek) };
}

const LONGEST_NAME = 100;

/** The name that the backend takes: lower case, digits and dashes. */
export function nameFrom(title: string): string {
  const plain = title.normalize('NFKD').toLowerCase().replace(/[^a-z0-9]+/g, '-');
  return plain.slice(0, LONGEST_NAME).replace(/^-+|-+$/g, '');
}

/** What stands under a title while somebody writes it. */
export function sayName(title: string): string {
  const name = nameFrom(title);
  return name ? `Its name will be ${name}` : 'What people read; its name is made of it';
}

export function specOf({ title, source, expression, step, alertsPerWeek }: Draft): DetectorSpec {
  return {
    name: nameFrom(title),
    title: title.trim(),
    query: { source: source.trim(), expression: expression.trim(), step },
    policy: { budget: { alerts: alertsPerWeek, per: '1w' } },
  };
}

/** What a rehearsal found, in a line. */
export function sayRehearsal(result: { episodes_total: number; quality: { alerts_a_week: number } }, days: number): string {
  const { episodes_total: total, quality } = result;
  const span = days === 1 ? 'day' : `${days} days`;
  return `It would have seen ${total} ${total === 1 ? 'anomaly' : 'anomalies'} in the last ${span}: ${quality.alerts_a_week.toFixed(1)} alerts a week`;
}
