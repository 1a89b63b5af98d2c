import type { MetricFindValue } from '@grafana/data';
import type { BarographApi } from '../api/client';

/** `detectors()`, `severities()` or `label_values(name)`: the last over the labels of anomalies and detectors. */
export async function findValues(api: BarographApi, query: string): Promise<MetricFindValue[]> {
  const wish = query.trim();
  const label = /^label_values\(\s*([a-zA-Z_]\w*)\s*\)$/.exec(wish)?.[1];
  if (label) {
    const [anomalies, detectors] = await Promise.all([api.anomalies({}), api.detectors()]);
    const found = [...anomalies.map(({ labels }) => labels), ...detectors.map(({ spec }) => spec.labels ?? {})]
      .map((labels) => labels[label])
      .filter((value): value is string => value !== undefined);
    return [...new Set(found)].sort().map((text) => ({ text }));
  }
  if (wish === 'severities()') {
    return ['info', 'warning', 'critical'].map((text) => ({ text }));
  }
  if (wish === '' || wish === 'detectors()') {
    return (await api.detectors()).map(({ id, spec }) => ({ text: spec.title || id, value: id }));
  }
  throw new Error('Write detectors(), severities() or label_values(name).');
}
