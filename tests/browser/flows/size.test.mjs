// What a person downloads before the first page is there.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { useBrowser } from './stage.mjs';

const visit = useBrowser();
const MOST_BYTES = 300_000;

test('the first page needs less than 300 KB, compressed', async () => {
  const person = await visit();
  const parts = [];
  person.page.on('response', (answer) => {
    const { pathname } = new URL(answer.url());
    if (pathname.startsWith('/public/plugins/barograph-anomaly-app/') && pathname.endsWith('.js')) {
      parts.push(answer.body());
    }
  });
  const page = await person.open('/a/barograph-anomaly-app/home');
  await page.getByTestId('open-anomalies').waitFor();
  const sizes = (await Promise.all(parts)).map((body) => gzipSync(body).length);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  assert.ok(sizes.length >= 3, 'the parts of the plugin were seen');
  assert.ok(total < MOST_BYTES, `${total} bytes`);
  await person.close();
});
