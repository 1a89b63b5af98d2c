import type { DataFrame } from '@grafana/data';
import type { Detector, LiveEvent, LiveScores, SeriesAnswer } from '../../api/types';
import { askable, matchesAll } from '../../words/matchers';
import { bandFrames, scoreFrames } from '../frames';
import { putScores } from '../merging';
import { DEFAULT_LIMIT } from '../query';
import type { Effect, Kind, Wish } from './base';

/** Values with their band, or the score alone; computed on demand, then carried on by each tick. */
export class Series implements Kind {
  readonly topics: string[];
  private known: SeriesAnswer | null = null;
  private detector: Detector | undefined;

  constructor(private readonly wish: Wish) {
    this.topics = ['detectors', `scores:${wish.query.detector}`];
  }

  async load(): Promise<void> {
    const { api, query, matchers, bounds } = this.wish;
    const id = query.detector ?? '';
    const { fromMs, toMs } = bounds();
    const detector = api.detector(id);
    const answer = await api.series(id, fromMs, toMs, askable(matchers), query.limit ?? DEFAULT_LIMIT);
    this.known = { ...answer, series: answer.series.filter(({ labels }) => matchesAll(labels, matchers)) };
    this.detector = await detector;
  }

  frames(): DataFrame[] {
    const { kind, refId } = this.wish.query;
    if (!this.known) {
      return [];
    }
    return kind === 'score' ? scoreFrames(this.known, refId) : bandFrames(this.known, this.detector, refId);
  }

  hear({ event, detector_id: id }: LiveEvent): Effect {
    return event === 'model_promoted' && id === this.wish.query.detector ? 'load' : 'nothing';
  }

  take(scores: LiveScores): Effect {
    if (!this.known || scores.detector_id !== this.wish.query.detector) {
      return 'nothing';
    }
    this.known = putScores(this.known, scores, this.wish.bounds().fromMs);
    return 'show';
  }
}
