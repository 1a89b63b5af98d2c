import { dateTimeFormat } from '@grafana/data';
import { UPlotChart, useTheme2 } from '@grafana/ui';
import { useMemo, useRef, useState } from 'react';
import type uPlot from 'uplot';
import { bandPlot } from './bandPlot';
import type { ChartProps } from './chart';
import { Legend, LEGEND_PX } from './Legend';
import { MOST_LINES } from './options';
import { aligned, episodesAt, Hover, nearestIndex, nearMs } from './plotting';
import { belongsTo, Episode, Line } from './reading';
import { Tip } from './Tip';
import { tipRows } from './tips';

interface Props extends ChartProps {
  hasBand: boolean;
  axisPx?: number;
}

/** Lines with their bands through uPlot; episodes are painted below them and told on hover. */
export function BandChart({ lines, episodes, hasBand, timeZone, fromMs, toMs, width, height, axisPx, onPick }: Props) {
  const theme = useTheme2();
  const [hover, setHover] = useState<Hover | null>(null);
  const own = (episodes ?? []).filter((episode) => lines.some((line) => belongsTo(episode, line)));
  // The plot is built once for a number of lines; what moves is read from here when it draws.
  const moving = useRef({ episodes: own, fromMs, toMs });
  moving.current = { episodes: own, fromMs, toMs };
  const count = lines.length;
  const unit = lines[0]?.unit;
  const config = useMemo(
    () => bandPlot({ theme, count, unit, hasBand, timeZone, axisPx }, () => moving.current, setHover),
    [theme, count, unit, hasBand, timeZone, axisPx]
  );
  const data = useMemo(() => aligned(lines) as uPlot.AlignedData, [lines]);
  const near = hover ? episodesAt(own, hover.atMs, nearMs({ fromMs, toMs }, width)) : [];
  return (
    <>
      <div
        style={{ position: 'relative', cursor: near.length ? 'pointer' : undefined }}
        role="img"
        aria-label={sayChart(lines, episodes && own)}
        onClick={() => near[0] && onPick?.(near[0])}
      >
        <UPlotChart config={config} data={data} width={width} height={hasBand ? height - LEGEND_PX : height}>
          {null}
        </UPlotChart>
        {hover && <BandTip lines={lines} hasBand={hasBand} hover={hover} width={width} timeZone={timeZone} near={near} />}
      </div>
      {hasBand && <Legend names={lines.map(({ name }) => name)} />}
    </>
  );
}

interface BandTipProps extends Pick<Props, 'lines' | 'hasBand' | 'width' | 'timeZone'> {
  hover: Hover;
  near: Episode[];
}

function BandTip({ lines, hasBand, hover, width, timeZone, near }: BandTipProps) {
  const times = lines[0]?.times ?? [];
  const moment = times[nearestIndex(times, hover.atMs)];
  if (moment === undefined) {
    return null;
  }
  return <Tip hover={hover} width={width} moment={dateTimeFormat(moment, { timeZone })} rows={tipRows(lines.slice(0, MOST_LINES), hover.atMs, hasBand)} episodes={near} />;
}

function sayChart(lines: Line[], episodes?: Episode[]): string {
  const open = episodes?.filter(({ isOpen }) => isOpen).map(({ sentence }) => sentence);
  return [`${lines.map(({ name }) => name).join(', ')}.`, ...(open?.length === 0 ? ['Nothing unusual now.'] : (open ?? []))].join(' ');
}
