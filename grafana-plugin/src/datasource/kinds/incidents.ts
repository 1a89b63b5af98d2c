import type { DataFrame } from '@grafana/data';
import type { Incident, LiveEvent } from '../../api/types';
import { incidentsFrame, withRest } from '../frames';
import { isWithin, LiveList } from '../listing';
import type { Effect, Kind, Wish } from './base';

export class Incidents implements Kind {
  readonly topics = ['anomalies'];
  private readonly list: LiveList<Incident>;

  constructor(private readonly wish: Wish) {
    const { query, bounds } = wish;
    this.list = new LiveList(
      ({ id }) => id,
      (incident) =>
        incident.merged_into === null &&
        (!query.severity || incident.severity === query.severity) &&
        (!query.state || incident.state === query.state) &&
        isWithin(incident, bounds())
    );
  }

  async load(): Promise<void> {
    const { api, bounds, query } = this.wish;
    await this.list.load(api.incidents({ ...bounds(), state: query.state || undefined }));
  }

  frames(): DataFrame[] {
    return [withRest(incidentsFrame(this.list.seen(), this.wish.query.refId), this.list.isCut)];
  }

  hear({ payload: { incident } }: LiveEvent): Effect {
    return incident ? this.list.put(incident) : 'nothing';
  }
}
