import type { Anomaly, Incident } from '../../api/types';
import { askable, matchesAll } from '../../words/matchers';
import type { Wish } from './base';

/** Incidents have no labels of their own: those fit of which an anomaly does. */
export class Fitting {
  private readonly fingerprints = new Set<string>();

  constructor(private readonly wish: Wish) {}

  /** Ask which anomalies fit that were open since a moment; without conditions all do. */
  async load(fromMs: number): Promise<void> {
    const { api, matchers, bounds } = this.wish;
    if (matchers.length) {
      const { items } = await api.anomalies({ labels: askable(matchers), fromMs, toMs: bounds().toMs });
      items.forEach((anomaly) => this.hear(anomaly));
    }
  }

  hear(anomaly: Anomaly): void {
    if (this.wish.matchers.length && matchesAll(anomaly.labels, this.wish.matchers)) {
      this.fingerprints.add(anomaly.fingerprint);
    }
  }

  has({ members }: Incident): boolean {
    return !this.wish.matchers.length || members.some((fingerprint) => this.fingerprints.has(fingerprint));
  }
}
