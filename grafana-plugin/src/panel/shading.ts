import type { Numbers } from '../api/types';

/** Where the points of a row stand: point after point its index, its first pixel and the one after its last. */
export function stretchesOf(times: number[], fromMs: number, toMs: number, width: number): Int32Array {
  const found: number[] = [];
  const reachMs = reachOf(times);
  // A pixel shows what is in force at its middle.
  const pixelAt = (ms: number) => Math.max(0, Math.min(width, Math.ceil(((ms - fromMs) / (toMs - fromMs)) * width - 0.5)));
  for (let point = 0; point < times.length; point += 1) {
    const ms = times[point] ?? 0;
    const first = pixelAt(ms);
    const end = pixelAt(Math.min(times[point + 1] ?? Infinity, ms + reachMs));
    if (end > first) {
      found.push(point, first, end);
    }
  }
  return Int32Array.from(found);
}

/** A point holds until the next one; the last one and those before a hole as long as the usual distance, twice. */
function reachOf(times: number[]): number {
  const steps = times.slice(1).map((ms, index) => ms - (times[index] ?? ms));
  return 2 * (steps.sort((a, b) => a - b)[Math.floor(steps.length / 2)] ?? 60_000);
}

interface Ink {
  red: number;
  green: number;
  blue: number;
}

const DARKEST = 0.45;
const SHADES = 255;

/** Pixels as RGBA for scores from 0 to 1: the stranger, the more ink. */
export function shadesOf({ red, green, blue }: Ink): Uint32Array {
  // Little-endian, as every machine that runs a browser: alpha stands highest.
  const colour = (blue << 16) | (green << 8) | red;
  return Uint32Array.from({ length: SHADES + 1 }, (_, shade) => ((Math.round(DARKEST * shade) << 24) | colour) >>> 0);
}

/** Write one row of pixels, which begins at `start`; where there is no point they stay as they are. */
export function shadeRow(pixels: Uint32Array, start: number, stretches: Int32Array, score: Numbers, shades: Uint32Array): void {
  for (let at = 0; at < stretches.length; at += 3) {
    const value = score[stretches[at] as number];
    if (value && value > 0) {
      const colour = shades[Math.min(SHADES, value * SHADES) | 0] ?? 0;
      const end = start + (stretches[at + 2] as number);
      for (let pixel = start + (stretches[at + 1] as number); pixel < end; pixel += 1) {
        pixels[pixel] = colour;
      }
    }
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
