import type { MetricFindValue } from '@grafana/data';
import type { BarographApi } from '../api/client';
import type { Labels } from '../api/types';

const FORMS: Array<[RegExp, (api: BarographApi, word: string) => Promise<MetricFindValue[]>]> = [
  [/^(?:detectors\(\))?$/, detectors],
  [/^detectors\(\s*(\w+)\s*\)$/, detectorsInState],
  [/^incidents\(\)$/, incidents],
  [/^severities\(\)$/, async () => ['info', 'warning', 'critical'].map((text) => ({ text }))],
  [/^states\(\)$/, async () => ['open', 'resolved'].map((text) => ({ text }))],
  [/^label_names\(\)$/, async (api) => asValues((await knownLabels(api)).flatMap(Object.keys))],
  [/^label_values\(\s*([a-zA-Z_]\w*)\s*\)$/, (api, name) => labelValues(api, name)],
];

/** `detectors()`, `detectors(failing)`, `incidents()`, `severities()`, `states()`, `label_names()` or `label_values(name)`. */
export async function findValues(api: BarographApi, query: string): Promise<MetricFindValue[]> {
  for (const [form, find] of FORMS) {
    const found = form.exec(query.trim());
    if (found) {
      return find(api, found[1] ?? '');
    }
  }
  throw new Error('Write detectors(), detectors(state), incidents(), severities(), states(), label_names() or label_values(name).');
}

/** The labels that anomalies and detectors carry, and those of one detector's series where one is given. */
export async function knownLabels(api: BarographApi, detector?: string): Promise<Labels[]> {
  const [{ items: anomalies }, detectors] = await Promise.all([api.anomalies({ detector }), api.detectors()]);
  const own = detectors.filter(({ id }) => !detector || id === detector).map(({ spec }) => spec.labels ?? {});
  return [...anomalies.map(({ labels }) => labels), ...own, ...(detector ? await seriesLabels(api, detector) : [])];
}

export async function labelValues(api: BarographApi, name: string): Promise<MetricFindValue[]> {
  return asValues((await knownLabels(api)).map((labels) => labels[name]));
}

const A_MOMENT_MS = 300_000;

async function seriesLabels(api: BarographApi, detector: string): Promise<Labels[]> {
  const now = Date.now();
  // A detector that has no model yet has no series, but still has a name to type labels after.
  const answer = await api.series(detector, now - A_MOMENT_MS, now, [], 500).catch(() => ({ series: [] }));
  return answer.series.map(({ labels }) => labels);
}

async function detectors(api: BarographApi): Promise<MetricFindValue[]> {
  return (await api.detectors()).map(({ id, spec }) => ({ text: spec.title || id, value: id }));
}

async function detectorsInState(api: BarographApi, state: string): Promise<MetricFindValue[]> {
  const found = (await api.detectors()).filter(({ health }) => health.state === state);
  return found.map(({ id, spec }) => ({ text: spec.title || id, value: id }));
}

async function incidents(api: BarographApi): Promise<MetricFindValue[]> {
  return (await api.incidents({}, 100)).items.map(({ id, title }) => ({ text: title, value: id }));
}

function asValues(found: Array<string | undefined>): MetricFindValue[] {
  return [...new Set(found.filter((value) => value !== undefined))].sort().map((text) => ({ text }));
}
