// Automations: a rule is tried, saved and stopped; a run waits for a person.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeDetector } from './making.mjs';
import { nameOf, until, useBrowser } from './stage.mjs';

const visit = useBrowser();
const APP = '/a/barograph-anomaly-app';

test('a rule is tried, saved, stopped and removed', async () => {
  const person = await visit({ role: 'Editor' });
  const title = `Flow ${Date.now()}`;
  const name = title.toLowerCase().replace(' ', '-');
  person.owe(() => person.ask('DELETE', `api/v1/automations/${name}`));
  const page = await person.open(`${APP}/automations?tab=new`);
  await page.locator('#rule-title').fill(title);
  await page.getByRole('button', { name: 'Dry run on the last 24 hours' }).click();
  await page.getByRole('status').getByText(/^Of \d+ events? of these types, \d+ match/).waitFor();
  assert.equal((await person.ask('GET', `api/v1/automations/${name}`)).status(), 404);
  await person.show('automation-new');
  await page.getByRole('button', { name: 'Save and start' }).click();
  const rule = page.getByRole('row', { name: new RegExp(title) });
  await rule.getByText('incident opened · severity critical').waitFor();
  await rule.getByRole('button', { name: 'Stop' }).click();
  await rule.getByRole('button', { name: 'Start' }).waitFor();
  assert.equal((await person.read(`automations/${name}`)).spec.enabled, false);
  await person.show('automations');
  await rule.getByRole('button', { name: 'Remove' }).click();
  await rule.waitFor({ state: 'detached' });
  assert.equal((await person.ask('GET', `api/v1/automations/${name}`)).status(), 404);
  await person.close();
});

test('a run waits for a person, and acts once somebody agrees', { timeout: 240_000 }, async () => {
  const person = await visit({ role: 'Editor' });
  const made = await makeDetector(person, 'approvals');
  const when = { events: ['detector_stopped'], detector: made.name };
  person.owe(() => person.change('DELETE', `automations/${made.name}`));
  await person.change('POST', 'automations', { name: made.name, when, then: [{ type: 'start_detector' }], approval: { expires: '30m' } });
  const page = await person.open(`${APP}/automations?tab=runs`);
  await person.change('POST', `detectors/${made.name}/stop`);
  const run = page.getByRole('row', { name: new RegExp(made.name) });
  await run.getByText('waiting').waitFor();
  await run.getByText('start detector, once somebody agrees').waitFor();
  assert.equal((await person.read(`detectors/${made.name}`)).spec.enabled, false);
  await person.show('automation-waiting');
  await run.getByRole('button', { name: 'Approve' }).click();
  await run.getByText('start detector: done').waitFor();
  await run.getByText(nameOf('Editor')).waitFor();
  await until(async () => (await person.read(`detectors/${made.name}`)).spec.enabled, 'the start of the detector');
  await person.close();
});
