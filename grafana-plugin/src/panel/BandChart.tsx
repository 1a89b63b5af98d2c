import { getValueFormat, formattedValueToString, dateTimeFormat } from '@grafana/data';
import { AxisPlacement, GraphDrawStyle, ScaleDirection, ScaleOrientation, VisibilityMode } from '@grafana/schema';
import { UPlotChart, UPlotConfigBuilder, useTheme2 } from '@grafana/ui';
import { useMemo, useRef, useState } from 'react';
import type uPlot from 'uplot';
import { severityColour } from '../words/severity';
import { lineColour } from './colours';
import { Legend, LEGEND_PX } from './Legend';
import { MOST_LINES } from './options';
import { aligned, episodesAt, Hover, nearestIndex, roomFor } from './plotting';
import { belongsTo, Episode, Line } from './reading';
import { Tip } from './Tip';
import { tipRows } from './tips';

interface Props {
  lines: Line[];
  /** Undefined where nothing is known of anomalies. */
  episodes?: Episode[];
  hasBand: boolean;
  timeZone: string;
  fromMs: number;
  toMs: number;
  width: number;
  height: number;
  /** How wide the axis of values is, where other things stand on the same axis of time. */
  axisPx?: number;
  /** Somebody clicked at an episode. */
  onPick?: (episode: Episode) => void;
}

const MARK_PX = 3;
const FILL_ALPHA = '2e';

/** Lines with their bands through uPlot; episodes are painted below them and told on hover. */
export function BandChart({ lines, episodes, hasBand, timeZone, fromMs, toMs, width, height, axisPx, onPick }: Props) {
  const theme = useTheme2();
  const [hover, setHover] = useState<Hover | null>(null);
  // The plot is built once for a set of lines; what moves is read from here when it draws.
  const own = (episodes ?? []).filter((episode) => lines.some((line) => belongsTo(episode, line)));
  const moving = useRef({ episodes: own, fromMs, toMs });
  moving.current = { episodes: own, fromMs, toMs };
  const names = lines.map(({ name }) => name).join('\n');
  const unit = lines[0]?.unit;
  const config = useMemo(() => {
    const builder = new UPlotConfigBuilder(timeZone as never);
    const format = getValueFormat(unit);
    const isDark = theme.isDark;
    builder.addScale({
      scaleKey: 'x',
      isTime: true,
      orientation: ScaleOrientation.Horizontal,
      direction: ScaleDirection.Right,
      range: () => [moving.current.fromMs, moving.current.toMs],
    });
    builder.addScale({ scaleKey: 'y', orientation: ScaleOrientation.Vertical, direction: ScaleDirection.Up, range: (_plot, least, most) => roomFor(least, most) });
    builder.addAxis({ scaleKey: 'x', isTime: true, placement: AxisPlacement.Bottom, timeZone: timeZone as never, theme });
    builder.addAxis({
      scaleKey: 'y',
      placement: AxisPlacement.Left,
      theme,
      size: axisPx,
      formatValue: (value: number) => formattedValueToString(format(value)),
    });
    names.split('\n').forEach((_, index) => {
      const colour = lineColour(theme, index);
      const line = { scaleKey: 'y', theme, drawStyle: GraphDrawStyle.Line, showPoints: VisibilityMode.Never, pxAlign: false };
      const first = 1 + 4 * index;
      builder.addSeries({ ...line, lineColor: colour, lineWidth: 2 });
      builder.addSeries({ ...line, lineColor: colour, lineWidth: 1, lineStyle: { fill: 'dash', dash: [4, 6] }, show: hasBand });
      builder.addSeries({ ...line, lineColor: 'transparent', lineWidth: 0, show: hasBand });
      builder.addSeries({ ...line, lineColor: 'transparent', lineWidth: 0, show: hasBand });
      builder.addBand({ series: [first + 3, first + 2], fill: colour + FILL_ALPHA });
    });
    builder.addHook('drawClear', (plot: uPlot) => paint(plot, moving.current.episodes, isDark));
    builder.addHook('setCursor', (plot: uPlot) => {
      const { left, top } = plot.cursor;
      if (left === undefined || left < 0 || top === undefined) {
        setHover(null);
        return;
      }
      const atMs = plot.posToVal(left, 'x');
      setHover({ left: left + plot.bbox.left / devicePixelRatio, top, atMs });
    });
    return builder;
  }, [theme, names, unit, hasBand, timeZone, axisPx]);
  const data = useMemo(() => aligned(lines) as uPlot.AlignedData, [lines]);
  const index = hover ? nearestIndex(lines[0]?.times ?? [], hover.atMs) : -1;
  const tolerance = (4 * (toMs - fromMs)) / Math.max(1, width);
  const near = hover ? episodesAt(own, hover.atMs, tolerance) : [];
  const chart = (
    <div
      style={{ position: 'relative', cursor: near.length ? 'pointer' : undefined }}
      role="img"
      aria-label={sayChart(lines, episodes && own)}
      onClick={() => near[0] && onPick?.(near[0])}
    >
      <UPlotChart config={config} data={data} width={width} height={hasBand ? height - LEGEND_PX : height}>
        {null}
      </UPlotChart>
      {hover && index >= 0 && (
        <Tip
          hover={hover}
          width={width}
          moment={dateTimeFormat(lines[0]?.times[index] ?? hover.atMs, { timeZone })}
          rows={tipRows(lines.slice(0, MOST_LINES), hover.atMs, hasBand)}
          episodes={near}
        />
      )}
    </div>
  );
  return hasBand ? (
    <>
      {chart}
      <Legend names={lines.map(({ name }) => name)} />
    </>
  ) : (
    chart
  );
}

function paint(plot: uPlot, episodes: Episode[], isDark: boolean): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  for (const { startMs, endMs, severity } of episodes) {
    const from = plot.valToPos(startMs, 'x', true);
    const mark = MARK_PX * devicePixelRatio;
    const length = Math.max(mark, plot.valToPos(endMs, 'x', true) - from);
    const colour = severityColour(severity, isDark);
    ctx.fillStyle = colour + FILL_ALPHA;
    ctx.fillRect(from, bbox.top, length, bbox.height);
    ctx.fillStyle = colour;
    ctx.fillRect(from, bbox.top, length, mark);
  }
  ctx.restore();
}

function sayChart(lines: Line[], episodes?: Episode[]): string {
  const open = episodes?.filter(({ isOpen }) => isOpen).map(({ sentence }) => sentence);
  return [`${lines.map(({ name }) => name).join(', ')}.`, ...(open?.length === 0 ? ['Nothing unusual now.'] : (open ?? []))].join(' ');
}
