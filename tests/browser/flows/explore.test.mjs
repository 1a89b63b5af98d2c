// Explore: each kind of query is picked in the editor and answered; the settings of the data source give a real verdict.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anIncident, certificate, learnt, LOGS, makeDetector, SERVICES } from './making.mjs';
import { askGrafana, base, isGrafana, until, useBrowser } from './stage.mjs';

const visit = useBrowser();
const LONG = { timeout: 300_000 };

/** What is picked, the kind of frame that answers, how Grafana's table names it or a column of it, and of which detector. */
const KINDS = [
  ['Anomalies', 'anomalies', 'Table - Anomalies'],
  ['Incidents', 'incidents', 'Table - Incidents'],
  ['Events', 'events', 'Table - Events'],
  ['Detector health', 'health', 'Table - Detectors'],
  ['Series with band', 'band', 'cart expected', 'services'],
  ['Score', 'score', 'cart', 'services'],
  ['Forecast', 'forecast', /forecast upper$/, 'certificate'],
  ['Log templates', 'templates', 'Template', 'logs'],
];

/** Picks an option by what is typed; on a slow machine a field may be drawn anew meanwhile, and is typed into again. */
async function pick(page, field, text) {
  const option = page.getByRole('option', { name: text }).filter({ hasNotText: 'Use custom value' }).first();
  await until(async () => {
    const input = page.locator(`#A-${field}`);
    await input.click();
    await input.fill(text);
    return option.click({ timeout: 10_000 }).then(() => true, () => false);
  }, `the option ${text}`);
}

/** The page with one query of Barograph and what it answers. */
function explore(person) {
  const query = { refId: 'A', datasource: { type: 'barograph-anomaly-datasource', uid: 'barograph' }, kind: 'anomalies' };
  const panes = { flow: { datasource: 'barograph', queries: [query], range: { from: 'now-1h', to: 'now' } } };
  return person.open(isGrafana ? `/explore?schemaVersion=1&orgId=1&panes=${encodeURIComponent(JSON.stringify(panes))}` : '/explore?from=now-1h&to=now');
}

/** Something of the answer, which only this kind of query gives. */
function answered(page, kind, seen) {
  if (!isGrafana) {
    return page.locator(`[data-testid=host-frame][data-kind=${kind}]:not([data-rows="0"])`).first();
  }
  const isTable = typeof seen === 'string' && seen.startsWith('Table');
  return isTable ? page.getByText(seen).locator('xpath=ancestor::section').locator('[role=gridcell], [role=cell]').first() : page.getByRole('columnheader', { name: seen, exact: true }).first();
}

/** The series that are shown, by name. */
function shownSeries(page) {
  const shown = isGrafana ? page.getByTestId(/^data-testid VizLegend series/) : page.getByTestId('host-frame');
  return shown.evaluateAll((found) => found.map((one) => one.dataset.name ?? one.textContent).sort());
}

test('each kind of query is picked and answered, in dark and in light', { timeout: 500_000 }, async () => {
  const people = [await visit({ theme: 'dark' }), await visit({ theme: 'light' })];
  const [person] = people;
  const made = {
    services: await makeDetector(person, 'explored', SERVICES),
    certificate: await makeDetector(person, 'expiring', certificate()),
    logs: await makeDetector(person, 'logged', LOGS),
  };
  await anIncident(person, made.services);
  await Promise.all(Object.values(made).map((one) => learnt(person, one)));
  for (const one of people) {
    const page = await explore(one);
    for (const [title, kind, seen, detector] of KINDS) {
      await pick(page, 'kind', title);
      if (detector) {
        await pick(page, 'detector', made[detector].title);
      }
      await answered(page, kind, seen).waitFor();
      await one.show(`explore-${kind}`);
    }
    assert.deepEqual(one.complaints, []);
  }
  await person.close();
});

test('the beginning of a title and Enter is enough for a detector, and labels narrow its series', LONG, async () => {
  const person = await visit();
  const made = await makeDetector(person, 'narrowed', SERVICES);
  await learnt(person, made);
  const page = await explore(person);
  await pick(page, 'kind', 'Score');
  await page.locator('#A-detector').click();
  await page.getByRole('option', { name: made.title }).first().waitFor();
  await page.locator('#A-detector').fill(made.title.toLowerCase().slice(0, -1));
  const isMeant = (text) => text.includes(made.title) || text.includes('custom value');
  await until(async () => (await page.getByRole('option').allInnerTexts()).every(isMeant), 'the options that fit');
  await page.keyboard.press('Enter');
  await answered(page, 'score', 'cart').waitFor();
  await until(async () => (await shownSeries(page)).length > 2, 'every series');
  await page.getByRole('combobox', { name: 'Labels' }).fill('service=~"cart|queue"');
  await page.getByRole('option', { name: 'service=~' }).click();
  await until(async () => (await shownSeries(page)).length === 2, 'the two that are meant');
  assert.deepEqual(await shownSeries(page), ['cart', 'queue']);
  await person.show('explore-labels');
  await person.close();
});

/** A data source whose settings may be changed; in Grafana one is made, since files provide the other. */
async function settingsOf(person) {
  if (!isGrafana) {
    return { path: '/connections/datasources/edit/barograph', address: 'http://127.0.0.1:8427/' };
  }
  const uid = `flow-${Date.now()}`;
  const { jsonData } = await askGrafana('GET', '/api/datasources/uid/barograph');
  await askGrafana('POST', '/api/datasources', { uid, name: uid, type: 'barograph-anomaly-datasource', access: 'proxy', url: base });
  person.owe(() => askGrafana('DELETE', `/api/datasources/uid/${uid}`));
  return { path: `/connections/datasources/edit/${uid}`, address: jsonData.backendUrl };
}

/** A verdict waits five seconds for the live line; on a busy machine that takes longer, and a person tries again. */
async function saveUntilLive(page, tries = 5) {
  await page.getByRole('button', { name: 'Save & test' }).click();
  const verdict = page.getByText(/Barograph .* answers: .* detectors run, the live line is live/);
  await (tries > 1 ? verdict.waitFor({ timeout: 15_000 }).catch(() => saveUntilLive(page, tries - 1)) : verdict.waitFor());
}

for (const theme of ['dark', 'light']) {
  test(`"Save & test" tries everything that panels need, in ${theme}`, LONG, async () => {
    const person = await visit({ theme });
    const { path, address } = await settingsOf(person);
    const page = await person.open(path);
    await page.getByLabel('Address').fill(address);
    await saveUntilLive(page);
    await person.show('settings-verdict');
    await person.close();
  });
}

test('"Save & test" says when only the live line does not open', LONG, async () => {
  const person = await visit();
  const { path, address } = await settingsOf(person);
  await person.page.routeWebSocket('**/api/v1/live', (socket) => socket.close());
  const page = await person.open(path);
  await page.getByLabel('Address').fill(address);
  await page.getByRole('button', { name: 'Save & test' }).click();
  await page.getByText('a proxy before Grafana must pass WebSocket upgrades on').waitFor();
  await person.show('settings-no-line');
  await person.close();
});
