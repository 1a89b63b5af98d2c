// Without a mouse, and with the history of the browser: what is focused is seen, Escape closes, an address says it all.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeDetector } from './making.mjs';
import { until, useBrowser } from './stage.mjs';

const visit = useBrowser();
const APP = '/a/barograph-anomaly-app';
const LONG = { timeout: 240_000 };

/** What has the focus: its name, and whether people see that. */
const focused = (page) =>
  page.evaluate(() => {
    const one = document.activeElement;
    const { outlineStyle, boxShadow } = getComputedStyle(one);
    return { name: one.getAttribute('aria-label') || one.textContent || one.getAttribute('placeholder'), isSeen: outlineStyle !== 'none' || boxShadow !== 'none' };
  });

test('Tab goes through a page in the order in which it is read, and what is focused is seen', LONG, async () => {
  const person = await visit({ role: 'Editor' });
  const made = await makeDetector(person, 'keys');
  const page = await person.open(`${APP}/detectors?text=${made.name}`);
  await page.getByTestId(`detector-${made.name}`).waitFor();
  await page.getByPlaceholder('Find by name, expression or state').focus();
  const seen = [];
  while (!seen.at(-1)?.includes('Stop') && seen.length < 20) {
    await page.keyboard.press('Tab');
    const { name, isSeen } = await focused(page);
    assert.ok(isSeen, `the focus on ${name}`);
    seen.push(name);
  }
  const places = ['New detector', made.title, 'Stop'].map((name) => seen.findIndex((one) => one?.includes(name)));
  assert.ok(places.every((place, at) => place >= 0 && place > (places[at - 1] ?? -1)), seen.join(' | '));
  await person.show('keys');
  await page.keyboard.press('Enter');
  await page.getByTestId(`detector-${made.name}`).getByRole('button', { name: 'Start' }).waitFor();
  await person.close();
});

test('the focus stays on a button that was pressed, and a button that is out of reach says why', LONG, async () => {
  const [editor, viewer] = [await visit({ role: 'Editor' }), await visit({ role: 'Viewer' })];
  const made = await makeDetector(editor, 'focus');
  const page = await editor.open(`${APP}/detectors/${made.name}`);
  await page.getByRole('button', { name: 'Start', exact: true }).or(page.getByRole('button', { name: 'Stop', exact: true })).focus();
  const { name } = await focused(page);
  await page.keyboard.press('Enter');
  const next = name.includes('Stop') ? 'Start' : 'Stop';
  await page.getByRole('button', { name: next, exact: true }).waitFor();
  await until(async () => (await focused(page)).name === next, 'the focus on the button');
  const seen = await viewer.open(`${APP}/detectors/${made.name}`);
  await seen.getByRole('button', { name: 'Remove' }).focus();
  await seen.getByText('That takes the role Editor in Grafana.').first().waitFor();
  await viewer.show('reason-by-keyboard');
  await Promise.all([editor.close(), viewer.close()]);
});

test('Escape closes the notices, and a question without an answer', LONG, async () => {
  const person = await visit({ role: 'Editor' });
  const made = await makeDetector(person, 'escape');
  const page = await person.open(`${APP}/detectors/${made.name}`);
  for (const name of [/unread notice/, 'Remove']) {
    await page.getByRole('button', { name }).first().focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').first().waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').first().waitFor({ state: 'detached' });
  }
  assert.equal((await person.ask('GET', `api/v1/detectors/${made.name}`)).status(), 200);
  await person.close();
});

test('an address opens what it says, and the way back is that of the browser', LONG, async () => {
  const person = await visit({ role: 'Viewer' });
  const editor = await visit({ role: 'Editor' });
  const made = await makeDetector(editor, 'address');
  const page = await person.open(`${APP}/detectors?text=${made.name}`);
  assert.equal(await page.getByPlaceholder('Find by name, expression or state').inputValue(), made.name);
  await page.getByRole('link', { name: made.title }).click();
  await page.waitForURL(`**/detectors/${made.name}**`);
  await page.getByRole('tab', { name: 'History' }).click();
  await page.waitForURL(/tab=history/);
  await page.reload();
  await page.getByRole('tab', { name: 'History', selected: true }).waitFor();
  await page.goBack();
  await page.waitForURL(new RegExp(`detectors\\?.*text=${made.name}|detectors/${made.name}`));
  for (let step = 0; step < 2 && !page.url().includes('text='); step += 1) {
    await page.goBack();
  }
  await page.waitForURL(new RegExp(`text=${made.name}`));
  await page.getByTestId(`detector-${made.name}`).waitFor();
  assert.equal(await page.getByTestId(/^detector-/).count(), 1);
  await person.close();
});
