import type { DataFrame } from '@grafana/data';
import { Observable, Subscriber } from 'rxjs';
import type { LiveListener, LiveState } from '../api/live';
import { readMatchers } from '../words/matchers';
import { Backend, Kind, kindFor } from './kinds';
import type { BarographQuery } from './query';
import type { Span } from './span';

export type { Backend } from './kinds';

export interface Answer {
  frames: DataFrame[];
  /** Undefined where the time range ends in the past, so that nothing more will come. */
  live?: LiveState;
  /** Why there is nothing yet; a live query asks again. */
  problem?: Error;
}

/** First everything that is known, then what comes: a panel is complete at once and stays so. */
export function answer(backend: Backend, query: BarographQuery, span: Span, now = Date.now): Observable<Answer> {
  return new Observable<Answer>((subscriber) => {
    const leaving = new AbortController();
    const kind = kindFor({
      api: backend.api.until(leaving.signal),
      query,
      matchers: readMatchers(query.labels ?? ''),
      bounds: () => span.at(now()),
      now,
    });
    const telling = new Telling(kind, subscriber, span.isLive);
    const stop = span.isLive ? backend.hub.listen(backend.liveUrl, kind.topics, telling) : undefined;
    telling.load();
    return () => {
      telling.end();
      leaving.abort();
      stop?.();
    };
  });
}

const FEW_FRAMES = 50;
const MS_A_FRAME = 1;
const LONGEST_PAUSE_MS = 1000;
const LOOK_MS = 500;
const MOST_LOOKS = 60;
/** What has left the window goes although nothing happens. */
const LONGEST_REST_MS = 30_000;
const FIRST_RETRY_MS = 5000;
const LONGEST_RETRY_MS = 60_000;

/** How long the next answer waits: drawing hundreds of series takes so long that ten a second would freeze the page. */
export function pauseAfter(frames: number): number {
  return frames <= FEW_FRAMES ? 0 : Math.min(LONGEST_PAUSE_MS, MS_A_FRAME * frames);
}

/** Tells a subscriber what is known each time that something changed, as often as a page can draw it. */
class Telling implements LiveListener {
  private live: LiveState = 'connecting';
  private isLoaded = false;
  private isLoading = false;
  private isStale = false;
  private rests: ReturnType<typeof setTimeout> | undefined;
  private moves: ReturnType<typeof setTimeout> | undefined;
  private hasNews = false;
  private looks = 0;
  private problem: Error | undefined;
  private retryMs = FIRST_RETRY_MS;
  private next: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly kind: Kind,
    private readonly subscriber: Subscriber<Answer>,
    private readonly isLive: boolean
  ) {}

  /** Ask anew; what comes to be asked meanwhile is asked once, afterwards. */
  load(): void {
    if (this.isLoading) {
      this.isStale = true;
      return;
    }
    this.isLoading = true;
    this.isStale = false;
    clearTimeout(this.next);
    // Whoever left meanwhile is told nothing, and no timer is set any more.
    this.kind.load().then(
      () => this.subscriber.closed || this.finish(),
      (problem: Error) => this.subscriber.closed || this.fail(problem)
    );
  }

  /** What is known stays; where nothing is, it is said why. Backends come back, and a model is trained. */
  private fail(problem: Error): void {
    this.isLoading = false;
    if (!this.isLoaded) {
      this.problem = problem;
      this.tell();
    }
    this.goOn(this.retryMs);
    this.retryMs = Math.min(2 * this.retryMs, LONGEST_RETRY_MS);
  }

  private finish(): void {
    this.isLoading = false;
    this.isLoaded = true;
    this.problem = undefined;
    this.retryMs = FIRST_RETRY_MS;
    this.tell();
    this.goOn(this.kind.renewAfterMs?.());
  }

  /** Ask again at once where something came up meanwhile, or in a while. */
  private goOn(pauseMs?: number): void {
    if (!this.isLive) {
      this.subscriber.complete();
    } else if (this.isStale) {
      this.load();
    } else if (pauseMs !== undefined) {
      this.next = setTimeout(() => this.load(), pauseMs);
    }
  }

  onState(state: LiveState): void {
    this.live = state;
    if (this.isLoaded || this.problem) {
      this.tell();
    }
  }

  onReload(): void {
    this.load();
  }

  onEvent(event: Parameters<Kind['hear']>[0]): void {
    this.react(this.kind.hear(event));
  }

  onScores(scores: Parameters<NonNullable<Kind['take']>>[0]): void {
    this.react(this.kind.take?.(scores) ?? 'nothing');
  }

  private react(effect: ReturnType<Kind['hear']>): void {
    if (effect === 'load') {
      this.load();
    } else if (effect === 'show') {
      this.show();
    }
  }

  end(): void {
    clearTimeout(this.rests);
    clearTimeout(this.moves);
    clearTimeout(this.next);
  }

  private show(): void {
    if (this.rests !== undefined) {
      this.hasNews = true;
    } else if (this.isLoaded) {
      this.tell();
    }
  }

  private tell(): void {
    const frames = this.problem ? [] : this.kind.frames();
    this.subscriber.next({ frames, live: this.isLive ? this.live : undefined, problem: this.problem });
    this.hasNews = false;
    this.looks = 0;
    this.rest(pauseAfter(frames.length));
    if (this.isLive) {
      clearTimeout(this.moves);
      this.moves = setTimeout(() => this.show(), LONGEST_REST_MS);
    }
  }

  private rest(pauseMs: number): void {
    clearTimeout(this.rests);
    const pause = this.kind.feed?.isFollowed ? LOOK_MS : pauseMs;
    this.rests = pause ? setTimeout(() => this.wake(), pause) : undefined;
  }

  private wake(): void {
    this.rests = undefined;
    this.looks += 1;
    // A panel that follows has drawn each point already; frames are for whatever else looks at them.
    if (this.kind.feed?.isFollowed && this.looks < MOST_LOOKS) {
      this.rest(LOOK_MS);
    } else if (this.hasNews) {
      this.tell();
    }
  }
}
