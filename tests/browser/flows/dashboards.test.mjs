// Every panel of every dashboard that asks Barograph gets its answer.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isGrafana, useBrowser } from './stage.mjs';

const visit = useBrowser();

for (const [board, count] of [['overview', 5], ['detector', 6], ['incident', 3], ['health', 1]]) {
  test(`every query of the dashboard ${board} is answered`, { skip: isGrafana }, async () => {
    const person = await visit({ height: 2600 });
    const page = await person.open(`/d/barograph-${board}?var-detector=shop-errors&from=now-15m&to=now`);
    const panels = page.getByTestId('host-panel').and(page.locator('[data-state="Streaming"]:not([data-frames="0"])'));
    await panels.nth(count - 1).waitFor();
    assert.equal(await panels.count(), count);
    await person.show(`dashboard-${board}`);
    await person.close();
  });

  test(`the dashboard ${board} is there in Grafana and complains about nothing`, { skip: !isGrafana || (board === 'health' && !process.env.PROMETHEUS_URL) }, async () => {
    const person = await visit({ height: 1400 });
    const page = await person.open(`/d/barograph-${board}?var-detector=shop-errors&from=now-15m&to=now`);
    await page.getByTestId(/data-testid Panel header/).first().waitFor();
    await page.waitForLoadState('networkidle').catch(() => undefined);
    assert.equal(await page.getByTestId('data-testid Panel status error').count(), 0);
    await person.show(`dashboard-${board}`);
    await person.close();
  });
}
