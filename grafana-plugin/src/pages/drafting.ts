import type { DetectorSpec } from '../api/types';

export interface Draft {
  title: string;
  source: string;
  expression: string;
  step: string;
}

const LONGEST_NAME = 100;

/** The name that the backend takes: lower case, digits and dashes. */
export function nameFrom(title: string): string {
  const plain = title.normalize('NFKD').toLowerCase().replace(/[^a-z0-9]+/g, '-');
  return plain.slice(0, LONGEST_NAME).replace(/^-+|-+$/g, '');
}

export function specOf({ title, source, expression, step }: Draft): DetectorSpec {
  return {
    name: nameFrom(title),
    title: title.trim(),
    query: { source: source.trim(), expression: expression.trim(), step },
  };
}
