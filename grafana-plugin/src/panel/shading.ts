import type { Numbers } from '../api/types';

/** For each pixel of a row, the point that is in force there; -1 where there is none. */
export function pointAtPixel(times: number[], fromMs: number, toMs: number, width: number): Int32Array {
  const found = new Int32Array(width).fill(-1);
  const reachMs = reachOf(times);
  let point = -1;
  for (let pixel = 0; pixel < width; pixel += 1) {
    const ms = fromMs + ((pixel + 0.5) / width) * (toMs - fromMs);
    while (point + 1 < times.length && (times[point + 1] ?? Infinity) <= ms) {
      point += 1;
    }
    if (point >= 0 && ms - (times[point] ?? 0) < reachMs) {
      found[pixel] = point;
    }
  }
  return found;
}

/** A point holds until the next one; the last one and those before a hole as long as the usual distance, twice. */
function reachOf(times: number[]): number {
  const steps = times.slice(1).map((ms, index) => ms - (times[index] ?? ms));
  return 2 * (steps.sort((a, b) => a - b)[Math.floor(steps.length / 2)] ?? 60_000);
}

export interface Ink {
  red: number;
  green: number;
  blue: number;
}

const DARKEST = 0.45;

/** The pixels of one row: the stranger a point, the more ink. Written into `row` as RGBA. */
export function shadeRow(row: Uint32Array, pixels: Int32Array, score: Numbers, { red, green, blue }: Ink): void {
  // Little-endian, as every machine that runs a browser: alpha stands highest.
  const colour = (blue << 16) | (green << 8) | red;
  for (let pixel = 0; pixel < pixels.length; pixel += 1) {
    const value = score[pixels[pixel] ?? -1] ?? 0;
    row[pixel] = ((Math.round(255 * DARKEST * value) << 24) | colour) >>> 0;
  }
}

/** Read a colour of the theme: `#rgb`, `#rrggbb` or `rgb(a, b, c)`. */
export function inkOf(colour: string): Ink {
  const parts = colour.startsWith('#') ? fromHex(colour.slice(1)) : (colour.match(/[\d.]+/g) ?? []).map(Number);
  const [red = 128, green = 128, blue = 128] = parts;
  return { red, green, blue };
}

function fromHex(text: string): number[] {
  const full = text.length < 6 ? [...text].map((digit) => digit + digit).join('') : text;
  return [0, 2, 4].map((at) => parseInt(full.slice(at, at + 2), 16));
}
