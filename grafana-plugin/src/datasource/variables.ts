import type { MetricFindValue } from '@grafana/data';
import type { BarographApi } from '../api/client';
import { knownLabels } from './labelling';

const FORMS: Array<[RegExp, (api: BarographApi, word: string) => Promise<MetricFindValue[]>]> = [
  [/^(?:detectors\(\))?$/, detectors],
  [/^detectors\(\s*(\w+)\s*\)$/, detectorsInState],
  [/^incidents\(\)$/, incidents],
  [/^severities\(\)$/, async () => ['info', 'warning', 'critical'].map((text) => ({ text }))],
  [/^states\(\)$/, async () => ['open', 'resolved'].map((text) => ({ text }))],
  [/^label_names\(\)$/, async (api) => asValues((await knownLabels(api)).keys())],
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

export async function labelValues(api: BarographApi, name: string): Promise<MetricFindValue[]> {
  return asValues((await knownLabels(api)).get(name) ?? []);
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

function asValues(found: Iterable<string>): MetricFindValue[] {
  return [...found].sort().map((text) => ({ text }));
}
