import type { Anomaly, Found } from '../api/types';
import { matchesAll, Matcher } from '../words/matchers';
import { isChosen } from './query';
import type { Bounds } from './span';

/** Something that begins, changes and ends. */
interface Episode {
  started_ms: number;
  updated_ms: number;
  ended_ms: number | null;
}

/** Anomalies or incidents, newest first: asked for now and then, kept up to date by news, forgotten when they are no longer seen. */
export class LiveList<Item extends Episode> {
  isFilled = false;
  /** There is more than was listed. */
  isCut = false;
  private known: Item[] = [];
  /** News that overtake the list which was asked for last. */
  private early: Item[] | undefined;

  constructor(
    private readonly keyOf: (item: Item) => string,
    /** Tells which are seen at this moment. */
    private readonly choose: () => (item: Item) => boolean
  ) {}

  /** Take a list that is asked for anew; one that was overtaken by a later question is left out. */
  async load(asked: Promise<Found<Item>>): Promise<void> {
    const early: Item[] = [];
    this.early = early;
    const { items, isCut } = await asked;
    if (this.early === early) {
      this.early = undefined;
      this.isFilled = true;
      this.isCut = isCut;
      this.known = items;
      early.forEach((item) => this.put(item));
    }
  }

  /** Take news of one, and tell whether there is a list yet to show; what was told later already stays, since a line that is regained tells everything again. */
  put(item: Item): 'show' | 'nothing' {
    this.early?.push(item);
    const known = this.known.find((one) => this.keyOf(one) === this.keyOf(item));
    if (!known || known.updated_ms <= item.updated_ms) {
      this.known = [item, ...this.known.filter((one) => one !== known)];
    }
    return this.isFilled ? 'show' : 'nothing';
  }

  seen(): Item[] {
    this.known = this.known.filter(this.choose());
    return [...this.known].sort((a, b) => b.started_ms - a.started_ms);
  }
}

/** What a subscriber looks at. */
interface Window {
  detector?: string;
  matchers: Matcher[];
  severity?: string;
  state?: string;
  /** The bounds at this moment. */
  bounds(): Bounds;
}

export function anomaliesIn({ detector, matchers, severity, state, bounds }: Window): LiveList<Anomaly> {
  return new LiveList(
    ({ fingerprint }) => fingerprint,
    () => {
      const span = bounds();
      return (anomaly) =>
        (!detector || anomaly.detector_id === detector) &&
        isChosen(anomaly.severity, severity) &&
        isChosen(anomaly.state, state) &&
        isWithin(anomaly, span) &&
        matchesAll(anomaly.labels, matchers);
    }
  );
}

/** Tell whether something was under way at some moment of a time. */
export function isWithin({ started_ms: startMs, ended_ms: endMs }: Episode, { fromMs, toMs }: Bounds): boolean {
  return startMs <= toMs && (endMs ?? toMs) >= fromMs;
}
