import type { DataFrame } from '@grafana/data';
import type { Detector, ForecastSeries, LiveEvent } from '../../api/types';
import { matchesAll } from '../../words/matchers';
import { forecastFrames } from '../frames';
import { DEFAULT_LIMIT, DEFAULT_POINTS } from '../query';
import type { Effect, Kind, Wish } from './base';

export class Forecast implements Kind {
  readonly topics = ['detectors'];
  private known: ForecastSeries[] = [];
  private detector: Detector | undefined;

  constructor(private readonly wish: Wish) {}

  async load(): Promise<void> {
    const { api, query, matchers } = this.wish;
    const id = query.detector ?? '';
    const asked = api.forecast(id, query.points ?? DEFAULT_POINTS, query.limit ?? DEFAULT_LIMIT);
    const [detector, answer] = await Promise.all([api.detector(id), asked]);
    this.known = answer.filter(({ labels }) => matchesAll(labels, matchers));
    this.detector = detector;
  }

  frames(): DataFrame[] {
    return forecastFrames(this.known, this.detector, this.wish.query.refId);
  }

  hear({ event, detector_id: id }: LiveEvent): Effect {
    return event === 'model_promoted' && id === this.wish.query.detector ? 'load' : 'nothing';
  }
}
