// Every panel of every dashboard that asks Barograph gets its answer.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anIncident, makeDetector, SERVICES } from './making.mjs';
import { askGrafana, isGrafana, until, useBrowser } from './stage.mjs';

const visit = useBrowser();
const LONG = { timeout: 240_000 };

for (const [board, count, theme] of [['overview', 5, 'dark'], ['detector', 6, 'light'], ['incident', 3, 'dark'], ['health', 1, 'light']]) {
  test(`every query of the dashboard ${board} is answered`, LONG, async () => {
    const person = await visit({ height: 2600, theme });
    const made = await makeDetector(person, 'dashboard', SERVICES);
    await anIncident(person, made);
    const page = await person.open(`/d/barograph-${board}?var-detector=${made.name}&from=now-15m&to=now`);
    await (isGrafana ? areShown(page, board, count) : areAnswered(page, count));
    await person.show(`dashboard-${board}`);
    await person.close();
  });
}

async function areAnswered(page, count) {
  const panels = page.getByTestId('host-panel').and(page.locator('[data-state="Streaming"]:not([data-frames="0"])'));
  await panels.nth(count - 1).waitFor();
  assert.equal(await panels.count(), count);
}

/** In Grafana a panel is drawn: none complains, and none of ours is empty. */
async function areShown(page, board, count) {
  const panels = page.locator('section[data-testid^="data-testid Panel header"]');
  await panels.nth(count - 1).waitFor();
  const { dashboard } = await askGrafana('GET', `/api/dashboards/uid/barograph-${board}`);
  const ours = dashboard.panels.filter(({ targets }) => targets.some(({ datasource }) => datasource.uid === 'barograph'));
  assert.equal(ours.length, count);
  await until(async () => (await page.getByLabel('Panel loading bar').count()) === 0, 'the answers');
  if (board !== 'health') {
    assert.equal(await panels.count(), count);
    await page.getByText('No data', { exact: true }).waitFor({ state: 'detached' });
    assert.equal(await page.getByTestId('data-testid Panel status error').count(), 0);
  }
  for (const { id, type } of ours) {
    const inner = page.locator(`[data-viz-panel-key="panel-${id}"]`);
    await inner.locator(type === 'table' ? '[role=gridcell]' : 'canvas').first().waitFor();
    assert.equal(await inner.getByTestId('data-testid Panel status error').count(), 0);
  }
}

test('every query to Prometheus in the dashboard health is answered', { skip: !isGrafana && 'the host has no Prometheus', ...LONG }, async (flow) => {
  const health = await askGrafana('GET', '/api/datasources/uid/barograph-prometheus/health').catch(() => undefined);
  if (health?.status !== 'OK') {
    flow.skip('no Prometheus scrapes Barograph here');
    return;
  }
  const person = await visit({ height: 2600 });
  const page = await person.open('/d/barograph-health?from=now-15m&to=now');
  await page.locator('section[data-testid^="data-testid Panel header"]').nth(10).waitFor();
  await until(async () => (await page.getByLabel('Panel loading bar').count()) === 0, 'the answers');
  assert.equal(await page.getByTestId('data-testid Panel status error').count(), 0);
  await person.show('dashboard-health-prometheus');
  await person.close();
});
