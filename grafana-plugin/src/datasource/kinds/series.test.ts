import { lastValueFrom } from 'rxjs';
import { answer } from '../answering';
import { ANSWERS, backend, bands, column, listenTo, query, seriesOf, settled, SPAN } from '../answering.doubles';
import { feedOf } from '../frames';

test('a line that is regained fills the hole of its absence', async () => {
  const { answers, seen, greet, tick, lose, clock, end } = await listenTo(1);
  lose();
  answers['api/v1/detectors/d/series'] = seriesOf([60, 61, 62], [{ ...bands(1, 1)[0], value: [1, 2, 3] }]);
  clock.pass(1000);
  greet();
  tick(3);
  await settled();
  expect([column(seen.at(-1) as never, 'time'), column(seen.at(-1) as never, 'value')]).toEqual([[60, 61, 62, 63], [1, 2, 3, 3]]);
  end();
});

test('a series that a tick had no room for is asked for again, not with each tick', async () => {
  const time = { ms: 100 };
  const { answers, seen, tick, asked, end } = await listenTo(2, time);
  const values = () => seen.at(-1)?.frames.map((frame) => frame.fields.find(({ name }) => name === 'value')?.values);
  const count = () => asked.filter((path) => path.endsWith('/series')).length;
  const before = count();
  tick(1, { series: bands(1, 5), left_off: 1 });
  tick(2, { series: bands(1, 6), left_off: 1 });
  expect([values(), count() - before]).toEqual([[[1, 5, 6], [1, null, null]], 0]);
  answers['api/v1/detectors/d/series'] = seriesOf([60, 61, 62, 63], bands(2, 7).map((one) => ({ ...one, value: [7, 7, 7, 7] })));
  time.ms += 30_000;
  tick(3);
  await settled();
  expect(count() - before).toBe(1);
  end();
});

test('hundreds of series are drawn when the page can, and the last news are never lost', async () => {
  const { seen, tick, latest, end } = await listenTo(60);
  const before = seen.length;
  for (let point = 2; point < 10; point += 1) {
    tick(point);
  }
  for (let turn = 0; turn < 100 && latest() !== 9; turn += 1) {
    await new Promise((go) => setTimeout(go, 10));
  }
  expect(latest()).toBe(9);
  expect(seen.length - before).toBeLessThan(8);
  end();
});

test('a panel that follows hears each point at once, frames come seldom, and a lost line is told at once', async () => {
  const { seen, tick, lose, latest, end } = await listenTo(60);
  const feed = feedOf(seen.at(-1)?.frames[0] as never);
  const heard: unknown[] = [];
  const stop = feed?.follow(() => heard.push(feed.seriesOf({ pod: '7' })?.value.at(-1)));
  jest.useFakeTimers();
  lose();
  expect(seen.at(-1)?.live).toBe('lost');
  jest.advanceTimersByTime(1000);
  const before = seen.length;
  tick(2);
  tick(3);
  expect(heard).toEqual([2, 3]);
  jest.advanceTimersByTime(28_000);
  expect(seen).toHaveLength(before);
  jest.advanceTimersByTime(3000);
  expect([seen.length - before, latest()]).toEqual([1, 3]);
  jest.useRealTimers();
  stop?.();
  end();
});

test('frames that are saved as text leave the feed out', async () => {
  const { seen, end } = await listenTo(1);
  expect(JSON.stringify(seen[0]?.frames[0]?.meta?.custom)).toBe('{"barograph":"band","detector":"d"}');
  end();
});

test('all conditions are for the backend, and where it has more series it is said', async () => {
  const answers = { ...ANSWERS, 'api/v1/detectors/d/series': { ...seriesOf([60], bands(2, 1)), series_total: 500 } };
  const known = backend(answers);
  const { frames } = await lastValueFrom(answer(known, { ...query('series'), labels: 'pod=~"0|1", zone!=eu' }, SPAN));
  expect(known.parameters['api/v1/detectors/d/series']).toMatchObject({ label: ['pod=~0|1', 'zone!=eu'], limit: 20 });
  expect(frames.map(({ meta }) => meta?.notices?.map(({ text }) => text.slice(0, 15)))).toEqual([['2 of 500 series'], undefined]);
});
