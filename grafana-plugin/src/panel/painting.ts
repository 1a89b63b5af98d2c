import type { GrafanaTheme2 } from '@grafana/data';
import { shortened } from '../words/labels';
import { severityColour } from '../words/severity';
import type { Episode, Line } from './reading';
import { inkOf, shadeRow, shadesOf, stretchesOf } from './shading';

export interface Lane {
  line: Line;
  episodes: Episode[];
}

/** Where the lanes stand. */
interface Layout {
  namePx: number;
  chartPx: number;
  laneHeight: number;
  fromMs: number;
  toMs: number;
}

const LEAST_NAMED_PX = 12;
const NAME_GAP_PX = 8;
const LEAST_EPISODE_PX = 3;
const GAP_PX = 1;
/** Lower lanes have no gap, or half of what is seen would be gaps. */
const LEAST_PARTED_PX = 3;

/** Paint all lanes: scores as one picture, episodes over it, then names where there is room for them. */
export function paintLanes(context: CanvasRenderingContext2D, lanes: Lane[], layout: Layout, theme: GrafanaTheme2): void {
  const { namePx, chartPx, laneHeight } = layout;
  const height = laneHeight * lanes.length;
  context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
  context.clearRect(0, 0, namePx + chartPx, height);
  context.fillStyle = theme.colors.background.secondary;
  context.fillRect(namePx, 0, chartPx, height);
  context.imageSmoothingEnabled = false;
  const picture = drawScores(lanes, layout, shadesOf(inkOf(theme.colors.text.primary)));
  if (picture) {
    context.drawImage(picture, namePx, 0, chartPx, height);
  }
  paintEpisodes(context, lanes, layout, theme.isDark);
  if (laneHeight >= LEAST_PARTED_PX) {
    paintGaps(context, lanes.length, layout);
  }
  if (laneHeight >= LEAST_NAMED_PX) {
    paintNames(context, lanes, layout, theme);
  }
}

/** One pixel row a lane, stretched to its height by the browser: hundreds of lanes cost one picture. */
function drawScores(lanes: Lane[], { chartPx, fromMs, toMs }: Layout, shades: Uint32Array): HTMLCanvasElement | undefined {
  const drawn = sheetOf(Math.max(1, Math.floor(chartPx)), Math.max(1, lanes.length));
  if (!drawn) {
    return undefined;
  }
  const { width } = drawn.picture;
  const pixels = new Uint32Array(drawn.picture.data.buffer).fill(0);
  // Series of one answer share their times, so this is found once for all of them.
  const known = new Map<number[], Int32Array>();
  lanes.forEach(({ line }, row) => {
    const stretches = known.get(line.times) ?? stretchesOf(line.times, fromMs, toMs, width);
    known.set(line.times, stretches);
    shadeRow(pixels, row * width, stretches, line.score, shades);
  });
  drawn.context.putImageData(drawn.picture, 0, 0);
  return drawn.context.canvas;
}

interface Sheet {
  context: CanvasRenderingContext2D;
  picture: ImageData;
}

let sheet: Sheet | undefined;

/** The picture of the last time where it has the size, since megabytes ten times a second would be swept up all the time. */
function sheetOf(width: number, height: number): Sheet | undefined {
  if (sheet?.picture.width !== width || sheet.picture.height !== height) {
    const context = Object.assign(document.createElement('canvas'), { width, height }).getContext('2d');
    sheet = context ? { context, picture: context.createImageData(width, height) } : undefined;
  }
  return sheet;
}

function paintEpisodes(context: CanvasRenderingContext2D, lanes: Lane[], layout: Layout, isDark: boolean): void {
  const { namePx, chartPx, laneHeight, fromMs, toMs } = layout;
  const x = (ms: number) => namePx + (Math.min(1, Math.max(0, (ms - fromMs) / (toMs - fromMs))) * chartPx);
  lanes.forEach(({ episodes }, row) => {
    for (const { startMs, endMs, severity } of episodes) {
      if (endMs >= fromMs && startMs <= toMs) {
        const length = Math.max(LEAST_EPISODE_PX, x(endMs) - x(startMs));
        context.fillStyle = severityColour(severity, isDark);
        context.fillRect(Math.min(x(startMs), namePx + chartPx - length), row * laneHeight, length, laneHeight);
      }
    }
  });
}

function paintGaps(context: CanvasRenderingContext2D, count: number, { namePx, chartPx, laneHeight }: Layout): void {
  for (let row = 1; row <= count; row += 1) {
    context.clearRect(namePx, row * laneHeight - GAP_PX, chartPx, GAP_PX);
  }
}

function paintNames(context: CanvasRenderingContext2D, lanes: Lane[], { namePx, laneHeight }: Layout, theme: GrafanaTheme2): void {
  context.font = `${Math.min(12, laneHeight - 2)}px ${theme.typography.fontFamily}`;
  context.textBaseline = 'middle';
  context.fillStyle = theme.colors.text.primary;
  const fits = (text: string) => context.measureText(text).width <= namePx - NAME_GAP_PX;
  lanes.forEach(({ line }, row) => context.fillText(shortened(line.name, fits), 0, (row + 0.5) * laneHeight));
}
