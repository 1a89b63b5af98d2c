import type { DataFrame } from '@grafana/data';
import type { Anomaly, Detector, LiveEvent } from '../../api/types';
import { askable } from '../../words/matchers';
import { anomaliesFrame, withRest } from '../frames';
import { anomaliesIn, LiveList } from '../listing';
import { onlyChoice } from '../query';
import { detectorsById, Effect, Kind, Wish } from './base';

export class Anomalies implements Kind {
  readonly topics = ['anomalies'];
  private readonly list: LiveList<Anomaly>;
  private detectors = new Map<string, Detector>();

  constructor(private readonly wish: Wish) {
    const { query, matchers, bounds } = wish;
    const { detector, severity, state } = query;
    this.list = anomaliesIn({ detector, matchers, severity, state, bounds });
  }

  async load(): Promise<void> {
    const { api, query, matchers, bounds } = this.wish;
    const { detector, severity, state } = query;
    const choice = { severity: onlyChoice(severity), state: onlyChoice(state) };
    const asked = api.anomalies({ detector, ...choice, labels: askable(matchers), ...bounds() });
    const [detectors] = await Promise.all([detectorsById(api), this.list.load(asked)]);
    this.detectors = detectors;
  }

  frames(): DataFrame[] {
    return [withRest(anomaliesFrame(this.list.seen(), this.detectors, this.wish.query.refId), this.list.isCut)];
  }

  hear({ payload: { anomaly } }: LiveEvent): Effect {
    return anomaly ? this.list.put(anomaly) : 'nothing';
  }
}
