import type { Anomaly, Band, LiveScores, SeriesAnswer } from '../api/types';
import { labelsKey } from '../words/labels';
import { matchesAll, Matcher } from '../words/matchers';

/** What a subscriber looks at. */
export interface Window {
  detector?: string;
  matchers: Matcher[];
  severity?: string;
  state?: string;
}

const CHANNELS = ['value', 'expected', 'lower', 'upper', 'score'] as const;

/** Put one anomaly into a list, newest first, where it belongs there. */
export function putAnomaly(known: Anomaly[], anomaly: Anomaly, window: Window): Anomaly[] {
  const others = known.filter(({ fingerprint }) => fingerprint !== anomaly.fingerprint);
  return isSeen(anomaly, window) ? [anomaly, ...others].sort((a, b) => b.started_ms - a.started_ms) : others;
}

export function isSeen(anomaly: Anomaly, { detector, matchers, severity, state }: Window): boolean {
  return (
    (!detector || anomaly.detector_id === detector) &&
    (!severity || anomaly.severity === severity) &&
    (!state || anomaly.state === state) &&
    matchesAll(anomaly.labels, matchers)
  );
}

/** Add the points of a tick to what was computed before; points that are there already are replaced. */
export function putScores(known: SeriesAnswer, live: LiveScores, fromMs: number): SeriesAnswer {
  const times = [...new Set([...known.timestamps_ms, ...live.at_ms])].filter((ms) => ms >= fromMs).sort((a, b) => a - b);
  // Where each time stands in what was known and in what is new, found once for all series.
  const [oldAt, newAt] = [known.timestamps_ms, live.at_ms].map((own) => placesOf(times, own)) as [number[], number[]];
  const news = new Map(live.series.map((band) => [labelsKey(band.labels), band]));
  return {
    ...known,
    timestamps_ms: times,
    series: known.series.map((band) => joined(band, oldAt, news.get(labelsKey(band.labels)), newAt)),
  };
}

function placesOf(times: number[], own: number[]): number[] {
  const places = new Map(own.map((ms, index) => [ms, index]));
  return times.map((ms) => places.get(ms) ?? -1);
}

function joined(old: Band, oldAt: number[], news: Band | undefined, newAt: number[]): Band {
  const band: Band = { labels: old.labels, value: [], expected: [], lower: [], upper: [], score: [] };
  for (const channel of CHANNELS) {
    const [before, after] = [old[channel], news?.[channel]];
    band[channel] = oldAt.map((place, index) => {
      const fresh = after ? (newAt[index] ?? -1) : -1;
      return (fresh < 0 ? before[place] : after?.[fresh]) ?? null;
    });
  }
  return band;
}
