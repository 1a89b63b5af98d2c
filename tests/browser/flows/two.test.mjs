// Two Barograph data sources in one Grafana: each page, panel and link stays with the one that was asked.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alarm, learnt, makeDetector, SERVICES } from './making.mjs';
import { askGrafana, isGrafana, until, useBrowser } from './stage.mjs';

const visit = useBrowser();
const APP = '/a/barograph-anomaly-app';
const TYPE = 'barograph-anomaly-datasource';
const IN_GRAFANA = { skip: !isGrafana && 'the host has one data source', timeout: 300_000 };

/** Another data source, in front of the same Barograph. */
async function makeSecond(person) {
  const { jsonData } = await askGrafana('GET', '/api/datasources/uid/barograph');
  const uid = `flow-second-${Date.now()}`;
  await askGrafana('POST', '/api/datasources', { uid, name: uid, type: TYPE, access: 'proxy', url: jsonData.backendUrl, jsonData });
  person.owe(() => askGrafana('DELETE', `/api/datasources/uid/${uid}`));
  return uid;
}

/** Which data sources a page asks, sockets included. */
function watch(page) {
  const asked = new Set();
  const note = (told) => {
    const uid = /\/proxy\/uid\/([^/]+)\//.exec(told.url())?.[1];
    if (uid) {
      asked.add(uid);
    }
  };
  page.on('request', note);
  page.on('websocket', note);
  return asked;
}

test('a page asks the data source of its address only, and its links and the navigation stay there', IN_GRAFANA, async () => {
  const person = await visit();
  const second = await makeSecond(person);
  const made = await makeDetector(person, 'two');
  const asked = watch(person.page);
  for (const path of ['home', 'incidents', 'detectors', `detectors/${made.name}`, 'models', 'sources', 'automations', 'live-metrics', 'settings', 'audit']) {
    const page = await person.open(`${APP}/${path}?ds=${second}`);
    await page.getByTestId('barograph-live').first().and(page.locator('[data-state="live"]')).waitFor();
    const links = await page.locator('#pageContent a[href*="barograph-anomaly-app/"]').evaluateAll((found) => found.map(({ href }) => href));
    assert.deepEqual(links.filter((href) => new URL(href).searchParams.get('ds') !== second), []);
  }
  assert.deepEqual([...asked], [second]);
  const page = await person.open(`${APP}/detectors/${made.name}?ds=${second}`);
  await page.getByLabel('Barograph data source').click();
  await page.getByRole('option', { name: 'Barograph', exact: true }).click();
  await page.waitForURL(/\/detectors\?ds=barograph/);
  await page.getByTestId(`detector-${made.name}`).waitFor();
  await person.show('two-sources');
  await person.close();
});

test('a card in a panel leads to the data source that answered, and a panel that mixes two shows both', IN_GRAFANA, async () => {
  const person = await visit();
  const second = await makeSecond(person);
  const made = await makeDetector(person, 'mixed', SERVICES);
  await learnt(person, made);
  await alarm(person, made);
  const target = (refId, uid, kind) => ({ refId, datasource: { type: TYPE, uid }, kind, detector: made.name });
  const panel = { type: 'barograph-anomaly-panel', options: { layout: 'lanes', hasBand: true } };
  const panels = [
    { ...panel, title: 'Alone', datasource: { type: TYPE, uid: second }, targets: [target('A', second, 'series'), target('B', second, 'anomalies')] },
    { ...panel, title: 'Mixed', datasource: { type: 'datasource', uid: '-- Mixed --' }, targets: [target('A', 'barograph', 'series'), target('B', second, 'anomalies')] },
  ].map((one, place) => ({ ...one, id: place + 1, gridPos: { x: 0, y: 9 * place, w: 24, h: 9 } }));
  const uid = `flow-two-${Date.now()}`;
  await askGrafana('POST', '/api/dashboards/db', { dashboard: { uid, title: uid, time: { from: 'now-15m', to: 'now' }, panels } });
  person.owe(() => askGrafana('DELETE', `/api/dashboards/uid/${uid}`));
  const page = await person.open(`/d/${uid}`);
  for (const title of ['Alone', 'Mixed']) {
    const inner = page.getByTestId(`data-testid Panel header ${title}`);
    await inner.getByTestId('barograph-panel').waitFor();
    await until(async () => (await inner.getByText(/open anomal/).count()) > 0, `the anomalies of the panel ${title}`);
  }
  const alone = page.getByTestId('data-testid Panel header Alone');
  await alone.getByTestId('barograph-panel').locator('button').first().focus();
  await page.keyboard.press('Enter');
  assert.match(await alone.getByRole('link', { name: 'Replay' }).getAttribute('href'), new RegExp(`[?&]ds=${second}`));
  await person.show('two-sources-mixed');
  await person.close();
});
