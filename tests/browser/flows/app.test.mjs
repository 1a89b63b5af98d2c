// The pages of the app: a new detector by the guide, start and stop, and what each role may do.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeDetector } from './making.mjs';
import { base, liveDot, until, useBrowser } from './stage.mjs';

const visit = useBrowser();
const APP = '/a/barograph-anomaly-app';

for (const theme of ['dark', 'light']) {
  test(`the first page says what is unusual, in ${theme}`, async () => {
    const person = await visit({ theme });
    const page = await person.open(`${APP}/home`);
    await page.getByTestId('open-anomalies').getByText(/All calm|open anomal/).first().waitFor();
    await person.show('home');
    await person.close();
  });
}

test('an address that names a data source that is not there says so, and shows no other in its place', async () => {
  const person = await visit();
  const asked = [];
  person.page.on('request', (request) => request.url().includes('/proxy/uid/') && asked.push(request.url()));
  const page = await person.open(`${APP}/detectors?ds=gone`);
  await page.getByText('There is no Barograph data source gone').waitFor();
  assert.deepEqual(asked, []);
  await page.locator('#pageContent, main, body').first().getByRole('link', { name: 'Barograph', exact: true }).last().click();
  await page.waitForURL(/\/home\?ds=barograph/);
  await page.getByTestId('open-anomalies').waitFor();
  await person.close();
});

test('a new detector comes from the guide, is stopped, started and removed again', async () => {
  const person = await visit({ role: 'Editor' });
  const title = `Flow ${Date.now()}`;
  const name = title.toLowerCase().replace(' ', '-');
  const query = new URLSearchParams({ expression: 'sum(rate(http_requests_total[1m]))', title });
  const page = await person.open(`${APP}/create?${query}`);
  person.owe(() => person.ask('DELETE', `api/v1/detectors/${name}`));
  await page.getByRole('button', { name: 'Save and start' }).click();
  await page.waitForURL(`**/detectors/${name}**`);
  await person.open(`${APP}/detectors`);
  const row = page.getByTestId(`detector-${name}`);
  await row.getByRole('button', { name: 'Stop' }).click();
  await row.getByRole('button', { name: 'Start' }).click();
  await row.getByRole('button', { name: 'Stop' }).waitFor();
  await person.open(`${APP}/detectors/${name}`);
  await page.getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove it' }).click();
  await until(async () => (await person.ask('GET', `api/v1/detectors/${name}`)).status() === 404, 'its end');
  await page.waitForURL(/detectors$|detectors\?/);
  await row.waitFor({ state: 'detached' });
  await person.close();
});

test('a stop that Barograph refuses is shown at once and taken back', async () => {
  const person = await visit({ role: 'Editor' });
  const fromFile = (await person.read('detectors?limit=200')).items.find((one) => one.is_provisioned && one.spec.enabled);
  assert.ok(fromFile, 'Barograph has a detector from a file');
  let letThrough;
  const isSeen = new Promise((go) => (letThrough = go));
  await person.page.route('**/detectors/stop', async (route) => {
    await isSeen;
    await route.continue();
  });
  const page = await person.open(`${APP}/detectors`);
  const row = page.getByTestId(`detector-${fromFile.id}`);
  await row.getByRole('button', { name: 'Stop' }).click();
  await row.getByRole('button', { name: 'Start' }).waitFor();
  // What happens elsewhere in the meantime takes nothing back.
  const made = await makeDetector(person, 'meanwhile');
  await page.getByTestId(`detector-${made.name}`).waitFor();
  await row.getByRole('button', { name: 'Start' }).waitFor();
  letThrough();
  await row.getByRole('button', { name: 'Stop' }).waitFor();
  await page.getByText('read_only').first().waitFor();
  await person.show('stop-refused');
  await person.close();
});

test('who only looks is refused by Grafana before Barograph is asked', async () => {
  const [person, editor] = [await visit({ role: 'Viewer' }), await visit({ role: 'Editor' })];
  const { name } = await makeDetector(editor, 'refusal');
  const page = await person.open(`${APP}/detectors`);
  await page.getByTestId(`detector-${name}`).waitFor();
  assert.equal((await person.ask('POST', `api/v1/detectors/${name}/stop`)).status(), 403);
  assert.equal((await person.ask('GET', 'api/v1/detectors')).status(), 200);
  await person.show('viewer-detectors');
  await person.close();
});

test('where Barograph does not answer the pages say so, and go on once it does', async () => {
  const person = await visit();
  const { title } = await makeDetector(person, 'silence');
  for (const [path, list, seen] of [['home', 'anomalies', 'All incidents'], ['detectors', 'detectors', title]]) {
    let refused = 0;
    await person.page.route(`**/api/v1/${list}?**`, async (route) => {
      await route.fulfill({ status: 502, contentType: 'application/json', body: '{"message":"Bad Gateway"}' });
      refused += 1;
    });
    const page = await person.open(`${APP}/${path}`);
    await page.getByText('Barograph does not answer. Check that').first().waitFor();
    // The page asks again by itself once the live line stands.
    await until(() => refused > 1, 'the second question');
    await person.show(`no-answer-${path}`);
    await person.page.unroute(`**/api/v1/${list}?**`);
    await page.getByText('Ask again').first().click();
    await page.getByText(seen, { exact: true }).first().waitFor();
  }
  await person.close();
});

test('every link leads to where Grafana is served, also where that is a sub-path and a link is opened in a new tab', async () => {
  const person = await visit();
  const made = await makeDetector(person, 'subpath');
  for (const path of ['home', 'incidents', 'detectors', `detectors/${made.name}`, 'models', 'create', 'settings']) {
    const page = await person.open(`${APP}/${path}`);
    await liveDot(page).waitFor();
    const links = await page.locator('a[href]').evaluateAll((found) => found.map(({ href }) => href));
    assert.deepEqual(links.filter((href) => href.startsWith(new URL(base).origin) && !`${href}/`.startsWith(`${base}/`)), []);
  }
  await person.close();
});
