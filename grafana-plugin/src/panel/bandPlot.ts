import { formattedValueToString, getValueFormat, GrafanaTheme2 } from '@grafana/data';
import { AxisPlacement, GraphDrawStyle, ScaleDirection, ScaleOrientation, VisibilityMode } from '@grafana/schema';
import { UPlotConfigBuilder } from '@grafana/ui';
import type uPlot from 'uplot';
import type { Bounds } from '../datasource/span';
import { severityColour } from '../words/severity';
import { lineColour } from './colours';
import { Hover, roomFor } from './plotting';
import type { Episode } from './reading';

/** What a plot is built for once. */
interface PlotLook {
  theme: GrafanaTheme2;
  /** How many lines it has, each with its band. */
  count: number;
  unit?: string;
  hasBand: boolean;
  timeZone: string;
  /** How wide the axis of values is, where other things stand on the same axis of time. */
  axisPx?: number;
}

/** What moves while a plot stands. */
interface Moving extends Bounds {
  episodes: Episode[];
}

const MARK_PX = 3;
const FILL_ALPHA = '2e';

/** The plot of lines with their bands; what moves is read whenever it draws, and where the pointer is, is told. */
export function bandPlot(look: PlotLook, moving: () => Moving, onHover: (hover: Hover | null) => void): UPlotConfigBuilder {
  const builder = new UPlotConfigBuilder(look.timeZone);
  addScales(builder, moving);
  addAxes(builder, look);
  for (let place = 0; place < look.count; place += 1) {
    addLine(builder, place, look);
  }
  builder.addHook('drawClear', (plot: uPlot) => paint(plot, moving().episodes, look.theme.isDark));
  builder.addHook('setCursor', (plot: uPlot) => onHover(pointerOn(plot)));
  return builder;
}

function addScales(builder: UPlotConfigBuilder, moving: () => Moving): void {
  builder.addScale({
    scaleKey: 'x',
    isTime: true,
    orientation: ScaleOrientation.Horizontal,
    direction: ScaleDirection.Right,
    range: () => [moving().fromMs, moving().toMs],
  });
  builder.addScale({
    scaleKey: 'y',
    orientation: ScaleOrientation.Vertical,
    direction: ScaleDirection.Up,
    range: (_plot, least, most) => roomFor(least, most),
  });
}

function addAxes(builder: UPlotConfigBuilder, { theme, timeZone, unit, axisPx }: PlotLook): void {
  const format = getValueFormat(unit);
  builder.addAxis({ scaleKey: 'x', isTime: true, placement: AxisPlacement.Bottom, timeZone, theme });
  builder.addAxis({
    scaleKey: 'y',
    placement: AxisPlacement.Left,
    theme,
    size: axisPx,
    formatValue: (value: number) => formattedValueToString(format(value)),
  });
}

/** The columns of one line in the order of `aligned`: value, expected, and the edges between which the band is filled. */
function addLine(builder: UPlotConfigBuilder, place: number, { theme, hasBand }: PlotLook): void {
  const colour = lineColour(theme, place);
  const line = { scaleKey: 'y', theme, drawStyle: GraphDrawStyle.Line, showPoints: VisibilityMode.Never, pxAlign: false };
  const edge = { ...line, lineColor: 'transparent', lineWidth: 0, show: hasBand };
  const first = 1 + 4 * place;
  builder.addSeries({ ...line, lineColor: colour, lineWidth: 2 });
  builder.addSeries({ ...line, lineColor: colour, lineWidth: 1, lineStyle: { fill: 'dash', dash: [4, 6] }, show: hasBand });
  builder.addSeries(edge);
  builder.addSeries(edge);
  builder.addBand({ series: [first + 3, first + 2], fill: colour + FILL_ALPHA });
}

function pointerOn({ cursor: { left = -1, top }, bbox, posToVal }: uPlot): Hover | null {
  return left < 0 || top === undefined ? null : { left: left + bbox.left / devicePixelRatio, top, atMs: posToVal(left, 'x') };
}

/** Episodes stand below the lines: a shade as long as they lasted, and a mark on top of it. */
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
