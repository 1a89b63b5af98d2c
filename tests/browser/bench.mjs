// How many frames a second the panel keeps with hundreds of series: HOST_URL=... node tests/browser/bench.mjs
import { liveBrowser } from './flows/stage.mjs';

const SECONDS = 10;
const browser = await liveBrowser();
for (const [series, rate, kind] of [[100, 10, 'series'], [500, 1, 'series'], [500, 10, 'series'], [500, 10, 'score']]) {
  const page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
  await page.goto(`${process.env.HOST_URL}/bench?series=${series}&rate=${rate}&kind=${kind}`);
  await page.getByTestId('barograph-panel').waitFor();
  const gaps = await page.evaluate(measure, SECONDS);
  const sorted = [...gaps].sort((a, b) => a - b);
  const at = (share) => sorted[Math.floor(share * (sorted.length - 1))].toFixed(1);
  const perSecond = (gaps.length / SECONDS).toFixed(1);
  process.stdout.write(`${JSON.stringify({ series, updates_per_second: rate, kind, frames_per_second: Number(perSecond), gap_ms: { p50: at(0.5), p95: at(0.95), p99: at(0.99), most: at(1) } })}\n`);
  await page.close();
}
await browser.close();

/** The pauses between frames, as the page itself sees them. */
function measure(seconds) {
  return new Promise((done) => {
    const gaps = [];
    let last = performance.now();
    const end = last + 1000 * seconds;
    const frame = (now) => {
      gaps.push(now - last);
      last = now;
      if (now < end) {
        requestAnimationFrame(frame);
      } else {
        done(gaps);
      }
    };
    requestAnimationFrame(frame);
  });
}
