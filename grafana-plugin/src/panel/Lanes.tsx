import { useTheme2 } from '@grafana/ui';
import { MouseEvent, useEffect, useMemo, useRef, useState } from 'react';
import { severityColour } from '../words/severity';
import { episodesAt, Hover, nearestIndex, strangestFirst } from './plotting';
import { belongsTo, Episode, Line } from './reading';
import { Tip } from './Tip';

interface Props {
  lines: Line[];
  episodes: Episode[];
  fromMs: number;
  toMs: number;
  width: number;
  height: number;
}

const NAME_PX = 160;
const LEAST_LANE_PX = 4;
const MOST_LANE_PX = 28;
const LEAST_NAMED_PX = 12;

/** A row a series, strangest on top: the darker a point, the stranger; episodes are drawn through. */
export function Lanes({ lines, episodes, fromMs, toMs, width, height }: Props) {
  const theme = useTheme2();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [hover, setHover] = useState<(Hover & { lane: number }) | null>(null);
  const lanes = useMemo(() => {
    const of = (line: Line) => episodes.filter((episode) => belongsTo(episode, line));
    const found = new Map(lines.map((line) => [line, of(line)]));
    const sorted = strangestFirst(lines, (line) => (found.get(line) ?? []).some(({ isOpen }) => isOpen));
    return sorted.map((line) => ({ line, episodes: found.get(line) ?? [] }));
  }, [lines, episodes]);
  const laneHeight = Math.max(LEAST_LANE_PX, Math.min(MOST_LANE_PX, height / lanes.length));
  const chartWidth = Math.max(1, width - NAME_PX);
  const fullHeight = laneHeight * lanes.length;

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) {
      return;
    }
    const x = (ms: number) => NAME_PX + ((ms - fromMs) / (toMs - fromMs)) * chartWidth;
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    context.clearRect(0, 0, width, fullHeight);
    context.font = `${Math.min(12, laneHeight - 2)}px ${theme.typography.fontFamily}`;
    context.textBaseline = 'middle';
    lanes.forEach(({ line, episodes: own }, row) => {
      const top = row * laneHeight;
      paintScores(context, line, x, top, laneHeight - 1, theme.colors.text.primary, theme.colors.background.secondary);
      for (const { startMs, endMs, severity } of own) {
        context.globalAlpha = 1;
        context.fillStyle = severityColour(severity, theme.isDark);
        const from = Math.max(NAME_PX, x(startMs));
        context.fillRect(from, top, Math.max(3, x(endMs) - from), laneHeight - 1);
      }
      if (laneHeight >= LEAST_NAMED_PX) {
        context.globalAlpha = 1;
        context.fillStyle = theme.colors.text.primary;
        context.fillText(line.name, 0, top + laneHeight / 2, NAME_PX - 8);
      }
    });
  }, [lanes, laneHeight, chartWidth, fullHeight, width, fromMs, toMs, theme]);

  const point = ({ nativeEvent: { offsetX, offsetY } }: MouseEvent) => {
    const lane = Math.floor(offsetY / laneHeight);
    const atMs = fromMs + ((offsetX - NAME_PX) / chartWidth) * (toMs - fromMs);
    setHover(offsetX >= NAME_PX && lane < lanes.length ? { lane, left: offsetX, top: offsetY, atMs } : null);
  };
  const pointed = hover ? lanes[hover.lane] : undefined;
  const index = hover && pointed ? nearestIndex(pointed.line.times, hover.atMs) : -1;
  return (
    <div style={{ position: 'relative', height, overflowY: 'auto' }} onMouseLeave={() => setHover(null)}>
      <canvas
        ref={canvas}
        role="img"
        aria-label={`${lanes.length} series, strangest first: ${lanes.slice(0, 3).map(({ line }) => line.name).join(', ')}`}
        width={width * devicePixelRatio}
        height={fullHeight * devicePixelRatio}
        style={{ width, height: fullHeight, display: 'block' }}
        onMouseMove={point}
      />
      {hover && pointed && index >= 0 && (
        <Tip
          hover={hover}
          width={width}
          moment={new Date(pointed.line.times[index] ?? hover.atMs).toLocaleTimeString()}
          rows={[{ name: pointed.line.name, value: `score ${(pointed.line.score[index] ?? 0).toFixed(2)}`, usual: '' }]}
          episodes={episodesAt(pointed.episodes, hover.atMs, (4 * (toMs - fromMs)) / chartWidth)}
        />
      )}
    </div>
  );
}

function paintScores(
  context: CanvasRenderingContext2D,
  { times, score }: Line,
  x: (ms: number) => number,
  top: number,
  height: number,
  ink: string,
  ground: string
): void {
  context.globalAlpha = 1;
  context.fillStyle = ground;
  context.fillRect(NAME_PX, top, context.canvas.width, height);
  context.fillStyle = ink;
  times.forEach((ms, index) => {
    const from = Math.max(NAME_PX, x(ms));
    const to = x(times[index + 1] ?? ms + (ms - (times[index - 1] ?? ms)));
    context.globalAlpha = 0.45 * (score[index] ?? 0);
    context.fillRect(from, top, Math.max(0, to - from), height);
  });
}
