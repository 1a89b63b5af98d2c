import type { BarographApi } from '../api/client';
import type { Labels } from '../api/types';

/** Values by the name of their label. */
type KnownLabels = Map<string, Set<string>>;

/** Whoever types asks at each pause, and labels seldom change. */
const FRESH_MS = 60_000;
const MOST_ANOMALIES = 500;

interface Answered {
  atMs: number;
  labels: Promise<KnownLabels>;
}

const answered = new WeakMap<BarographApi, Map<string, Answered>>();

/** The labels of what detectors see, or one of them, and of their latest anomalies, whose series may be gone. */
export function knownLabels(api: BarographApi, detector = '', now = Date.now): Promise<KnownLabels> {
  const known = answered.get(api) ?? new Map<string, Answered>();
  answered.set(api, known);
  const kept = known.get(detector);
  if (kept && now() - kept.atMs < FRESH_MS) {
    return kept.labels;
  }
  const labels = ask(api, detector);
  known.set(detector, { atMs: now(), labels });
  labels.catch(() => known.delete(detector));
  return labels;
}

async function ask(api: BarographApi, detector: string): Promise<KnownLabels> {
  const anomalies = api.anomalies({ detector }, MOST_ANOMALIES);
  const [seen, { items }] = await Promise.all([api.labels(detector), anomalies]);
  const found: KnownLabels = new Map(seen.map(({ name, values }) => [name, new Set(values)]));
  items.forEach(({ labels }) => addAll(found, labels));
  return found;
}

function addAll(found: KnownLabels, labels: Labels): void {
  for (const [name, value] of Object.entries(labels)) {
    found.set(name, (found.get(name) ?? new Set()).add(value));
  }
}
