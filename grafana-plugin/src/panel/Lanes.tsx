import { useTheme2 } from '@grafana/ui';
import { MouseEvent, useEffect, useMemo, useRef, useState } from 'react';
import { paintLanes } from './painting';
import { episodesAt, Hover, laneList, nearestIndex } from './plotting';
import type { Episode, Line } from './reading';
import { Tip } from './Tip';

interface Props {
  lines: Line[];
  episodes: Episode[];
  fromMs: number;
  toMs: number;
  width: number;
  height: number;
  /** Somebody clicked at an episode. */
  onPick?: (episode: Episode) => void;
}

const NAME_PX = 160;
const LEAST_LANE_PX = 4;
const MOST_LANE_PX = 28;
const NEAR_PX = 4;

/** A row a series, strangest on top: the darker a point, the stranger; episodes are drawn through. */
export function Lanes({ lines, episodes, fromMs, toMs, width, height, onPick }: Props) {
  const theme = useTheme2();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [hover, setHover] = useState<(Hover & { lane: number }) | null>(null);
  const lanes = useMemo(() => laneList(lines, episodes), [lines, episodes]);
  const laneHeight = Math.max(LEAST_LANE_PX, Math.min(MOST_LANE_PX, Math.floor(height / lanes.length)));
  const chartPx = Math.max(1, width - NAME_PX);
  const fullHeight = laneHeight * lanes.length;

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (context) {
      paintLanes(context, lanes, { namePx: NAME_PX, chartPx, laneHeight, fromMs, toMs }, theme);
    }
  }, [lanes, laneHeight, chartPx, fullHeight, width, fromMs, toMs, theme]);

  const spot = ({ nativeEvent: { offsetX, offsetY } }: MouseEvent) => {
    const lane = Math.floor(offsetY / laneHeight);
    const atMs = fromMs + ((offsetX - NAME_PX) / chartPx) * (toMs - fromMs);
    return offsetX >= NAME_PX && lane < lanes.length ? { lane, left: offsetX, top: offsetY, atMs } : null;
  };
  const near = (at: { lane: number; atMs: number }) =>
    episodesAt(lanes[at.lane]?.episodes ?? [], at.atMs, (NEAR_PX * (toMs - fromMs)) / chartPx);
  const pick = (event: MouseEvent) => {
    const at = spot(event);
    const picked = at && near(at)[0];
    if (picked) {
      onPick?.(picked);
    }
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
        style={{ width, height: fullHeight, display: 'block', cursor: hover && near(hover).length ? 'pointer' : 'default' }}
        onMouseMove={(event) => setHover(spot(event))}
        onClick={pick}
      />
      {hover && pointed && index >= 0 && (
        <Tip
          hover={hover}
          width={width}
          moment={new Date(pointed.line.times[index] ?? hover.atMs).toLocaleTimeString()}
          rows={[{ name: pointed.line.name, value: `score ${(pointed.line.score[index] ?? 0).toFixed(2)}`, usual: '' }]}
          episodes={near(hover)}
        />
      )}
    </div>
  );
}
