// Anomalies arrive in the panel by themselves, and what was missed while the line was lost comes too.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alarm, learnt, makeDetector, SERVICES } from './making.mjs';
import { holdLine, isGrafana, liveDot, useBrowser } from './stage.mjs';

const visit = useBrowser();
const OPEN = /\d+ open anomal/;
const LONG = { timeout: 240_000 };
const boardOf = ({ name }) => `/d/barograph-overview?var-detector=${name}&from=now-15m&to=now`;

test('an anomaly arrives in the panel without a click', LONG, async () => {
  const people = [await visit({ theme: 'dark' }), await visit({ theme: 'light' })];
  const made = await makeDetector(people[0], 'arrival', { ...SERVICES, enabled: false });
  for (const person of people) {
    const page = await person.open(boardOf(made));
    await liveDot(page).waitFor();
    await page.getByText(OPEN).first().waitFor({ state: 'detached' });
  }
  await people[0].change('POST', `detectors/${made.name}/start`);
  await alarm(people[0], made);
  for (const person of people) {
    await person.page.getByText(OPEN).first().waitFor();
    await person.show('panel-live');
    await person.close();
  }
});

test('all queries of a dashboard share one line', async () => {
  const person = await visit();
  const made = await makeDetector(person, 'lines', SERVICES);
  const isOurs = (socket) => socket.url().endsWith('/api/v1/live');
  const lines = [];
  person.page.on('websocket', (socket) => isOurs(socket) && lines.push(socket));
  const first = person.page.waitForEvent('websocket', isOurs);
  const asked = first.then((socket) => socket.waitForEvent('framesent', ({ payload }) => payload.includes(`scores:${made.name}`)));
  const page = await person.open(boardOf(made));
  await asked;
  await liveDot(page).waitFor();
  assert.equal(lines.length, 1);
  await person.close();
});

for (const theme of ['dark', 'light']) {
  test(`an anomaly is picked by keyboard, told, judged and left again, in ${theme}`, LONG, async () => {
    const person = await visit({ role: 'Editor', theme });
    const made = await makeDetector(person, 'card', SERVICES);
    await alarm(person, made);
    const page = await person.open(boardOf(made));
    const [first, second] = [0, 1].map((place) => page.getByRole('list', { name: 'Anomalies' }).getByRole('button').nth(place));
    await first.waitFor({ state: 'attached' });
    await first.focus();
    await page.keyboard.press('Enter');
    const card = page.getByRole('dialog', { name: 'Anomaly' });
    await card.getByRole('button', { name: 'Acknowledge' }).click();
    await card.getByText('the next training heeds it').waitFor();
    await card.getByRole('link', { name: 'Open incident' }).waitFor();
    await person.show('panel-card');
    // What was said of one is not said of the next.
    await second.waitFor({ state: 'attached' });
    await second.focus();
    await page.keyboard.press('Enter');
    await card.getByText('the next training heeds it').waitFor({ state: 'detached' });
    assert.equal(await card.getByRole('button', { name: 'Acknowledge' }).getAttribute('aria-pressed'), 'false');
    await page.keyboard.press('Escape');
    await card.waitFor({ state: 'detached' });
    await person.close();
  });
}

test('an anomaly is told under the pointer and picked with a click', LONG, async () => {
  const person = await visit({ role: 'Editor', theme: 'light' });
  const made = await makeDetector(person, 'pointer', SERVICES);
  await alarm(person, made);
  const page = await person.open(boardOf(made));
  await page.getByRole('list', { name: 'Anomalies' }).getByRole('button').first().waitFor({ state: 'attached' });
  const lanes = page.getByRole('img', { name: /series, strangest first/ }).first();
  await lanes.scrollIntoViewIfNeeded();
  await findAnomaly(page, await lanes.boundingBox());
  await person.show('panel-tip');
  await page.mouse.down();
  await page.mouse.up();
  await page.getByRole('dialog', { name: 'Anomaly' }).getByRole('button', { name: 'Expected' }).click();
  await page.getByText('the next training heeds it').waitFor();
  await person.close();
});

/** Move over the lanes, the newest first, until the tip tells of an anomaly. */
async function findAnomaly(page, { x, y, width, height }) {
  for (let top = 8; top < height; top += 16) {
    for (let left = width - 2; left > 160; left -= 8) {
      await page.mouse.move(x + left, y + top);
      if (/warning|critical|info/.test(await page.getByTestId('barograph-tip').textContent())) {
        return;
      }
    }
  }
  assert.fail('No anomaly under the pointer, anywhere');
}

test('who only looks can read an anomaly but not judge it', LONG, async () => {
  const [person, editor] = [await visit({ role: 'Viewer' }), await visit({ role: 'Editor' })];
  const made = await makeDetector(editor, 'looking', SERVICES);
  await alarm(editor, made);
  const page = await person.open(boardOf(made));
  const first = page.getByRole('list', { name: 'Anomalies' }).getByRole('button').first();
  await first.waitFor({ state: 'attached' });
  await first.focus();
  await page.keyboard.press('Enter');
  await page.getByText('An Editor can say').waitFor();
  await person.close();
});

test('hundreds of lanes draw each point as it comes, and the pointer reads what it sees', { skip: isGrafana && 'the host has a page with 500 series' }, async () => {
  const person = await visit();
  const page = await person.open('/bench?series=500&rate=10&kind=score');
  const lanes = page.getByRole('img', { name: '500 series, strangest first' });
  await lanes.hover({ position: { x: 900, y: 200 } });
  const tip = page.getByTestId('barograph-tip');
  const before = await tip.textContent();
  // Nothing moves but the line: what stands under the pointer passes by.
  await page.waitForFunction(([id, old]) => document.querySelector(`[data-testid=${id}]`)?.textContent !== old, ['barograph-tip', before]);
  await person.show('panel-lanes');
  await person.close();
});

test('a lost line is said so, and regained it goes on with what was missed', LONG, async () => {
  const person = await visit();
  const made = await makeDetector(person, 'lost', { ...SERVICES, enabled: false });
  const line = await holdLine(person.page);
  const page = await person.open(boardOf(made));
  await liveDot(page).waitFor();
  await line.cut();
  await liveDot(page, 'lost').waitFor();
  await person.show('panel-line-lost');
  await person.change('POST', `detectors/${made.name}/start`);
  await alarm(person, made);
  await line.mend();
  await liveDot(page).waitFor();
  await page.getByText(OPEN).first().waitFor();
  await person.close();
});

test('points that came while the line was lost are asked for when it is regained', LONG, async () => {
  const person = await visit();
  const made = await makeDetector(person, 'hole', SERVICES);
  await learnt(person, made);
  const line = await holdLine(person.page);
  const page = await person.open(boardOf(made));
  await page.getByRole('img', { name: /series, strangest first/ }).first().waitFor();
  await liveDot(page).waitFor();
  await line.cut();
  await liveDot(page, 'lost').waitFor();
  // Scores are never sent again, and nothing else happens that would have the series asked for.
  const asked = page.waitForRequest((request) => request.url().includes(`/detectors/${made.name}/series`));
  await line.mend();
  await asked;
  await liveDot(page).waitFor();
  await person.close();
});
