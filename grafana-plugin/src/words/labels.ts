import type { Labels } from '../api/types';

const SELDOM_TOLD = new Set(['__name__', 'job', 'instance', 'namespace']);

/** Name a series by the labels that tell it apart. */
export function sayLabels(labels: Labels): string {
  const own = Object.entries(labels).filter(([name]) => !SELDOM_TOLD.has(name));
  const shown = own.length ? own : Object.entries(labels);
  return shown.map(([, value]) => value).join(' · ') || 'all';
}

export function sameLabels(a: Labels, b: Labels): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}

/** Read `name=value, name="value"` as people write it into the API's `name=value`. */
export function parseMatchers(text: string): string[] {
  return text
    .replace(/[{}]/g, '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part.includes('='))
    .map((part) => {
      const at = part.indexOf('=');
      const value = part.slice(at + 1).trim().replace(/^"(.*)"$/, '$1');
      return `${part.slice(0, at).trim()}=${value}`;
    });
}
