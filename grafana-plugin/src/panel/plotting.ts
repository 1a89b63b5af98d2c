import type { Numbers } from '../api/types';
import type { Bounds } from '../datasource/span';
import type { Lane } from './painting';
import { belongsTo, Episode, Line } from './reading';

export interface Hover {
  left: number;
  top: number;
  atMs: number;
}

/** As uPlot takes it: null is a gap, and undefined a moment at which only other lines have a point. */
type Column = Array<number | null | undefined>;

/** uPlot's columns: time, then value, expected, lower and upper of each line on one common time axis. */
export function aligned(lines: Line[]): [number[], ...Column[]] {
  const times = [...new Set(lines.flatMap((line) => line.times))].sort((a, b) => a - b);
  const columns = lines.flatMap((line) => {
    const at = new Map(line.times.map((ms, index) => [ms, index]));
    const spread = (values: Numbers) => times.map((ms) => values[at.get(ms) ?? -1]);
    return [line.value, line.expected, line.lower, line.upper].map(spread);
  });
  return [times, ...columns];
}

/** What the axis of values spans: a little more than the values, zero where it is near, and one where all is zero. */
export function roomFor(least: number | null, most: number | null): [number, number] {
  const [low, high] = [least ?? 0, most ?? 0];
  const room = 0.1 * (high - low) || 0.5 * Math.abs(high);
  return room ? [low >= 0 && low - room < 0 ? 0 : low - room, high <= 0 && high + room > 0 ? 0 : high + room] : [0, 1];
}

export function nearestIndex(times: number[], atMs: number): number {
  let best = -1;
  times.forEach((ms, index) => {
    if (best < 0 || Math.abs(ms - atMs) < Math.abs((times[best] ?? 0) - atMs)) {
      best = index;
    }
  });
  return best;
}

const NEAR_PX = 4;

/** How long the time is that the pointer may miss something by. */
export function nearMs({ fromMs, toMs }: Bounds, chartPx: number): number {
  return (NEAR_PX * (toMs - fromMs)) / Math.max(1, chartPx);
}

export function episodesAt(episodes: Episode[], atMs: number, toleranceMs: number): Episode[] {
  return episodes.filter(({ startMs, endMs }) => startMs - toleranceMs <= atMs && atMs <= endMs + toleranceMs);
}

/** Lanes from the strangest to the calmest: who has an open episode stands on top, then the highest score. */
export function strangestFirst(lines: Line[], isOpen: (line: Line) => boolean): Line[] {
  const peak = (line: Line) => line.score.reduce<number>((most, score) => Math.max(most, score ?? 0), 0);
  const rank = new Map(lines.map((line) => [line, (isOpen(line) ? 2 : 0) + peak(line)]));
  return [...lines].sort((a, b) => (rank.get(b) ?? 0) - (rank.get(a) ?? 0) || a.name.localeCompare(b.name));
}

/** The lanes in their order, each with its own episodes. */
export function laneList(lines: Line[], episodes: Episode[]): Lane[] {
  const own = new Map(lines.map((line) => [line, episodes.filter((episode) => belongsTo(episode, line))]));
  const sorted = strangestFirst(lines, (line) => (own.get(line) ?? []).some(({ isOpen }) => isOpen));
  return sorted.map((line) => ({ line, episodes: own.get(line) ?? [] }));
}
