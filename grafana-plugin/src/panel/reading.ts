import type { DataFrame, PanelData } from '@grafana/data';
import type { LiveState } from '../api/live';
import type { Labels, Numbers, Severity } from '../api/types';
import type { Feed, GrowingSeries } from '../datasource/feed';
import { detectorOf, feedOf, kindOf } from '../datasource/frames';

export interface Line extends GrowingSeries {
  name: string;
  detectorId?: string;
  unit?: string;
  labels: Labels;
  /** How the line goes on until the next data come. */
  feed?: Feed;
}

export interface Episode {
  fingerprint: string;
  detectorId: string;
  labels: Labels;
  severity: Severity;
  isOpen: boolean;
  startMs: number;
  endMs: number;
  sentence: string;
}

interface View {
  lines: Line[];
  /** Undefined where nobody asked for anomalies, or they did not come: then nothing is known of them. */
  episodes?: Episode[];
  live?: LiveState;
  /** Where only scores were asked for, there is nothing to draw a chart of. */
  hasValues: boolean;
}

/** A score alone is enough for a lane, and lighter where there are hundreds. */
const LINES = new Set<string>(['band', 'score']);

/** Read what our data source sends; frames of others are left alone. */
export function readData(data: Pick<PanelData, 'series'>): View {
  const frames = data.series;
  const anomalies = frames.filter((frame) => kindOf(frame) === 'anomalies');
  const live = frames.map((frame) => (frame.meta?.custom as { live?: LiveState } | undefined)?.live);
  return {
    lines: frames.filter((frame) => LINES.has(kindOf(frame) ?? '')).map(readLine),
    episodes: anomalies.length ? anomalies.flatMap(readEpisodes) : undefined,
    hasValues: frames.some((frame) => kindOf(frame) === 'band'),
    live: live.find((state) => state !== undefined && state !== 'live') ?? live.find((state) => state !== undefined),
  };
}

/** An anomaly also carries its detector's labels, so it belongs to the lines of its detector whose labels it all has. */
export function belongsTo(episode: Episode, line: Line): boolean {
  return episode.detectorId === line.detectorId && Object.entries(line.labels).every(([name, value]) => name === '__name__' || episode.labels[name] === value);
}

function readLine(frame: DataFrame): Line {
  const column = (name: string) => (frame.fields.find((field) => field.name === name)?.values ?? []) as Numbers;
  const value = frame.fields.find(({ name }) => name === 'value' || name === 'score');
  return {
    name: frame.name ?? '',
    detectorId: detectorOf(frame),
    unit: value?.config.unit,
    labels: value?.labels ?? {},
    times: column('time') as number[],
    value: column('value'),
    expected: column('expected'),
    lower: column('lower'),
    upper: column('upper'),
    score: column('score'),
    feed: feedOf(frame),
  };
}

function readEpisodes(frame: DataFrame): Episode[] {
  const column = (name: string) => frame.fields.find((field) => field.name === name)?.values ?? [];
  const [ids, detectors, labels, severities, states] = ['id', 'detector_id', 'labels', 'severity', 'state'].map(column);
  const [starts, ends, sentences] = ['time', 'timeEnd', 'text'].map(column);
  return Array.from({ length: frame.length }, (_, row) => ({
    fingerprint: ids?.[row] as string,
    detectorId: detectors?.[row] as string,
    labels: (labels?.[row] ?? {}) as Labels,
    severity: severities?.[row] as Severity,
    isOpen: states?.[row] === 'open',
    startMs: starts?.[row] as number,
    endMs: ends?.[row] as number,
    sentence: sentences?.[row] as string,
  }));
}
