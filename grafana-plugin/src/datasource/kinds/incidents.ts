import type { DataFrame } from '@grafana/data';
import type { Incident, LiveEvent } from '../../api/types';
import { incidentsFrame, withRest } from '../frames';
import type { Effect, Kind, Wish } from './base';

export class Incidents implements Kind {
  readonly topics = ['anomalies'];
  private known: Incident[] = [];
  private isCut = false;

  constructor(private readonly wish: Wish) {}

  async load(): Promise<void> {
    const { api, bounds, query } = this.wish;
    const found = await api.incidents({ ...bounds(), state: query.state || undefined });
    this.known = found.items;
    this.isCut = found.isCut;
  }

  frames(): DataFrame[] {
    const shown = this.known.filter((item) => this.isSeen(item));
    return [withRest(incidentsFrame(shown, this.wish.query.refId), this.isCut)];
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
