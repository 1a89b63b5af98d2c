import type { DataFrame } from '@grafana/data';
import type { Detector, LiveEvent, LiveScores, SeriesAnswer } from '../../api/types';
import { askedMatcher } from '../../words/matchers';
import { LiveFeed } from '../feed';
import { bandFrames, scoreFrames, withFeed, withTotal } from '../frames';
import { GrowingAnswer } from '../growing';
import { DEFAULT_LIMIT } from '../query';
import type { Effect, Kind, Wish } from './base';

/** An answer is a replay for the engine, so holes wait a little for others. */
const LEAST_PAUSE_MS = 30_000;

/** Values with their band, or the score alone; computed on demand, then carried on by each tick. */
export class Series implements Kind {
  readonly topics: string[];
  readonly feed: LiveFeed;
  private known: GrowingAnswer | null = null;
  private detector: Detector | undefined;
  /** Ticks that overtake an answer which is still being computed. */
  private early: LiveScores[] | undefined;
  /** A tick had no room for one of our series; all its points come with the next answer. */
  private hasHole = false;
  private askedMs = 0;

  constructor(private readonly wish: Wish) {
    this.topics = ['detectors', `scores:${wish.query.detector}`];
    this.feed = new LiveFeed(wish.bounds, (labels) => this.known?.seriesOf(labels));
  }

  async load(): Promise<void> {
    const { api, query, matchers, bounds, now } = this.wish;
    const id = query.detector ?? '';
    const { fromMs, toMs } = bounds();
    this.early = [];
    this.hasHole = false;
    this.askedMs = now();
    // Of what is still to come there are no values.
    const seen = { fromMs, toMs: Math.min(toMs, now()) };
    const labels = matchers.map(askedMatcher);
    const asked = seen.fromMs < seen.toMs ? api.series(id, seen.fromMs, seen.toMs, labels, query.limit ?? DEFAULT_LIMIT) : nothingOf(id);
    const [detector, answer] = await Promise.all([api.detector(id), asked]);
    const known = new GrowingAnswer(answer);
    this.early.forEach((scores) => this.put(known, scores));
    this.early = undefined;
    this.known = known;
    this.detector = detector;
  }

  frames(): DataFrame[] {
    const { kind, refId } = this.wish.query;
    if (!this.known) {
      return [];
    }
    const known = this.known.since(this.wish.bounds().fromMs);
    const frames = kind === 'score' ? scoreFrames(known, refId) : bandFrames(known, this.detector, refId);
    return withTotal(withFeed(frames, this.feed), known.series_total, 'the strangest');
  }

  hear({ event, detector_id: id }: LiveEvent): Effect {
    return event === 'model_promoted' && id === this.wish.query.detector ? 'load' : 'nothing';
  }

  take(scores: LiveScores): Effect {
    if (scores.detector_id !== this.wish.query.detector) {
      return 'nothing';
    }
    this.early?.push(scores);
    if (!this.known) {
      return 'nothing';
    }
    this.put(this.known, scores);
    this.feed.tell();
    return this.hasHole && this.wish.now() - this.askedMs >= LEAST_PAUSE_MS ? 'load' : 'show';
  }

  private put(known: GrowingAnswer, scores: LiveScores): void {
    const isWhole = known.put(scores, this.wish.bounds().fromMs);
    this.hasHole ||= !isWhole && Boolean(scores.left_off);
  }
}

function nothingOf(detector: string): SeriesAnswer {
  return { detector, timestamps_ms: [], series_total: 0, series: [] };
}
