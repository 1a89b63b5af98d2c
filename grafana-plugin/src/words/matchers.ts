import type { Labels } from '../api/types';

/** One condition on a label, as Prometheus and Grafana's ad-hoc filters write it. */
export interface Matcher {
  name: string;
  operator: '=' | '!=' | '=~' | '!~';
  value: string;
}

/** The most conditions that the backend takes. */
export const MOST_ASKED = 10;

const PART = /^\s*([a-zA-Z_$][\w{}]*)\s*(=~|!~|!=|=)\s*(.*?)\s*$/s;

/** Read `name=value, pod=~"web-.*"` as people write it. */
export function readMatchers(text: string): Matcher[] {
  return partsOf(text).map((part) => {
    const found = readMatcher(part);
    if (!found) {
      throw new Error(`"${part}" is no condition on labels: write name=value, or with !=, =~ or !~.`);
    }
    return found;
  });
}

/** The conditions in a text, read or not; commas inside quotes belong to the value. */
export function partsOf(text: string): string[] {
  const parts = text.replace(/^\s*\{|\}\s*$/g, '').match(/(?:"(?:[^"\\]|\\.)*"|[^,])+/gs) ?? [];
  return parts.map((part) => part.trim()).filter(Boolean);
}

/** Read one condition; undefined where it is none. */
export function readMatcher(part: string): Matcher | undefined {
  const [, name = '', operator = '', text = ''] = PART.exec(part) ?? [];
  const quoted = /^"(.*)"$/s.exec(text)?.[1];
  // In a pattern a backslash already belongs to what follows it.
  const value = quoted === undefined || operator.includes('~') ? (quoted ?? text) : quoted.replace(/\\(["\\])/g, '$1');
  return name ? { name, operator: operator as Matcher['operator'], value } : undefined;
}

/** Write a condition so that it is read back as it was. */
export function sayMatcher({ name, operator, value }: { name: string; operator: string; value: string }): string {
  return `${name}${operator}${/[,"{}\s]|^$/.test(value) ? inQuotes(value, operator) : value}`;
}

function inQuotes(value: string, operator: string): string {
  return `"${value.replace(operator.includes('~') ? /\\.|"/gs : /["\\]/g, (found) => (found.length > 1 ? found : `\\${found}`))}"`;
}

/** Tell whether labels meet all conditions; a label that is missing counts as empty, as in PromQL, and what is no pattern is met by none. */
export function matchesAll(labels: Labels, matchers: Matcher[]): boolean {
  return matchers.every(({ name, operator, value }) => {
    const is = labels[name] ?? '';
    const isMet = operator.includes('~') ? asPattern(value)?.test(is) : is === value;
    return isMet !== undefined && isMet !== operator.startsWith('!');
  });
}

/** A condition as the backend reads it: a value stands as it is, only one that begins with a quote, and none at all, in quotes. */
export function askedMatcher({ name, operator, value }: Matcher): string {
  const isPlain = value !== '' && !value.startsWith('"');
  return `${name}${operator}${isPlain ? value : inQuotes(value, operator)}`;
}

/** Conditions for lists of anomalies, which know equality only; the rest is narrowed here. */
export function askable(matchers: Matcher[]): string[] {
  return matchers.filter(({ operator }) => operator === '=').slice(0, MOST_ASKED).map(({ name, value }) => `${name}=${value}`);
}

/** A pattern that is no pattern, as while it is still being typed, is undefined. */
function asPattern(value: string): RegExp | undefined {
  try {
    return new RegExp(`^(?:${value})$`, 's');
  } catch {
    return undefined;
  }
}
