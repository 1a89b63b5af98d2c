// What only a real Grafana has: dashboards of people, their variables and filters, menus of panels, its own annotations.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alarm, learnt, makeDetector, SERVICES } from './making.mjs';
import { askGrafana, isGrafana, until, useBrowser } from './stage.mjs';

const visit = useBrowser();
const APP = '/a/barograph-anomaly-app';
const IN_GRAFANA = { skip: !isGrafana && 'the host has no dashboards of people', timeout: 300_000 };
const OURS = { type: 'barograph-anomaly-datasource', uid: 'barograph' };

/** A dashboard that somebody has: it goes when they leave. Grafana lets others see it only after a minute. */
async function makeBoard(person, panels, more = {}) {
  const uid = `flow-board-${Date.now()}`;
  const placed = panels.map((panel, place) => ({ id: place + 1, gridPos: { x: 0, y: 8 * place, w: 24, h: 8 }, ...panel }));
  await askGrafana('POST', '/api/dashboards/db', { dashboard: { uid, title: uid, time: { from: 'now-15m', to: 'now' }, panels: placed, ...more } });
  person.owe(() => askGrafana('DELETE', `/api/dashboards/uid/${uid}`));
  return `/d/${uid}`;
}

const scoresOf = (query) => ({ type: 'timeseries', title: 'Scores', datasource: OURS, targets: [{ refId: 'A', datasource: OURS, kind: 'score', ...query }] });
const variable = (name, value) => ({ name, type: 'custom', query: value, current: { text: value, value }, multi: true });
const filter = (key, operator, value) => ({ name: 'filters', type: 'adhoc', datasource: OURS, filters: [{ key, operator, value, condition: '' }] });
const legend = (page) => page.getByTestId(/^data-testid VizLegend series/).evaluateAll((found) => found.map(({ textContent }) => textContent).sort());

test('variables and ad-hoc filters of a dashboard narrow our queries, and so does an address', IN_GRAFANA, async () => {
  const person = await visit();
  const made = await makeDetector(person, 'variables', SERVICES);
  await learnt(person, made);
  const detectors = { name: 'detector', type: 'query', datasource: OURS, query: 'detectors()', refresh: 1 };
  const service = { ...variable('service', 'cart,queue,payment'), current: { text: ['cart', 'queue'], value: ['cart', 'queue'] } };
  const board = await makeBoard(person, [scoresOf({ detector: '$detector', labels: 'service=~"$service"' })], { templating: { list: [detectors, service, filter('service', '!=', 'queue')] } });
  const page = await person.open(`${board}?var-detector=${made.name}`);
  await until(async () => String(await legend(page)) === 'cart', 'the one that is left');
  await person.open(`${board}?var-detector=${made.name}&var-service=cart&var-service=payment&var-filters=service%7C%21%3D%7Ccart`);
  await until(async () => String(await legend(page)) === 'payment', 'the one that the address means');
  await person.show('board-variables');
  await person.close();
});

test('a filter that is picked in a dashboard narrows our queries, and stands in the address', IN_GRAFANA, async () => {
  const person = await visit();
  const made = await makeDetector(person, 'filters', SERVICES);
  await learnt(person, made);
  const board = await makeBoard(person, [scoresOf({ detector: made.name })], { templating: { list: [{ ...filter(), filters: [] }] } });
  const page = await person.open(board);
  await until(async () => (await legend(page)).length > 2, 'every series');
  await page.getByPlaceholder('Filter by label values').click();
  for (const text of ['service', '=', 'cart']) {
    await page.keyboard.type(text);
    await page.getByRole('option', { name: text }).first().click();
  }
  await until(async () => String(await legend(page)) === 'cart', 'the series of the filter');
  assert.match(page.url(), /var-filters=service%7C%3D%7Ccart/);
  await person.close();
});

test('the menu of a panel makes a detector of what was asked in truth', IN_GRAFANA, async () => {
  const person = await visit();
  const shop = await makeShop(person);
  const target = { refId: 'A', datasource: shop, expr: 'sum(rate(http_requests_total{service="$service"}[$__rate_interval]))', range: true };
  const list = [variable('service', 'cart'), { ...filter('code', '=', '200'), datasource: shop }];
  const board = await makeBoard(person, [{ type: 'timeseries', title: 'Requests of $service', datasource: shop, targets: [target] }], { templating: { list } });
  const page = await person.open(board);
  await page.getByTestId(/^data-testid VizLegend series/).first().waitFor();
  const panel = page.getByTestId('data-testid Panel header Requests of cart');
  await panel.hover();
  await panel.getByTestId('data-testid Panel menu Requests of cart').click();
  await page.getByRole('menuitem', { name: 'Extensions' }).hover();
  await page.getByRole('menuitem', { name: 'Create anomaly detector' }).click();
  await page.waitForURL(`**${APP}/create?**`);
  assert.equal(await page.locator('#detector-title').inputValue(), 'Requests of cart');
  assert.match(await page.locator('#detector-expression').inputValue(), /^sum\(rate\(http_requests_total\{(service="cart", ?code="200"|code="200", ?service="cart")\}\[\d+[smh]\]\)\)$/);
  await page.getByRole('button', { name: 'Try the query' }).click();
  await page.getByRole('status').getByText(/^1 series in the last/).waitFor();
  await person.show('from-a-panel');
  await page.goBack();
  await panel.waitFor();
  await person.close();
});

/** A data source of Grafana for what Barograph watches itself. */
async function makeShop(person) {
  const { items } = await person.read('datasources');
  const { urls } = items.find(({ spec }) => spec.type === 'prometheus').spec;
  const shop = { uid: `flow-shop-${Date.now()}`, type: 'prometheus' };
  await askGrafana('POST', '/api/datasources', { ...shop, name: shop.uid, access: 'proxy', url: urls[0], jsonData: { httpMethod: 'POST' } });
  person.owe(() => askGrafana('DELETE', `/api/datasources/uid/${shop.uid}`));
  return shop;
}

test('anomalies are annotations of a panel that knows nothing of us, with the sentence on hover', IN_GRAFANA, async () => {
  const person = await visit({ theme: 'light' });
  const made = await makeDetector(person, 'annotations', SERVICES);
  const { evidence } = await alarm(person, made);
  const annotations = { list: [{ name: 'Anomalies', enable: true, datasource: OURS, iconColor: 'red', target: { refId: 'Anno', kind: 'anomalies', detector: made.name } }] };
  const board = await makeBoard(person, [scoresOf({ detector: made.name })], { annotations });
  const page = await person.open(board);
  const marker = page.getByTestId('data-testid annotation-marker').last();
  const told = page.getByText(evidence.sentence.split(/ is | \(/)[0]).first();
  const isTold = async () => {
    await page.mouse.move(0, 0);
    await marker.hover();
    return told.waitFor({ timeout: 2_000 }).then(() => true, () => false);
  };
  await until(isTold, 'the sentence at the annotation');
  await person.show('board-annotations');
  await person.close();
});

test('the links of an anomaly in a table lead to its incident and to its replay', IN_GRAFANA, async () => {
  const person = await visit();
  const made = await makeDetector(person, 'links', SERVICES);
  await alarm(person, made);
  const board = await makeBoard(person, [{ type: 'table', title: 'Anomalies', datasource: OURS, targets: [{ refId: 'A', datasource: OURS, kind: 'anomalies', detector: made.name }] }]);
  const page = await person.open(board);
  for (const [link, target] of [['Open the incident', /\/incidents\/[0-9a-f]+/], ['Replay in Barograph', new RegExp(`/detectors/${made.name}\\?at=\\d+`)]]) {
    await page.getByRole('gridcell', { name: new RegExp(made.title) }).first().click();
    await page.getByRole('link', { name: link }).first().click();
    await page.waitForURL(target);
    await page.goBack();
  }
  await person.close();
});
