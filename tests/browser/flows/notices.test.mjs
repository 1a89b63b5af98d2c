// Notices: counted, told once by the browser to those who want it, and read.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alarm, makeDetector } from './making.mjs';
import { until, useBrowser } from './stage.mjs';

const visit = useBrowser();
const APP = '/a/barograph-anomaly-app';

test('a critical incident is told outside the tab once somebody asked for it, and read in the drawer', { timeout: 240_000 }, async () => {
  const person = await visit({ role: 'Editor' });
  const { page } = person;
  await page.context().grantPermissions(['notifications']);
  await page.addInitScript(watchNotifications);
  await person.open(`${APP}/detectors`);
  const bell = page.getByRole('button', { name: /unread notice/ });
  await bell.click();
  assert.equal(await page.evaluate(() => window.asked), 0, 'nobody is asked before they want it');
  await page.getByText('Tell me of critical incidents outside this tab, too').click();
  await until(() => page.evaluate(() => window.asked === 1), 'the question of the browser');
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();

  const made = await makeDetector(person, 'notices', { policy: { severities: [{ severity: 'critical', score: 0 }] } });
  const { evidence } = await alarm(person, made);
  await until(() => page.evaluate((text) => window.told.includes(text), evidence.sentence), 'the notification');
  await bell.and(page.locator(':not([aria-label^="No"])')).click();
  const notices = page.getByRole('dialog').getByRole('listitem');
  await notices.filter({ hasText: evidence.sentence }).getByText('critical').waitFor();
  await person.show('notices');
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  await page.reload();
  // Others may have come in between: they stand above, and only they are unread.
  const unread = parseInt(await bell.getAttribute('aria-label'), 10) || 0;
  await bell.click();
  await notices.filter({ hasText: evidence.sentence }).waitFor();
  const told = await notices.allInnerTexts();
  assert.ok(told.findIndex((text) => text.includes(evidence.sentence)) >= unread, `${unread} unread of ${told.join(' | ')}`);
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
