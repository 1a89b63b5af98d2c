// Who only looks: every page opens, every control that changes something is out of reach and says why.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anIncident } from './making.mjs';
import { beginIncidents, isGrafana, until, useBrowser } from './stage.mjs';

const visit = useBrowser();
const APP = '/a/barograph-anomaly-app';
const REASON = 'That takes the role Editor in Grafana.';

const LOCKED = [
  ['detectors', 'Stop'],
  ['detectors/shop-errors?tab=training', 'Train now'],
  ['detectors/shop-errors?tab=models', 'Put in force'],
  ['detectors/shop-errors?tab=history', 'Restore'],
  // Grafana itself keeps those who only look from this page.
  ...(isGrafana ? [] : [['create?tab=expert', 'Save and start']]),
  ['automations?tab=new', 'Save and start'],
];

test('who only looks sees what would be possible and why it is not', { timeout: 120_000 }, async () => {
  await beginIncidents();
  const person = await visit({ role: 'Viewer' });
  const { id } = await anIncident(person);
  for (const [path, name] of [...LOCKED, [`incidents/${id}`, 'Useful'], [`incidents/${id}`, 'Does not belong here']]) {
    const page = await person.open(`${APP}/${path}`);
    const button = page.getByRole('button', { name, exact: true }).first();
    await button.waitFor();
    assert.ok(await button.isDisabled(), `${name} on ${path}`);
    // A list that is drawn anew under the pointer takes the hint away; who moves the pointer gets it again.
    const isTold = async () => {
      await page.mouse.move(0, 0);
      await button.locator('..').hover();
      return page.getByText(REASON).first().waitFor({ timeout: 2_000 }).then(() => true, () => false);
    };
    await until(isTold, `the reason at ${name} on ${path}`);
  }
  await person.close();
});

test('who only looks is refused by Grafana, whatever is asked', async () => {
  const person = await visit({ role: 'Viewer' });
  const refused = [
    ['POST', 'detectors/shop-errors/train'],
    ['DELETE', 'detectors/shop-errors'],
    ['POST', 'automations'],
    ['POST', 'silences'],
    ['PATCH', 'incidents/1'],
    ['GET', 'audit'],
    ['GET', 'keys'],
  ];
  for (const [method, path] of refused) {
    assert.equal((await person.ask(method, `api/v1/${path}`)).status(), 403, `${method} ${path}`);
  }
  await person.close();
});
