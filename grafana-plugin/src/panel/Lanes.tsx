import { dateTimeFormat } from '@grafana/data';
import { useTheme2 } from '@grafana/ui';
import { MouseEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { ChartProps } from './chart';
import { growing, useGrowth } from './following';
import { paintLanes } from './painting';
import { episodesAt, laneList, nearestIndex, nearMs } from './plotting';
import type { Episode } from './reading';
import { AXIS_PX, TimeAxis } from './TimeAxis';
import { Tip } from './Tip';

const NAME_PX = 160;
const LEAST_LANE_PX = 2;
const MOST_LANE_PX = 28;
const NONE: Episode[] = [];

/** A row a series, strangest on top: the darker a point, the stranger; episodes are drawn through. */
export function Lanes({ lines, episodes = NONE, timeZone, fromMs, toMs, width, height, onPick }: ChartProps) {
  const theme = useTheme2();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [hover, setHover] = useState<{ lane: number; left: number; top: number } | null>(null);
  const lanes = useMemo(() => laneList(growing(lines), episodes), [lines, episodes]);
  const laneHeight = Math.max(LEAST_LANE_PX, Math.min(MOST_LANE_PX, Math.floor((height - AXIS_PX) / lanes.length)));
  const chartPx = Math.max(1, width - NAME_PX);
  const fullHeight = laneHeight * lanes.length;

  // What is painted moves on between two renderings, and the pointer means what it sees.
  const seen = useRef({ fromMs, toMs });
  const momentAt = (left: number) => seen.current.fromMs + ((left - NAME_PX) / chartPx) * (seen.current.toMs - seen.current.fromMs);
  const paint = useCallback(() => {
    const context = canvas.current?.getContext('2d');
    seen.current = lanes[0]?.line.feed?.bounds() ?? { fromMs, toMs };
    if (context) {
      paintLanes(context, lanes, { namePx: NAME_PX, chartPx, laneHeight, ...seen.current }, theme);
    }
    setHover((at) => at && { ...at });
  }, [lanes, chartPx, laneHeight, fromMs, toMs, theme]);
  useEffect(paint, [paint, width, fullHeight]);
  useGrowth(lines, paint);

  const spot = ({ nativeEvent: { offsetX, offsetY } }: MouseEvent) => {
    const lane = Math.floor(offsetY / laneHeight);
    return offsetX >= NAME_PX && lane < lanes.length ? { lane, left: offsetX, top: offsetY } : null;
  };
  const near = (at: { lane: number; left: number }) => episodesAt(lanes[at.lane]?.episodes ?? [], momentAt(at.left), nearMs({ fromMs, toMs }, chartPx));
  const pick = (event: MouseEvent) => {
    const at = spot(event);
    const picked = at && near(at)[0];
    if (picked) {
      onPick?.(picked);
    }
  };
  const pointed = hover ? lanes[hover.lane] : undefined;
  const atMs = hover ? momentAt(hover.left) : 0;
  const index = hover && pointed ? nearestIndex(pointed.line.times, atMs) : -1;
  return (
    <div style={{ position: 'relative' }} onMouseLeave={() => setHover(null)}>
      <div style={{ maxHeight: height - AXIS_PX, overflowY: 'auto', overflowX: 'hidden' }}>
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
      </div>
      <TimeAxis leftPx={NAME_PX} chartPx={chartPx} fromMs={fromMs} toMs={toMs} timeZone={timeZone} />
      {hover && pointed && index >= 0 && (
        <Tip
          hover={{ ...hover, atMs }}
          width={width}
          moment={dateTimeFormat(pointed.line.times[index] ?? atMs, { timeZone })}
          rows={[{ name: pointed.line.name, value: `score ${(pointed.line.score[index] ?? 0).toFixed(2)}`, usual: '' }]}
          episodes={near(hover)}
        />
      )}
    </div>
  );
}
