import type { Sample } from '../../api/metrics';
import type { Numbers } from '../../api/types';

/** The sums of all that was served under each name at one moment. */
export interface Reading {
  atMs: number;
  totals: Map<string, number>;
}

/** What one chart shows of two readings that follow each other; undefined where it can't be known. */
export interface Chart {
  title: string;
  unit: string;
  read: (now: Reading, before: Reading) => number | undefined;
}

const MOST_READINGS = 240;

export function readingOf(samples: Sample[], atMs: number): Reading {
  const totals = new Map<string, number>();
  for (const { name, labels, value } of samples) {
    const part = labels.outcome ?? labels.le;
    const full = part ? `${name} ${part}` : name;
    totals.set(full, (totals.get(full) ?? 0) + value);
  }
  return { atMs, totals };
}

/** Keep a reading behind the others; the oldest are forgotten. */
export function keep(known: Reading[], next: Reading): Reading[] {
  return [...known, next].slice(-MOST_READINGS);
}

/** How fast a counter grows in a second; one that fell began anew and tells nothing. */
export function rateOf(name: string) {
  return (now: Reading, before: Reading): number | undefined => {
    const grown = (now.totals.get(name) ?? 0) - (before.totals.get(name) ?? 0);
    const seconds = (now.atMs - before.atMs) / 1000;
    return grown < 0 || seconds <= 0 ? undefined : grown / seconds;
  };
}

export function gaugeOf(name: string) {
  return (now: Reading): number | undefined => now.totals.get(name);
}

/** How much of one counter comes with one of another, such as seconds with a tick. */
export function ratioOf(name: string, per: string) {
  return (now: Reading, before: Reading): number | undefined => {
    const [amount, count] = [rateOf(name)(now, before), rateOf(per)(now, before)];
    return amount === undefined || !count ? undefined : amount / count;
  };
}

/** Below which value a share of what a histogram counted between two readings lies, as PromQL's histogram_quantile tells it. */
export function quantileOf(name: string, share: number) {
  const prefix = `${name}_bucket `;
  return (now: Reading, before: Reading): number | undefined => {
    const buckets = [...now.totals]
      .filter(([full]) => full.startsWith(prefix))
      .map(([full, total]) => ({ edge: Number(full.slice(prefix.length).replace('+Inf', 'Infinity')), count: total - (before.totals.get(full) ?? 0) }))
      .sort((a, b) => a.edge - b.edge);
    const wanted = share * (buckets.at(-1)?.count ?? 0);
    const place = buckets.findIndex(({ count }) => count >= wanted);
    const [found, under] = [buckets[place], buckets[place - 1] ?? { edge: 0, count: 0 }];
    if (!found || wanted <= 0) {
      return undefined;
    }
    return found.edge === Infinity ? under.edge : under.edge + ((found.edge - under.edge) * (wanted - under.count)) / (found.count - under.count);
  };
}

/** The points of a chart, one for each pair of readings. */
export function pointsOf({ read }: Chart, readings: Reading[]): { times: number[]; values: Numbers } {
  const pairs = readings.slice(1).map((now, place) => [now, readings[place] as Reading] as const);
  return { times: pairs.map(([{ atMs }]) => atMs), values: pairs.map(([now, before]) => read(now, before) ?? null) };
}
