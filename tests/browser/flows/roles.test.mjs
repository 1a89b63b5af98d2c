// Who only looks: every page opens, every control that changes something is out of reach and says why.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anIncident, learnt, makeDetector, SERVICES } from './making.mjs';
import { isGrafana, until, useBrowser } from './stage.mjs';

const visit = useBrowser();
const APP = '/a/barograph-anomaly-app';
const REASON = 'That takes the role Editor in Grafana.';

const lockedOf = ({ name }, incident) => [
  ['detectors', 'Stop'],
  [`detectors/${name}?tab=training`, 'Train now'],
  [`detectors/${name}?tab=models`, 'Put in force'],
  [`detectors/${name}?tab=history`, 'Restore'],
  [`incidents/${incident}`, 'Useful'],
  [`incidents/${incident}`, 'Does not belong here'],
  // Grafana itself keeps those who only look from this page.
  ...(isGrafana ? [] : [['create?tab=expert', 'Save and start']]),
  ['automations?tab=new', 'Save and start'],
];

test('who only looks sees what would be possible and why it is not', { timeout: 300_000 }, async () => {
  const [person, editor] = [await visit({ role: 'Viewer' }), await visit({ role: 'Editor' })];
  const made = await makeDetector(editor, 'locked', SERVICES);
  await learnt(editor, made);
  const { id } = await anIncident(editor, made);
  for (const [path, name] of lockedOf(made, id)) {
    const page = await person.open(`${APP}/${path}`);
    const button = page.getByRole('button', { name, exact: true }).first();
    await button.waitFor();
    assert.ok(await button.isDisabled(), `${name} on ${path}`);
    // A list that is drawn anew under the pointer takes the hint away; who moves the pointer gets it again.
    const isTold = async () => {
      await page.mouse.move(0, 0);
      await button.hover();
      return page.getByText(REASON).first().waitFor({ timeout: 2_000 }).then(() => true, () => false);
    };
    await until(isTold, `the reason at ${name} on ${path}`);
  }
  await person.close();
});

test('who only looks is refused by Grafana, whatever is asked', async () => {
  const [person, editor] = [await visit({ role: 'Viewer' }), await visit({ role: 'Editor' })];
  const { name } = await makeDetector(editor, 'refused');
  const refused = [
    ['POST', `detectors/${name}/train`],
    ['DELETE', `detectors/${name}`],
    ['POST', 'automations'],
    ['POST', 'silences'],
    ['PATCH', 'incidents/1'],
    ['GET', 'audit'],
    ['GET', 'keys'],
  ];
  for (const [method, path] of refused) {
    assert.equal((await person.ask(method, `api/v1/${path}`)).status(), 403, `${method} ${path}`);
  }
  for (const path of ['audit', 'keys']) {
    assert.equal((await editor.ask('GET', `api/v1/${path}`)).status(), 403, `${path} is for administrators`);
  }
  await person.close();
});
