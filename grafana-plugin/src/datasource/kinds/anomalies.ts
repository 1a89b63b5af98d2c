import type { DataFrame } from '@grafana/data';
import type { Anomaly, Detector, LiveEvent } from '../../api/types';
import { askable } from '../../words/matchers';
import { anomaliesFrame } from '../frames';
import { isSeen, putAnomaly, Window } from '../merging';
import { detectorsById, Effect, Kind, Wish } from './base';

export class Anomalies implements Kind {
  readonly topics = ['anomalies'];
  private known: Anomaly[] = [];
  private early: Anomaly[] = [];
  private isFilled = false;
  private detectors = new Map<string, Detector>();
  private readonly window: Window;

  constructor(private readonly wish: Wish) {
    const { detector, severity, state } = wish.query;
    this.window = { detector, matchers: wish.matchers, severity, state };
  }

  async load(): Promise<void> {
    const { api, query, matchers, bounds } = this.wish;
    const { detector, severity, state } = query;
    const detectors = detectorsById(api);
    const listed = await api.anomalies({ detector, severity, state, labels: askable(matchers), ...bounds() });
    const seen = listed.filter((item) => isSeen(item, this.window));
    this.known = this.early.reduce((known, item) => putAnomaly(known, item, this.window), seen);
    this.early = [];
    this.isFilled = true;
    this.detectors = await detectors;
  }

  frames(): DataFrame[] {
    return [anomaliesFrame(this.known, this.detectors, this.wish.query.refId)];
  }

  hear({ payload: { anomaly } }: LiveEvent): Effect {
    if (!anomaly) {
      return 'nothing';
    }
    if (!this.isFilled) {
      // News that overtake the first list wait for it.
      this.early.push(anomaly);
      return 'nothing';
    }
    this.known = putAnomaly(this.known, anomaly, this.window);
    return 'show';
  }
}
