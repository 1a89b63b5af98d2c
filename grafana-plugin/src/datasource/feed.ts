import type { Labels, Numbers } from '../api/types';
import type { Bounds } from './span';

/** A series as it is at the moment; the columns grow in place. */
export interface GrowingSeries {
  times: number[];
  value: Numbers;
  expected: Numbers;
  lower: Numbers;
  upper: Numbers;
  score: Numbers;
}

/** How the series of some frames go on until the next frames come; our own panel finds it in their meta. */
export interface Feed {
  /** Be told of each change until the returned function is called; as long as somebody is, frames come seldom. */
  follow(listener: () => void): () => void;
  seriesOf(labels: Labels): GrowingSeries | undefined;
  bounds(): Bounds;
}

/** Hundreds of frames through Grafana at every point cost more than a page has; this way only the points go. */
export class LiveFeed implements Feed {
  private readonly listeners = new Set<() => void>();

  constructor(
    readonly bounds: Feed['bounds'],
    readonly seriesOf: Feed['seriesOf']
  ) {}

  get isFollowed(): boolean {
    return this.listeners.size > 0;
  }

  follow(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  tell(): void {
    this.listeners.forEach((listener) => listener());
  }

  /** Where Grafana saves frames as text, there is nothing to follow. */
  toJSON(): undefined {
    return undefined;
  }
}
