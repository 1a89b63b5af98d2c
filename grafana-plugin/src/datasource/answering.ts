import type { DataFrame } from '@grafana/data';
import { Observable } from 'rxjs';
import type { BarographApi } from '../api/client';
import type { LiveState } from '../api/live';
import type { LiveHub } from '../api/sharing';
import type { Anomaly, Detector, SeriesAnswer } from '../api/types';
import { parseMatchers } from '../words/labels';
import { anomaliesFrame, bandFrames, healthFrame, scoreFrames } from './frames';
import { putAnomaly, putScores, Window } from './merging';
import { BarographQuery, DEFAULT_LIMIT } from './query';

export interface Span {
  fromMs: number;
  toMs: number;
  isLive: boolean;
}

export interface Backend {
  api: BarographApi;
  hub: LiveHub;
  liveUrl: string;
}

export interface Answer {
  frames: DataFrame[];
  /** Undefined where the time range ends in the past, so that nothing more will come. */
  live?: LiveState;
}

/** First everything that is known, then what comes: a panel is complete at once and stays so. */
export function answer(backend: Backend, query: BarographQuery, span: Span, now = Date.now): Observable<Answer> {
  return new Observable<Answer>((subscriber) => {
    const room = new Room(backend, query, span, now);
    const show = () => subscriber.next({ frames: room.frames(), live: span.isLive ? room.live : undefined });
    const load = () =>
      room.load().then(show, (problem: unknown) => subscriber.error(problem));
    if (!span.isLive) {
      load().then(() => subscriber.complete());
      return undefined;
    }
    let isLoaded = false;
    load().then(() => (isLoaded = true));
    return backend.hub.listen(backend.liveUrl, topicsOf(query), {
      onState: (state) => {
        room.live = state;
        if (isLoaded) {
          show();
        }
      },
      onReload: () => void load(),
      onEvent: ({ event, payload, detector_id: id }) => {
        if (payload.anomaly) {
          room.putAnomaly(payload.anomaly);
        } else if (event.startsWith('detector_') && query.kind === 'health') {
          void load();
        } else if (event === 'model_promoted' && id === query.detector) {
          void load();
        }
        if (isLoaded && payload.anomaly && query.kind === 'anomalies') {
          show();
        }
      },
      onScores: (scores) => {
        if (room.putScores(scores)) {
          show();
        }
      },
    });
  });
}

function topicsOf({ kind, detector }: BarographQuery): string[] {
  switch (kind) {
    case 'anomalies':
      return ['anomalies'];
    case 'health':
      return ['detectors'];
    default:
      return ['detectors', `scores:${detector}`];
  }
}

/** What one query knows at the moment. */
class Room {
  live: LiveState = 'connecting';
  private anomalies: Anomaly[] = [];
  private early: Anomaly[] = [];
  private isFilled = false;
  private series: SeriesAnswer | null = null;
  private detectors = new Map<string, Detector>();
  private readonly window: Window;
  private readonly lengthMs: number;

  constructor(
    private readonly backend: Backend,
    private readonly query: BarographQuery,
    private readonly span: Span,
    private readonly now: () => number
  ) {
    const { detector, labels, severity, state } = query;
    this.window = { detector, matchers: parseMatchers(labels ?? ''), severity, state };
    this.lengthMs = span.toMs - span.fromMs;
  }

  async load(): Promise<void> {
    const { api } = this.backend;
    const { kind, detector, severity, state, limit } = this.query;
    const fromMs = this.fromMs();
    const toMs = this.span.isLive ? this.now() : this.span.toMs;
    const detectors = api.detectors();
    if (kind === 'anomalies') {
      const labels = this.window.matchers;
      const listed = await api.anomalies({ detector, severity, state, labels, fromMs, toMs });
      this.anomalies = this.early.reduce((known, item) => putAnomaly(known, item, this.window), listed);
      this.isFilled = true;
    } else if (kind !== 'health' && detector) {
      this.series = await api.series(detector, fromMs, toMs, this.window.matchers, limit ?? DEFAULT_LIMIT);
    }
    this.detectors = new Map((await detectors).map((item) => [item.id, item]));
  }

  /** News that overtake the first list wait for it. */
  putAnomaly(anomaly: Anomaly): void {
    if (!this.isFilled) {
      this.early.push(anomaly);
    }
    this.anomalies = putAnomaly(this.anomalies, anomaly, this.window);
  }

  putScores(scores: Parameters<typeof putScores>[1]): boolean {
    if (!this.series) {
      return false;
    }
    this.series = putScores(this.series, scores, this.fromMs());
    return true;
  }

  frames(): DataFrame[] {
    const { kind, refId, detector } = this.query;
    switch (kind) {
      case 'anomalies':
        return [anomaliesFrame(this.anomalies, this.detectors, refId)];
      case 'health':
        return [healthFrame([...this.detectors.values()].filter(({ id }) => !detector || id === detector), refId)];
      case 'score':
        return this.series ? scoreFrames(this.series, refId) : [];
      default:
        return this.series ? bandFrames(this.series, this.detectors.get(detector ?? ''), refId) : [];
    }
  }

  private fromMs(): number {
    return this.span.isLive ? this.now() - this.lengthMs : this.span.fromMs;
  }
}
