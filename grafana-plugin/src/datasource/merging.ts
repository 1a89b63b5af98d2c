import type { Anomaly, Band, LiveScores, SeriesAnswer } from '../api/types';
import { sameLabels } from '../words/labels';

/** What a subscriber looks at. */
export interface Window {
  detector?: string;
  matchers: string[];
  severity?: string;
  state?: string;
}

const CHANNELS = ['value', 'expected', 'lower', 'upper', 'score'] as const;

/** Put one anomaly into a list, newest first, where it belongs there. */
export function putAnomaly(known: Anomaly[], anomaly: Anomaly, window: Window): Anomaly[] {
  const others = known.filter(({ fingerprint }) => fingerprint !== anomaly.fingerprint);
  return isSeen(anomaly, window) ? [anomaly, ...others].sort((a, b) => b.started_ms - a.started_ms) : others;
}

function isSeen(anomaly: Anomaly, { detector, matchers, severity, state }: Window): boolean {
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
  const series = known.series.map((band) => {
    const news = live.series.find(({ labels }) => sameLabels(labels, band.labels));
    return joined(times, band, known.timestamps_ms, news, live.at_ms);
  });
  return { ...known, timestamps_ms: times, series };
}

function joined(times: number[], old: Band, oldTimes: number[], news: Band | undefined, newTimes: number[]): Band {
  const oldAt = new Map(oldTimes.map((ms, index) => [ms, index]));
  const newAt = new Map(news ? newTimes.map((ms, index) => [ms, index]) : []);
  const band: Band = { labels: old.labels, value: [], expected: [], lower: [], upper: [], score: [] };
  for (const channel of CHANNELS) {
    band[channel] = times.map((ms) => {
      const fresh = newAt.get(ms);
      return (fresh === undefined ? old[channel][oldAt.get(ms) ?? -1] : news?.[channel][fresh]) ?? null;
    });
  }
  return band;
}

function matchesAll(labels: Record<string, string>, matchers: string[]): boolean {
  return matchers.every((matcher) => {
    const at = matcher.indexOf('=');
    return (labels[matcher.slice(0, at)] ?? '') === matcher.slice(at + 1);
  });
}
