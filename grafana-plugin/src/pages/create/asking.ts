import { rangeUtil } from '@grafana/data';
import type { Labels } from '../../api/types';
import { sayNumber } from '../../words/amounts';
import { sayLabels } from '../../words/labels';

/** What the source answered, or what a transform made of it. */
export interface Stage {
  op: string;
  series: number;
  points: number;
  gaps: number;
  smallest: number | null;
  largest: number | null;
  example?: { labels: Labels };
}

/** What is usually asked of a metric of this kind: counters as rates, histograms as a high quantile. */
export function questionFor(metric: string, kind: string | undefined): string {
  if (kind === 'histogram' || metric.endsWith('_bucket')) {
    const bucket = metric.endsWith('_bucket') ? metric : `${metric}_bucket`;
    return `histogram_quantile(0.95, sum by (le) (rate(${bucket}[5m])))`;
  }
  return kind === 'counter' || /_(total|count|sum)$/.test(metric) ? `sum(rate(${metric}[5m]))` : metric;
}

const LEAST_POINTS = 30;
const MOST_SEEN = 20;
const HOUR_MS = 3_600_000;

/** How many hours a look at a query reaches back: one, or as many as it takes to see some points. */
export function hoursFor(step: string): number {
  return Math.max(1, Math.ceil((MOST_SEEN * rangeUtil.intervalToMs(step)) / HOUR_MS));
}

/** The shortest history that a preview can learn something from. */
export function shortHistory(step: string): string {
  return `${LEAST_POINTS * parseInt(step, 10)}${step.replace(/^\d+/, '')}`;
}

/** Whether a preview failed because the source has nothing at all. */
export function isEmptyHanded(message: string): boolean {
  return message.includes('has at most 0 points');
}

/** What the source has for a query, in a sentence. */
export function sayStage({ series_total: series, transform }: { series_total: number; transform: Stage[] }, hours = 1): string {
  const span = `in the last ${hours === 1 ? 'hour' : `${hours} hours`}`;
  const last = transform.at(-1);
  if (!series) {
    return `The source has no series for it ${span}. Look at the labels, or find a metric above.`;
  }
  const values = last && last.smallest !== null && last.largest !== null ? `, values from ${sayNumber(last.smallest)} to ${sayNumber(last.largest)}, ${last.gaps || 'no'} ${last.gaps === 1 ? 'gap' : 'gaps'}` : '';
  const labels = last?.example?.labels ?? {};
  const example = Object.keys(labels).length ? `, such as ${sayLabels(labels)}` : '';
  return `${series} series ${span}${values}${example}.`;
}
