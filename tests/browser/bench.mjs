// How many frames a second the panel keeps with hundreds of series: HOST_URL=... node tests/browser/bench.mjs
// PROFILE=file.cpuprofile also keeps what the page's scripts did in the last case, to be opened in the browser's tools.
import { writeFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { liveBrowser } from './flows/stage.mjs';

const SECONDS = Number(process.env.BENCH_SECONDS ?? 20);
const CASES = [[100, 10, 'score'], [500, 1, 'series'], [500, 10, 'score'], [500, 10, 'series']];
const browser = await liveBrowser();
tell({ page: 'empty', ...(await rhythmOfNothing()) });
for (const [series, rate, kind] of CASES) {
  const page = await browser.newPage({ viewport: { width: 1400, height: 1080 } });
  await page.goto(`${process.env.HOST_URL}/bench?series=${series}&rate=${rate}&kind=${kind}`);
  await page.getByTestId('barograph-panel').waitFor();
  // The first seconds belong to the compiler.
  await page.evaluate(watch, 3);
  const tools = await page.context().newCDPSession(page);
  await tools.send('Performance.enable');
  const profile = process.env.PROFILE && [series, rate, kind] + '' === CASES.at(-1) + '';
  if (profile) {
    await tools.send('Profiler.enable');
    await tools.send('Profiler.start');
  }
  const before = await usage(tools);
  const { gaps, pictures } = await page.evaluate(watch, SECONDS);
  const after = await usage(tools);
  if (profile) {
    await writeFile(process.env.PROFILE, JSON.stringify((await tools.send('Profiler.stop')).profile));
  }
  const eachUpdate = (name) => Number(((1000 * (after[name] - before[name])) / (SECONDS * rate)).toFixed(2));
  tell({
    series,
    updates_per_second: rate,
    kind,
    pictures_per_second: perSecond(pictures),
    ...rhythm(gaps),
    // Of the page's main thread, for each update: scripts alone, and with layout, style and what the canvas paints there.
    script_ms: eachUpdate('ScriptDuration'),
    task_ms: eachUpdate('TaskDuration'),
    load: Number(loadavg()[0].toFixed(1)),
  });
  await page.close();
}
await browser.close();

function tell(figures) {
  process.stdout.write(`${JSON.stringify(figures)}\n`);
}

/** What the machine has to give at the moment: where an empty page stumbles, a full one does too. */
async function rhythmOfNothing() {
  const page = await browser.newPage();
  const { gaps } = await page.evaluate(watch, SECONDS);
  await page.close();
  return rhythm(gaps);
}

function rhythm(gaps) {
  const sorted = [...gaps].sort((a, b) => a - b);
  const at = (share) => Number(sorted[Math.floor(share * (sorted.length - 1))].toFixed(1));
  return { frames_per_second: perSecond(gaps.length), gap_ms: { p50: at(0.5), p95: at(0.95), p99: at(0.99), most: at(1) } };
}

function perSecond(count) {
  return Number((count / SECONDS).toFixed(1));
}

async function usage(tools) {
  const { metrics } = await tools.send('Performance.getMetrics');
  return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
}

/** The pauses between frames, as the page itself sees them, and how often lanes were painted. */
function watch(seconds) {
  return new Promise((done) => {
    const gaps = [];
    let pictures = 0;
    const put = CanvasRenderingContext2D.prototype.putImageData;
    CanvasRenderingContext2D.prototype.putImageData = function (...picture) {
      pictures += 1;
      return put.apply(this, picture);
    };
    let last = performance.now();
    const end = last + 1000 * seconds;
    const frame = (now) => {
      gaps.push(now - last);
      last = now;
      if (now < end) {
        requestAnimationFrame(frame);
      } else {
        CanvasRenderingContext2D.prototype.putImageData = put;
        done({ gaps, pictures });
      }
    };
    requestAnimationFrame(frame);
  });
}
