// The flows of people in a real Grafana that is provisioned as docs/grafana.md says.
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';

const base = process.env.GRAFANA_URL?.replace(/\/$/, '');
assert.ok(base, 'Say which Grafana: GRAFANA_URL=http://127.0.0.1:3000');
const login = { user: process.env.GRAFANA_USER ?? 'admin', password: process.env.GRAFANA_PASSWORD ?? 'admin' };
const shots = new URL('screenshots/', import.meta.url).pathname;
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];
let browser, page;

before(async () => {
  await mkdir(shots, { recursive: true });
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS });
  page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
  const answer = await page.request.post(`${base}/login`, { data: login });
  assert.equal(answer.status(), 200, 'Grafana refuses GRAFANA_USER and GRAFANA_PASSWORD');
});

after(() => browser?.close());

async function open(path, theme = 'dark') {
  await page.goto(`${base}${path}${path.includes('?') ? '&' : '?'}theme=${theme}`, { waitUntil: 'domcontentloaded' });
}

async function firstDetector() {
  const answer = await page.request.get(`${base}/api/datasources/proxy/uid/barograph/api/v1/detectors?limit=1`);
  const [detector] = (await answer.json()).items;
  assert.ok(detector, 'Barograph has no detector; run it with the demo');
  return detector;
}

for (const theme of ['dark', 'light']) {
  test(`the provisioned dashboard is live without a click, in ${theme}`, async () => {
    const { id } = await firstDetector();
    await open(`/d/barograph-overview/overview?var-detector=${id}`, theme);
    const dot = page.getByTestId('barograph-live').first();
    await dot.and(page.locator('[data-state="live"]')).waitFor({ timeout: 30_000 });
    await page.screenshot({ path: `${shots}overview-${theme}.png` });
  });

  test(`the first page says what is unusual, in ${theme}`, async () => {
    await open('/a/barograph-anomaly-app/home', theme);
    await page.getByTestId('open-anomalies').getByText(/All calm|open anomal/).first().waitFor({ timeout: 30_000 });
    await page.screenshot({ path: `${shots}home-${theme}.png` });
  });
}

test('a detector that may not be stopped shows so and keeps its state', async (t) => {
  const { id, is_provisioned: isReadOnly } = await firstDetector();
  if (!isReadOnly) {
    t.skip('the first detector is not read-only');
    return;
  }
  await open('/a/barograph-anomaly-app/detectors');
  const row = page.getByTestId(`detector-${id}`);
  const states = page.waitForResponse((answer) => answer.url().endsWith(`/detectors/${id}/stop`), { timeout: 30_000 });
  await row.getByRole('button', { name: 'Stop' }).click();
  assert.ok((await states).status() >= 400);
  await page.getByText('Barograph refused').waitFor();
  await row.getByRole('button', { name: 'Stop' }).waitFor();
});

test('a new detector comes from the guide and is removed again', async () => {
  const title = `Flow ${Date.now()}`;
  await open(`/a/barograph-anomaly-app/create?expression=up&title=${encodeURIComponent(title)}`);
  await page.getByRole('button', { name: 'Save and start' }).click({ timeout: 30_000 });
  const name = title.toLowerCase().replace(' ', '-');
  await page.waitForURL(`**/detectors/${name}**`);
  const gone = await page.request.delete(`${base}/api/datasources/proxy/uid/barograph/api/v1/detectors/${name}`);
  assert.ok(gone.ok());
});
