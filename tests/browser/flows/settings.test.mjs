// Sources, who is told, calendars, keys and the audit.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { learnt, makeDetector } from './making.mjs';
import { nameOf, useBrowser } from './stage.mjs';

const visit = useBrowser();
const APP = '/a/barograph-anomaly-app';

test('a source tells product and address, and is tried again', async () => {
  const person = await visit();
  const { id } = (await person.read('datasources')).items.find(({ spec }) => spec.type === 'prometheus');
  const page = await person.open(`${APP}/sources`);
  const source = page.getByRole('region', { name: id });
  await source.getByText('is asked').waitFor();
  await source.getByRole('button', { name: 'Test' }).click();
  await source.getByRole('status').getByText(/answers in \d/).waitFor();
  await person.show('sources');
  await person.close();
});

test('an API key works until it is revoked, and both stand in the audit', async () => {
  const person = await visit();
  const name = `flow ${Date.now()}`;
  const page = await person.open(`${APP}/settings?tab=tokens`);
  await page.getByLabel('What it is for').fill(name);
  await page.getByRole('button', { name: 'Make the key' }).click();
  await page.getByText('it is shown this once').waitFor();
  const key = page.getByRole('row', { name: new RegExp(name) });
  const { id } = (await person.read('keys')).items.find((one) => one.name === name);
  await key.getByRole('button', { name: 'Revoke' }).click();
  await key.getByText('revoked').waitFor();
  await page.reload();
  await key.waitFor();
  await page.getByText('it is shown this once').waitFor({ state: 'detached' });
  await person.open(`${APP}/audit?kind=key&subject=${id}`);
  const changes = page.getByRole('table', { name: 'Changes' }).getByRole('row').filter({ hasText: name });
  await changes.filter({ hasText: 'Revoked it.' }).getByText(nameOf('Admin'), { exact: true }).waitFor();
  await changes.filter({ hasText: 'Made it, with the role' }).getByRole('link', { name }).waitFor();
  assert.equal(await changes.count(), 2, 'it was made and revoked');
  await person.show('audit');
  await person.close();
});

test('a test message arrives', async (flow) => {
  const person = await visit({ role: 'Editor' });
  const [sink] = (await person.read('sinks')).items.filter(({ type }) => type === 'alertmanager');
  if (!sink) {
    flow.skip('no Alertmanager is told here');
    return person.close();
  }
  const page = await person.open(`${APP}/settings`);
  await page.getByRole('region', { name: sink.name }).getByRole('button', { name: 'Send a test message' }).click();
  await page.getByText(`${sink.addresses[0].queue}: delivered`).waitFor();
  await person.show('settings');
  await person.close();
});

test('calendars tell when a detector is not listened to', async () => {
  const person = await visit({ role: 'Editor' });
  const name = `renewal-${Date.now()}`;
  const calendars = [{ name, weekly: [{ days: ['sunday'], start: '02:00', end: '04:00' }] }];
  await makeDetector(person, 'calendars', { policy: { calendars } });
  const page = await person.open(`${APP}/settings?tab=calendars`);
  await page.getByRole('table', { name: 'Calendars' }).getByRole('row').filter({ hasText: name }).getByText('Sunday 02:00 to 04:00').waitFor();
  await person.show('calendars');
  await person.close();
});

test('Barograph draws its own metrics while the page is open', { timeout: 240_000 }, async () => {
  const person = await visit({ role: 'Viewer' });
  const page = await person.open(`${APP}/live-metrics`);
  const ticks = page.getByRole('figure', { name: 'Ticks a second' });
  await page.getByText('The lines begin with the third answer.').waitFor();
  await ticks.getByRole('img').waitFor();
  await ticks.getByText(/^\d+(\.\d+)?$/).waitFor();
  await page.getByRole('region', { name: 'Processes' }).getByText('Looks after').waitFor();
  await person.show('live-metrics');
  await person.close();
});

test('the page of models tells how each of them fares', { timeout: 240_000 }, async () => {
  const [person, editor] = [await visit({ role: 'Viewer' }), await visit({ role: 'Editor' })];
  const made = await makeDetector(editor, 'fares');
  await learnt(editor, made);
  const page = await person.open(`${APP}/models?text=${made.name}`);
  const rows = page.getByRole('table', { name: 'Models' }).getByRole('row');
  await rows.filter({ hasText: made.title }).waitFor();
  assert.equal(await rows.count(), 2, 'the head and the one that was asked for');
  const { model_version: version } = await person.read(`detectors/${made.name}/quality`);
  await rows.last().getByRole('cell', { name: String(version), exact: true }).first().waitFor();
  await person.show('models');
  await person.close();
});
