// The pages behind the first one: an incident, a detector's tabs, sources, templates, YAML, rules, keys and roles.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { beginIncidents, useBrowser } from './stage.mjs';

const visit = useBrowser();
const APP = '/a/barograph-anomaly-app';
const WAIT = { timeout: 60_000 };

test('an incident says who is suspected and why, and keeps what people say of it', { timeout: 90_000 }, async () => {
  await beginIncidents();
  const person = await visit({ role: 'Editor' });
  const page = await person.open(`${APP}/incidents`);
  await page.getByRole('table', { name: 'Incidents' }).getByRole('link').first().click(WAIT);
  await page.getByRole('heading', { name: 'Suspects' }).waitFor(WAIT);
  const evidence = page.getByRole('region', { name: 'Evidence' });
  const useful = evidence.getByRole('button', { name: 'Useful' }).first();
  await useful.click();
  await evidence.locator('button[aria-pressed="true"]', { hasText: 'Useful' }).first().waitFor();
  await page.locator('#incident-note').fill('Looked at it.');
  await page.getByRole('button', { name: 'Save notes' }).click();
  await page.getByRole('button', { name: 'Save notes', disabled: true }).waitFor();
  await person.show('incident');
  await person.close();
});

test('a detector shows its model, its text and its history', async () => {
  const person = await visit();
  const page = await person.open(`${APP}/detectors/shop-errors?tab=models`);
  await page.getByRole('table', { name: 'Versions' }).getByText('active').waitFor();
  await person.show('detector-models');
  await page.getByRole('tab', { name: 'As YAML' }).click();
  await page.getByRole('button', { name: 'Copy' }).waitFor();
  await page.getByRole('tab', { name: 'History of changes' }).click();
  await page.getByRole('table', { name: 'Changes' }).waitFor();
  await person.close();
});

test('a source tells product and address', async () => {
  const person = await visit();
  const page = await person.open(`${APP}/sources`);
  const source = page.getByRole('region', { name: 'prometheus' });
  await source.getByText('is asked').waitFor();
  await source.getByRole('button', { name: 'Test' }).click();
  await person.show('sources');
  await person.close();
});

test('a template shows its detectors before anything is saved', async () => {
  const person = await visit({ role: 'Editor' });
  const page = await person.open(`${APP}/create?tab=template&template=red`);
  await page.getByRole('button', { name: 'Show the detectors' }).click();
  await page.getByRole('button', { name: /Save \d+ and start/ }).waitFor();
  await person.show('template');
  await person.close();
});

test('a rule is tried, saved, stopped and removed', async () => {
  const person = await visit();
  const page = await person.open(`${APP}/automations?tab=new`);
  await page.getByRole('button', { name: 'Dry run on the last 24 hours' }).click();
  await page.getByText(/No event of that time matches|Would it have acted/).first().waitFor();
  await page.getByRole('button', { name: 'Save and start' }).click();
  const rule = page.getByRole('row', { name: /page-the-shop/ });
  await rule.getByRole('button', { name: 'Stop' }).click();
  await rule.getByRole('button', { name: 'Start' }).waitFor();
  await person.show('automations');
  await rule.getByRole('button', { name: 'Remove' }).click();
  await page.getByText('No automation yet').waitFor();
  await person.close();
});

test('an API key is shown once, revoked, and stands in the audit', async () => {
  const person = await visit();
  const name = `flow ${Date.now()}`;
  const page = await person.open(`${APP}/settings?tab=tokens`);
  await page.getByLabel('What it is for').fill(name);
  await page.getByRole('button', { name: 'Make the key' }).click();
  await page.getByText('it is shown this once').waitFor();
  const key = page.getByRole('row', { name: new RegExp(name) });
  await key.getByRole('button', { name: 'Revoke' }).click();
  await key.getByText('revoked').waitFor();
  await person.open(`${APP}/audit?object=keys`);
  await page.getByRole('table', { name: 'Changes' }).getByText('keys', { exact: true }).first().waitFor();
  await person.show('audit');
  await person.close();
});

test('who only looks sees what would be possible and why it is not', async () => {
  const person = await visit({ role: 'Viewer' });
  const page = await person.open(`${APP}/detectors/shop-errors?tab=training`);
  const train = page.getByRole('button', { name: 'Train now' });
  await train.waitFor();
  assert.ok(await train.isDisabled());
  await train.locator('..').hover();
  await page.getByText('That takes the role Editor in Grafana.').waitFor();
  await person.close();
});
