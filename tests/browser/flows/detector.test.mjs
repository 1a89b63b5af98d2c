// A detector's page: model, text, training, forecast, log templates, proposals and history.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alarm, certificate, learnt, LOGS, makeDetector } from './making.mjs';
import { nameOf, until, useBrowser } from './stage.mjs';

const visit = useBrowser();
const APP = '/a/barograph-anomaly-app';

test('a detector is trained, its versions are compared and one is put back in force', { timeout: 240_000 }, async () => {
  const person = await visit({ role: 'Editor' });
  const made = await makeDetector(person, 'models');
  const versions = async () => (await person.read(`detectors/${made.name}/models`)).items;
  await until(async () => (await versions()).length === 1, 'the first training');
  const page = await person.open(`${APP}/detectors/${made.name}?tab=training`);
  await page.getByRole('button', { name: 'Train now' }).click();
  const training = page.getByRole('table', { name: 'Trainings' }).getByRole('row', { name: new RegExp(nameOf('Editor')) });
  await training.getByText('done').waitFor();
  await page.getByRole('tab', { name: 'Models' }).click();
  const rows = page.getByRole('table', { name: 'Versions' }).getByRole('row');
  const [first, second] = [rows.filter({ hasText: 'schedule' }), rows.filter({ hasText: nameOf('Editor') })];
  await second.getByText('active').waitFor();
  await first.getByRole('button', { name: 'Compare' }).click();
  await second.getByRole('button', { name: 'Compare' }).click();
  await page.getByRole('region', { name: 'Comparison' }).getByText('Version 1 and version 2').waitFor();
  await first.getByRole('button', { name: 'Put in force' }).click();
  await first.getByText('active').waitFor();
  assert.deepEqual((await versions()).filter(({ state }) => state === 'active').map(({ version }) => version), [1]);
  await person.show('detector-models');
  await person.close();
});

test('what Barograph proposes is accepted, taken back and restored, and the history tells who did it', { timeout: 240_000 }, async () => {
  const person = await visit({ role: 'Editor' });
  const made = await makeDetector(person, 'proposals');
  const { fingerprint } = await alarm(person, made);
  await person.change('POST', `anomalies/${fingerprint}/feedback`, { verdict: 'expected', reason: 'load test' });
  const excluded = async () => (await person.read(`detectors/${made.name}`)).spec.policy.exclude_from_training.length;
  const page = await person.open(`${APP}/detectors/${made.name}?tab=feedback`);
  const proposal = page.getByRole('region', { name: /^Proposal/ });
  await proposal.getByText(/Over the replayed past it leaves \d+ of \d+ alerts/).waitFor();
  assert.equal(await excluded(), 0);
  await person.show('proposal');
  await proposal.getByRole('button', { name: 'Accept' }).click();
  await proposal.getByText(`decided by ${nameOf('Editor')}`).waitFor();
  assert.equal(await excluded(), 1);
  await proposal.getByRole('button', { name: 'Take it back' }).click();
  await proposal.getByText('reverted').waitFor();
  assert.equal(await excluded(), 0);
  await page.getByRole('tab', { name: 'History' }).click();
  const changes = page.getByRole('table', { name: 'Changes' });
  const accepted = changes.getByRole('row').filter({ hasText: 'policy.exclude_from_training' }).last();
  await accepted.getByText(nameOf('Editor')).waitFor();
  await accepted.getByRole('button', { name: 'Restore' }).click();
  await until(async () => (await excluded()) === 1, 'the restored change');
  await person.show('detector-history');
  await person.close();
});

test('a proposal that is rejected changes nothing', { timeout: 240_000 }, async () => {
  const person = await visit({ role: 'Editor' });
  const made = await makeDetector(person, 'rejected');
  const { fingerprint } = await alarm(person, made);
  await person.change('POST', `anomalies/${fingerprint}/feedback`, { verdict: 'expected' });
  const page = await person.open(`${APP}/detectors/${made.name}?tab=feedback`);
  const proposal = page.getByRole('region', { name: /^Proposal/ });
  await proposal.getByRole('button', { name: 'Reject' }).click();
  await proposal.getByText('rejected').waitFor();
  await proposal.getByRole('button', { name: 'Accept' }).waitFor({ state: 'detached' });
  assert.deepEqual((await person.read(`detectors/${made.name}`)).spec.policy.exclude_from_training, []);
  await person.close();
});

test('a forecast says when a limit is reached, and the text is that of the file', { timeout: 240_000 }, async () => {
  const [person, editor] = [await visit({ role: 'Viewer' }), await visit({ role: 'Editor' })];
  const made = await makeDetector(editor, 'certificate', certificate());
  await learnt(editor, made);
  const page = await person.open(`${APP}/detectors/${made.name}?tab=forecast`);
  const said = new RegExp(`${made.title} is .* and reaches expired .* in about \\d+ min`);
  await page.getByRole('region', { name: 'Limits' }).getByText(said).waitFor();
  await page.getByRole('region', { name: 'Forecast' }).getByRole('img').waitFor();
  await person.show('forecast');
  await page.getByRole('tab', { name: 'As YAML' }).click();
  await page.locator('.view-lines').getByText(made.name).waitFor();
  await page.getByRole('button', { name: 'Copy' }).waitFor();
  await person.close();
});

test('a detector of logs shows the kinds of lines it knows, and lines like them', { timeout: 240_000 }, async () => {
  const [person, editor] = [await visit({ role: 'Viewer' }), await visit({ role: 'Editor' })];
  const made = await makeDetector(editor, 'logs', LOGS);
  await learnt(editor, made);
  const { items } = await person.read(`detectors/${made.name}/templates`);
  const [sought, other] = twoApart(items);
  const page = await person.open(`${APP}/detectors/${made.name}?tab=templates`);
  const rows = page.getByRole('table', { name: 'Log templates' }).getByRole('row');
  await rows.filter({ hasText: other.words }).waitFor();
  await page.getByPlaceholder('Find in templates and lines').fill(sought.words);
  await rows.filter({ hasText: other.words }).waitFor({ state: 'detached' });
  await rows.filter({ hasText: sought.words }).getByText('Lines like it').click();
  await rows.getByText(sought.examples[0]).first().waitFor();
  await person.show('log-templates');
  await person.close();
});

/** Two templates with words of their own: the longest text between what changes from line to line. */
function twoApart(templates) {
  const worded = templates.map((one) => ({ ...one, words: one.template.split(/<[^>]*>/).map((part) => part.trim()).sort((a, b) => b.length - a.length)[0] }));
  const own = worded.filter(({ id, words }) => worded.every((one) => one.id === id || ![one.template, ...one.examples].some((text) => text.includes(words))));
  assert.ok(own.length >= 2, `two kinds of lines among ${templates.map(({ template }) => template)}`);
  return own;
}
