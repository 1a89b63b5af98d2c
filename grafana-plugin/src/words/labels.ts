import type { Labels } from '../api/types';
import { askedMatcher, MOST_ASKED } from './matchers';

const SELDOM_TOLD = new Set(['__name__', 'job', 'instance', 'namespace']);

/** Name a series by the labels that tell it apart. */
export function sayLabels(labels: Labels): string {
  const own = Object.entries(labels).filter(([name]) => !SELDOM_TOLD.has(name) && !isTwice(name, labels));
  const shown = own.length ? own : Object.entries(labels);
  return shown.map(([, value]) => value).join(' · ') || 'all';
}

/** A kind of log lines has its pattern for people and an id for programs. */
function isTwice(name: string, labels: Labels): boolean {
  return name === 'template' && Boolean(labels.pattern);
}

/** Each thing with those of its labels that do not belong to all of them; alone it keeps its own. */
export function ownLabels<Item extends { labels: Labels }>(items: Item[]): Array<[Item, Labels]> {
  const isShared = (name: string, value: string) => items.length > 1 && items.every(({ labels }) => labels[name] === value);
  return items.map((item) => {
    const own = Object.entries(item.labels).filter(([name, value]) => !isShared(name, value));
    return [item, own.length ? Object.fromEntries(own) : item.labels];
  });
}

/** Labels as the backend is asked for them, `name=value`. */
export function askedLabels(labels: Labels): string[] {
  return Object.entries(labels).slice(0, MOST_ASKED).map(([name, value]) => askedMatcher({ name, operator: '=', value }));
}

const keys = new WeakMap<Labels, string>();

/** One text for a set of labels, whatever their order; kept, since live points ask for it all the time. */
export function labelsKey(labels: Labels): string {
  const known = keys.get(labels);
  if (known !== undefined) {
    return known;
  }
  const key = Object.keys(labels).sort().map((name) => `${name}=${labels[name]}`).join('\n');
  keys.set(labels, key);
  return key;
}

/** As much of the beginning as fits, with an ellipsis where something was cut off. */
export function shortened(text: string, fits: (text: string) => boolean): string {
  if (fits(text)) {
    return text;
  }
  let [least, most] = [0, text.length];
  while (least < most) {
    const middle = Math.ceil((least + most) / 2);
    if (fits(`${text.slice(0, middle)}…`)) {
      least = middle;
    } else {
      most = middle - 1;
    }
  }
  return `${text.slice(0, least)}…`;
}
