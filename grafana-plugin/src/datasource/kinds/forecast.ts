import type { DataFrame } from '@grafana/data';
import type { Detector, ForecastAnswer, LiveEvent } from '../../api/types';
import { askedMatcher } from '../../words/matchers';
import { forecastFrames, withTotal } from '../frames';
import { DEFAULT_LIMIT, DEFAULT_POINTS } from '../query';
import type { Effect, Kind, Wish } from './base';

/** As time goes by, a forecast begins in the past: it is made anew every few of its steps. */
const FEW_STEPS = 5;
const LEAST_RENEWAL_MS = 60_000;

export class Forecast implements Kind {
  readonly topics = ['detectors'];
  private known: ForecastAnswer = { series_total: 0, items: [] };
  private detector: Detector | undefined;

  constructor(private readonly wish: Wish) {}

  async load(): Promise<void> {
    const { api, query, matchers } = this.wish;
    const id = query.detector ?? '';
    const asked = api.forecast(id, query.points ?? DEFAULT_POINTS, query.limit ?? DEFAULT_LIMIT, 1, matchers.map(askedMatcher));
    const [detector, answer] = await Promise.all([api.detector(id), asked]);
    this.known = answer;
    this.detector = detector;
  }

  frames(): DataFrame[] {
    const { items, series_total: total } = this.known;
    return withTotal(forecastFrames(items, this.detector, this.wish.query.refId), total, 'those that reach a limit soonest');
  }

  renewAfterMs(): number {
    const [first = 0, second = first] = this.known.items[0]?.timestamps_ms ?? [];
    return Math.max(LEAST_RENEWAL_MS, FEW_STEPS * (second - first));
  }

  hear({ event, detector_id: id }: LiveEvent): Effect {
    return event === 'model_promoted' && id === this.wish.query.detector ? 'load' : 'nothing';
  }
}
