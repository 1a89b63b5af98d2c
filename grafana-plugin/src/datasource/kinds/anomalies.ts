import type { DataFrame } from '@grafana/data';
import type { Anomaly, Detector, LiveEvent } from '../../api/types';
import { askable } from '../../words/matchers';
import { anomaliesFrame, withRest } from '../frames';
import { isSeen, putAnomaly, Window } from '../merging';
import { detectorsById, Effect, Kind, Wish } from './base';

export class Anomalies implements Kind {
  readonly topics = ['anomalies'];
  private known: Anomaly[] = [];
  /** News that overtake a list which is still being asked for. */
  private early: Anomaly[] | undefined;
  private isFilled = false;
  private isCut = false;
  private detectors = new Map<string, Detector>();
  private readonly window: Window;

  constructor(private readonly wish: Wish) {
    const { detector, severity, state } = wish.query;
    this.window = { detector, matchers: wish.matchers, severity, state };
  }

  async load(): Promise<void> {
    const { api, query, matchers, bounds } = this.wish;
    const { detector, severity, state } = query;
    this.early = [];
    const asked = api.anomalies({ detector, severity, state, labels: askable(matchers), ...bounds() });
    const [detectors, listed] = await Promise.all([detectorsById(api), asked]);
    this.isCut = listed.isCut;
    const seen = listed.items.filter((item) => isSeen(item, this.window));
    this.known = this.early.reduce((known, item) => putAnomaly(known, item, this.window), seen);
    this.early = undefined;
    this.isFilled = true;
    this.detectors = detectors;
  }

  frames(): DataFrame[] {
    return [withRest(anomaliesFrame(this.known, this.detectors, this.wish.query.refId), this.isCut)];
  }

  hear({ payload: { anomaly } }: LiveEvent): Effect {
    if (!anomaly) {
      return 'nothing';
    }
    this.early?.push(anomaly);
    this.known = putAnomaly(this.known, anomaly, this.window);
    return this.isFilled ? 'show' : 'nothing';
  }
}
