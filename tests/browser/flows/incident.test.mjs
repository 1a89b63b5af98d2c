// An incident: who is suspected and why, what people say of it, and silence.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anIncident, makeDetector, SERVICES } from './making.mjs';
import { nameOf, until, useBrowser } from './stage.mjs';

const visit = useBrowser();
const APP = '/a/barograph-anomaly-app';
const LONG = { timeout: 240_000 };

test('an incident names its suspects with their reasons, the likeliest first', LONG, async () => {
  const [person, editor] = [await visit({ role: 'Viewer' }), await visit({ role: 'Editor' })];
  const { id } = await anIncident(editor, await makeDetector(editor, 'suspects', SERVICES));
  await until(async () => (await person.read(`incidents/${id}`)).suspects.length > 1, 'several suspects');
  const page = await person.open(`${APP}/incidents`);
  const link = page.getByRole('table', { name: 'Incidents' }).locator(`a[href$="/incidents/${id}"]`);
  await link.click();
  const shown = page.getByRole('region', { name: 'Suspects' }).getByRole('listitem');
  // An incident that goes on may get more suspects in between.
  await until(async () => {
    const { suspects } = await person.read(`incidents/${id}`);
    const texts = await shown.allInnerTexts();
    return texts.length === suspects.length && suspects.every(({ component, why }, place) => texts[place].includes(component) && texts[place].includes(why.join('; ')));
  }, 'the suspects in their order');
  const timeline = page.getByRole('region', { name: 'Timeline' });
  await timeline.getByRole('img').first().waitFor();
  await person.show('incident');
  await person.close();
});

test('what people say of an incident is there after a reload, with their name', LONG, async () => {
  const person = await visit({ role: 'Editor' });
  const made = await makeDetector(person, 'words');
  const { id } = await anIncident(person, made);
  const [note, reason] = [`Looked at it, ${Date.now()}.`, `seen at ${Date.now()}`];
  const page = await person.open(`${APP}/incidents/${id}`);
  const first = page.getByRole('region', { name: 'Evidence' }).getByRole('listitem').filter({ hasText: made.title }).first();
  await first.getByLabel('Reason').fill(reason);
  await first.getByRole('button', { name: 'Useful' }).click();
  await page.getByTestId('last-word').filter({ hasText: reason }).waitFor();
  await page.locator('#incident-note').fill(note);
  await page.getByRole('button', { name: 'Save notes' }).click();
  await page.getByRole('button', { name: 'Save notes', disabled: true }).waitFor();
  await page.reload();
  await page.getByTestId('last-word').filter({ hasText: `${nameOf('Editor')}: useful, ${reason}` }).waitFor();
  const judged = page.getByRole('listitem').filter({ hasText: reason });
  assert.equal(await judged.getByRole('button', { name: 'Useful' }).getAttribute('aria-pressed'), 'true');
  assert.equal(await judged.getByRole('button', { name: 'Noise' }).getAttribute('aria-pressed'), 'false');
  assert.equal(await page.locator('#incident-note').inputValue(), note);
  await person.close();
});

test('an incident is silenced in Alertmanager and spoken of again', LONG, async (flow) => {
  const person = await visit({ role: 'Editor' });
  if (!(await person.read('sinks')).items.some(({ type }) => type === 'alertmanager')) {
    flow.skip('no Alertmanager is told here');
    return person.close();
  }
  const { id } = await anIncident(person, await makeDetector(person, 'quiet'));
  const why = `Maintenance ${Date.now()}`;
  const kept = async () => (await person.read('silences')).items.filter(({ comment }) => comment === why);
  const page = await person.open(`${APP}/incidents/${id}`);
  await page.getByRole('radio', { name: '4 hours' }).click();
  await page.locator('#silence-comment').fill(why);
  await page.getByRole('button', { name: 'Silence in Alertmanager' }).click();
  const row = page.getByRole('table', { name: 'Silences' }).getByRole('row', { name: new RegExp(why) });
  await row.getByText(nameOf('Editor')).waitFor();
  const [silence] = await kept();
  assert.equal(Math.round((silence.ends_ms - silence.starts_ms) / 60_000), 240);
  await person.show('incident-silenced');
  await row.getByRole('button', { name: 'End it' }).click();
  await row.waitFor({ state: 'detached' });
  assert.deepEqual(await kept(), []);
  await person.close();
});
