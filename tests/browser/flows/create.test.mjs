// Three ways to a new detector: asked step by step, from a template, and as text.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { useBrowser } from './stage.mjs';

const visit = useBrowser();
const APP = '/a/barograph-anomaly-app';

test('a query is tried and rehearsed before anything is saved', { timeout: 180_000 }, async () => {
  const person = await visit({ role: 'Editor' });
  const title = `Rehearsed ${Date.now()}`;
  const query = new URLSearchParams({ expression: 'sum(queue_messages_ready)', title });
  const page = await person.open(`${APP}/create?${query}`);
  await page.getByRole('radio', { name: '5m', exact: true }).click();
  await page.getByRole('button', { name: 'Try the query' }).click();
  await page.getByRole('status').getByText(/^1 series in the last 2 hours, values from [\d.]+ to [\d.]+, no gaps/).waitFor();
  await page.locator('#detector-expression').fill('no_such_metric_at_all');
  await page.getByRole('button', { name: 'Try the query' }).click();
  await page.getByText('The source has no series for it in the last 2 hours.').waitFor();
  await page.locator('#detector-expression').fill('sum(queue_messages_ready)');
  await page.getByRole('radio', { name: 'last day' }).click();
  await page.getByRole('button', { name: 'Rehearse it on the past' }).click();
  await page.getByText(/It would have seen \d+ anomal\w+ in the last day: [\d.]+ alerts a week/).waitFor();
  assert.ok(!(await person.read('detectors?limit=200')).items.some(({ spec }) => spec.title === title));
  await person.show('create-guided');
  await person.close();
});

test('a template shows its detectors before anything is saved', async () => {
  const person = await visit({ role: 'Editor' });
  const { detectors } = (await person.read('templates')).items.find(({ name }) => name === 'red');
  const page = await person.open(`${APP}/create?tab=template&template=red`);
  await page.getByLabel('Prefix of the names').fill('flow');
  await page.getByRole('button', { name: 'Show the detectors' }).click();
  await page.getByRole('button', { name: `Save ${detectors} and start` }).waitFor();
  await page.locator('.view-lines').getByText('flow-rate').waitFor();
  await person.show('template');
  await person.close();
});

test('a mistake in the text is told with its line, mended and saved', async () => {
  const person = await visit({ role: 'Editor' });
  const name = `flow-text-${Date.now()}`;
  const text = (key) => `apiVersion: 1\ndetectors:\n- name: ${name}\n  ${key}: Made of text\n  query: {expression: 'sum(rate(http_requests_total[1m]))', step: 5m}\n`;
  await person.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const page = await person.open(`${APP}/create?tab=expert`);
  person.owe(() => person.ask('DELETE', `api/v1/detectors/${name}`));
  await write(page, text('titel'));
  await page.getByRole('button', { name: 'Save and start' }).click();
  await page.getByText(/^Line 4, column 3: .*titel/).waitFor();
  assert.equal((await person.ask('GET', `api/v1/detectors/${name}`)).status(), 404);
  await person.show('text-mistake');
  await write(page, text('title'));
  await page.getByRole('button', { name: 'Check' }).click();
  await page.getByText('Valid: 1 detector').waitFor();
  await page.getByRole('button', { name: 'Save and start' }).click();
  await page.waitForURL(`**/detectors/${name}**`);
  await page.getByRole('heading', { name: 'Made of text' }).waitFor();
  assert.equal((await person.read(`detectors/${name}`)).spec.title, 'Made of text');
  await person.close();
});

/** Paste a text in the place of what stands in the editor. */
async function write(page, text) {
  await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
  await page.locator('.monaco-editor .view-line').first().click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.press('ControlOrMeta+V');
}
