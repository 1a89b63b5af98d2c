// Notices: counted, told once by the browser to those who want it, and read.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alarm, makeDetector } from './making.mjs';
import { until, useBrowser } from './stage.mjs';

const visit = useBrowser();
const APP = '/a/barograph-anomaly-app';

test('a critical incident is told outside the tab once somebody asked for it, and read in the drawer', { timeout: 90_000 }, async () => {
  const person = await visit({ role: 'Editor' });
  const { page } = person;
  await page.context().grantPermissions(['notifications']);
  await page.addInitScript(watchNotifications);
  await person.open(`${APP}/detectors`);
  await page.getByRole('button', { name: 'No unread notice' }).click();
  assert.equal(await page.evaluate(() => window.asked), 0, 'nobody is asked before they want it');
  await page.getByText('Tell me of critical incidents outside this tab, too').click();
  await until(() => page.evaluate(() => window.asked === 1), 'the question of the browser');
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();

  const made = await makeDetector(person, 'notices', { policy: { severities: [{ severity: 'critical', score: 0 }] } });
  const { evidence } = await alarm(person, made.name);
  await until(() => page.evaluate((text) => window.told.includes(text), evidence.sentence), 'the notification');
  await page.getByRole('button', { name: /unread notice/ }).and(page.locator(':not([aria-label^="No"])')).click();
  const notice = page.getByRole('dialog').getByRole('listitem').filter({ hasText: evidence.sentence });
  await notice.getByText('critical').waitFor();
  await person.show('notices');
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  await page.getByRole('button', { name: 'No unread notice' }).waitFor();
  await page.reload();
  await page.getByRole('button', { name: 'No unread notice' }).waitFor();
  await made.remove();
  await person.close();
});

/** Runs in the page: notes what the browser is asked and told. */
function watchNotifications() {
  const Real = window.Notification;
  window.asked = 0;
  window.told = [];
  window.Notification = class extends Real {
    constructor(title, options) {
      super(title, options);
      window.told.push(options.body);
    }
    static requestPermission() {
      window.asked += 1;
      return Real.requestPermission();
    }
  };
}
