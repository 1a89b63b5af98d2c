// Anomalies arrive in the panel by themselves, and what was missed while the line was lost comes too.
import { test } from 'node:test';
import { beginIncidents, isGrafana, liveDot, setLine, useBrowser } from './stage.mjs';

const visit = useBrowser();
const OPEN = /\d+ open anomal/;

test('an anomaly arrives in the panel without a click', { timeout: 90_000 }, async () => {
  const people = [await visit({ theme: 'dark' }), await visit({ theme: 'light' })];
  for (const person of people) {
    const page = await person.open('/d/barograph-overview?var-detector=shop-errors&from=now-15m&to=now');
    await liveDot(page).waitFor();
  }
  await beginIncidents();
  for (const person of people) {
    await person.page.getByText(OPEN).first().waitFor({ timeout: 75_000 });
    await person.show('panel-live');
    await person.close();
  }
});

test('a lost line is said so, and regained it goes on', { skip: isGrafana }, async () => {
  const person = await visit();
  const page = await person.open('/d/barograph-overview?var-detector=shop-errors&from=now-15m&to=now');
  await liveDot(page).waitFor();
  await setLine(false);
  await liveDot(page, 'lost').waitFor();
  await person.show('panel-line-lost');
  await setLine(true);
  await liveDot(page).waitFor({ timeout: 30_000 });
  await person.close();
});
