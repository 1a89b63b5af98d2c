import type { Band, Labels, LiveScores, SeriesAnswer } from '../api/types';
import { labelsKey } from '../words/labels';
import type { GrowingSeries } from './feed';

const CHANNELS = ['value', 'expected', 'lower', 'upper', 'score'] as const;
const SPARE_SHARE = 0.1;

/** An answer that grows in place: a tick costs what it brings, however much is there already. */
export class GrowingAnswer {
  private readonly times: number[];
  private readonly bands: Array<Band & GrowingSeries>;
  private readonly places: Map<string, number>;

  constructor(private readonly first: SeriesAnswer) {
    this.times = [...first.timestamps_ms];
    this.bands = first.series.map((band) => ({ ...copied(band, 0), times: this.times }));
    this.places = new Map(this.bands.map(({ labels }, place) => [labelsKey(labels), place]));
  }

  seriesOf(labels: Labels): GrowingSeries | undefined {
    return this.bands[this.places.get(labelsKey(labels)) ?? -1];
  }

  /** Add the points of a tick; those that are there already are replaced, and old ones leave in a while. Tells whether every series had its own. */
  put({ at_ms: moments, series }: LiveScores, fromMs: number): boolean {
    const news: Array<Band | undefined> = Array.from({ length: this.bands.length });
    for (const band of series) {
      const place = this.places.get(labelsKey(band.labels));
      if (place !== undefined) {
        news[place] = band;
      }
    }
    moments.forEach((ms, index) => this.putMoment(ms, index, news));
    this.forget(fromMs);
    return !news.includes(undefined);
  }

  /** What is known from a moment on, in columns of its own. */
  since(fromMs: number): SeriesAnswer {
    const start = placeFrom(this.times, fromMs);
    return { ...this.first, timestamps_ms: this.times.slice(start), series: this.bands.map((band) => copied(band, start)) };
  }

  private putMoment(ms: number, index: number, news: Array<Band | undefined>): void {
    const at = placeFrom(this.times, ms);
    const isNew = this.times[at] !== ms;
    if (isNew) {
      insert(this.times, at, ms);
    }
    this.bands.forEach((band, place) => {
      const fresh = news[place];
      for (const channel of CHANNELS) {
        const value = fresh?.[channel][index] ?? null;
        if (isNew) {
          insert(band[channel], at, value);
        } else if (fresh) {
          band[channel][at] = value;
        }
      }
    });
  }

  private forget(fromMs: number): void {
    const gone = placeFrom(this.times, fromMs);
    if (gone > SPARE_SHARE * this.times.length) {
      this.times.splice(0, gone);
      this.bands.forEach((band) => CHANNELS.forEach((channel) => band[channel].splice(0, gone)));
    }
  }
}

function copied(band: Band, start: number): Band {
  const columns = CHANNELS.map((channel) => [channel, band[channel].slice(start)]);
  return { labels: band.labels, ...Object.fromEntries(columns) } as Band;
}

/** The place of the first moment that is not before another; nearly always the last or the end. */
function placeFrom(times: number[], ms: number): number {
  let [least, most] = [0, times.length];
  while (least < most) {
    const middle = (least + most) >> 1;
    if ((times[middle] ?? Infinity) < ms) {
      least = middle + 1;
    } else {
      most = middle;
    }
  }
  return least;
}

function insert<Value>(column: Value[], at: number, value: Value): void {
  if (at === column.length) {
    column.push(value);
  } else {
    column.splice(at, 0, value);
  }
}
