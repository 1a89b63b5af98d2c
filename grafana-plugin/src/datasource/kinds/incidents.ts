import type { DataFrame } from '@grafana/data';
import type { Found, Incident, LiveEvent } from '../../api/types';
import { incidentsFrame, withRest } from '../frames';
import { isWithin, LiveList } from '../listing';
import { isChosen, onlyChoice } from '../query';
import type { Effect, Kind, Wish } from './base';
import { Fitting } from './fitting';

export class Incidents implements Kind {
  readonly topics = ['anomalies'];
  private readonly list: LiveList<Incident>;
  private readonly fitting: Fitting;

  constructor(private readonly wish: Wish) {
    this.fitting = new Fitting(wish);
    this.list = new LiveList(
      ({ id }) => id,
      () => {
        const { query, bounds } = wish;
        const span = bounds();
        return (incident) =>
          incident.merged_into === null &&
          isChosen(incident.severity, query.severity) &&
          isChosen(incident.state, query.state) &&
          isWithin(incident, span) &&
          this.fitting.has(incident);
      }
    );
  }

  async load(): Promise<void> {
    const { api, bounds, query } = this.wish;
    const asked = api.incidents({ ...bounds(), state: onlyChoice(query.state) as Incident['state'] | undefined });
    await this.list.load(asked.then((found) => this.withFitting(found)));
  }

  frames(): DataFrame[] {
    return [withRest(incidentsFrame(this.list.seen(), this.wish.query.refId), this.list.isCut)];
  }

  hear({ payload: { anomaly, incident } }: LiveEvent): Effect {
    if (anomaly) {
      this.fitting.hear(anomaly);
    }
    return incident ? this.list.put(incident) : 'nothing';
  }

  /** An incident may have begun long before the time that is looked at, and so may the anomaly by which it fits. */
  private async withFitting(found: Found<Incident>): Promise<Found<Incident>> {
    await this.fitting.load(Math.min(this.wish.bounds().fromMs, ...found.items.map(({ started_ms: ms }) => ms)));
    return found;
  }
}
