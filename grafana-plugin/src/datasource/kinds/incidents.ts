import type { DataFrame } from '@grafana/data';
import type { Incident, LiveEvent } from '../../api/types';
import { incidentsFrame } from '../frames';
import type { Effect, Kind, Wish } from './base';

export class Incidents implements Kind {
  readonly topics = ['anomalies'];
  private known: Incident[] = [];

  constructor(private readonly wish: Wish) {}

  async load(): Promise<void> {
    this.known = await this.wish.api.incidents();
  }

  frames(): DataFrame[] {
    return [incidentsFrame(this.known.filter((item) => this.isSeen(item)), this.wish.query.refId)];
  }

  hear({ payload: { incident } }: LiveEvent): Effect {
    if (!incident) {
      return 'nothing';
    }
    const others = this.known.filter(({ id }) => id !== incident.id);
    this.known = [incident, ...others].sort((a, b) => b.started_ms - a.started_ms);
    return 'show';
  }

  private isSeen({ severity, state, started_ms: startMs, ended_ms: endMs, merged_into: mergedInto }: Incident): boolean {
    const { query, bounds } = this.wish;
    const { fromMs, toMs } = bounds();
    return (
      mergedInto === null &&
      (!query.severity || severity === query.severity) &&
      (!query.state || state === query.state) &&
      startMs <= toMs &&
      (endMs ?? toMs) >= fromMs
    );
  }
}
