// Explore: each kind of query is picked in the editor and answered; the settings of the data source give a real verdict.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { beginIncidents, isGrafana, useBrowser } from './stage.mjs';

const visit = useBrowser();
const KINDS = [
  ['Anomalies', 'anomalies'],
  ['Incidents', 'incidents'],
  ['Events', 'events'],
  ['Detector health', 'health'],
  ['Series with band', 'band', 'shop-errors'],
  ['Score', 'score', 'shop-errors'],
  ['Forecast', 'forecast', 'shop-certificate'],
  ['Log templates', 'templates', 'shop-logs'],
];

async function pick(page, field, text) {
  const input = page.locator(`#A-${field}`);
  await input.click();
  await input.fill(text);
  await page.getByRole('option', { name: text }).filter({ hasNotText: 'Use custom value' }).first().click();
}

/** People look for a title, whatever it is at the moment. */
async function titlesOf(person) {
  const { items } = await (await person.ask('GET', 'api/v1/detectors')).json();
  return new Map(items.map(({ id, spec }) => [id, spec.title]));
}

const answered = (page, kind) => page.locator(`[data-testid=host-frame][data-kind=${kind}]:not([data-rows="0"])`).first();

for (const theme of ['dark', 'light']) {
  test(`each kind of query is picked and answered, in ${theme}`, { skip: isGrafana, timeout: 150_000 }, async () => {
    await beginIncidents();
    const person = await visit({ theme });
    const page = await person.open('/explore?from=now-1h&to=now');
    const titles = await titlesOf(person);
    for (const [title, kind, detector] of KINDS) {
      await pick(page, 'kind', title);
      if (detector) {
        await pick(page, 'detector', titles.get(detector));
      }
      await answered(page, kind).waitFor({ timeout: 75_000 });
      await person.show(`explore-${kind}`);
    }
    await person.close();
  });
}

test('the beginning of a title and Enter is enough for a detector, and labels narrow its series', { skip: isGrafana }, async () => {
  const person = await visit();
  const page = await person.open('/explore?from=now-1h&to=now');
  const title = (await titlesOf(person)).get('shop-errors');
  await pick(page, 'kind', 'Score');
  await page.locator('#A-detector').click();
  await page.getByRole('option', { name: title }).first().waitFor();
  await page.locator('#A-detector').fill(title.toLowerCase().slice(0, -3));
  await page.keyboard.press('Enter');
  await answered(page, 'score').waitFor();
  await page.waitForFunction(() => document.querySelectorAll('[data-testid=host-frame]').length > 2);
  await page.locator('#A-labels').fill('service=~"cart|queue"');
  await page.getByRole('option', { name: 'service=~' }).click();
  await page.waitForFunction(() => document.querySelectorAll('[data-testid=host-frame]').length === 2);
  const names = await page.getByTestId('host-frame').evaluateAll((frames) => frames.map(({ dataset }) => dataset.name).sort());
  assert.deepEqual(names, ['cart', 'queue']);
  await person.show('explore-labels');
  await person.close();
});

for (const theme of ['dark', 'light']) {
  test(`"Save & test" tries everything that panels need, in ${theme}`, { skip: isGrafana }, async () => {
    const person = await visit({ theme });
    const page = await person.open('/connections/datasources/edit/barograph');
    await page.getByLabel('Address').fill('http://127.0.0.1:8427/');
    await page.getByRole('button', { name: 'Save & test' }).click();
    await page.getByText(/Barograph .* answers: .* detectors run, the live line is live/).waitFor();
    await person.show('settings-verdict');
    await person.close();
  });
}

test('"Save & test" says when only the live line does not open', { skip: isGrafana }, async () => {
  const person = await visit();
  await person.page.routeWebSocket('**/api/v1/live', (socket) => socket.close());
  const page = await person.open('/connections/datasources/edit/barograph');
  await page.getByRole('button', { name: 'Save & test' }).click();
  await page.getByText('a proxy before Grafana must pass WebSocket upgrades on').waitFor();
  await person.show('settings-no-line');
  await person.close();
});
