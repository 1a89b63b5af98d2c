import type { Labels } from '../api/types';

/** One condition on a label, as Prometheus and Grafana's ad-hoc filters write it. */
export interface Matcher {
  name: string;
  operator: '=' | '!=' | '=~' | '!~';
  value: string;
}

/** The most conditions that the backend takes. */
export const MOST_ASKED = 10;

const PART = /^\s*([a-zA-Z_]\w*)\s*(=~|!~|!=|=)\s*(.*?)\s*$/;

/** Read `name=value, pod=~"web-.*"` as people write it; what is no condition is left out. */
export function readMatchers(text: string): Matcher[] {
  return splitAtCommas(text.replace(/^\s*\{|\}\s*$/g, ''))
    .map((part) => PART.exec(part))
    .filter((found) => found !== null)
    .map(([, name = '', operator = '=', value = '']) => ({
      name,
      operator: operator as Matcher['operator'],
      value: value.replace(/^"(.*)"$/, '$1'),
    }));
}

/** Write a condition so that it is read back as it was. */
export function sayMatcher({ name, operator, value }: Matcher): string {
  return `${name}${operator}${/[,"{}\s]|^$/.test(value) ? `"${value}"` : value}`;
}

/** Tell whether labels meet all conditions; a label that is missing counts as empty, as in PromQL. */
export function matchesAll(labels: Labels, matchers: Matcher[]): boolean {
  return matchers.every(({ name, operator, value }) => {
    const is = labels[name] ?? '';
    const isMet = operator.includes('~') ? asPattern(value).test(is) : is === value;
    return operator.startsWith('!') ? !isMet : isMet;
  });
}

/** A condition as the backend reads it: a value stands as it is, only one that begins with a quote, and none at all, in quotes. */
export function askedMatcher({ name, operator, value }: Matcher): string {
  const isPlain = value !== '' && !value.startsWith('"');
  // In a pattern a backslash already belongs to what follows it.
  const escaped = value.replace(operator.includes('~') ? /"/g : /["\\]/g, '\\$&');
  return `${name}${operator}${isPlain ? value : `"${escaped}"`}`;
}

/** Conditions for lists of anomalies, which know equality only; the rest is narrowed here. */
export function askable(matchers: Matcher[]): string[] {
  return matchers.filter(({ operator }) => operator === '=').slice(0, MOST_ASKED).map(({ name, value }) => `${name}=${value}`);
}

function asPattern(value: string): RegExp {
  try {
    return new RegExp(`^(?:${value})$`);
  } catch {
    // A pattern that is still being typed matches nothing.
    return /$^/;
  }
}

/** Commas inside quotes belong to the value. */
function splitAtCommas(text: string): string[] {
  return text.match(/(?:"[^"]*"|[^,"])+/g) ?? [];
}
