import { lastValueFrom } from 'rxjs';
import { answer, Answer } from '../answering';
import { ANSWERS, backend, column, LIVE, query, SPAN } from '../answering.doubles';

const MINUTE_MS = 60_000;
const series = { labels: { disk: 'a' }, expected: [5, 5], lower: [4, 4], upper: [6, 6], reaches: [] };
const forecastFrom = (ms: number) => ({ series_total: 1, items: [{ ...series, timestamps_ms: [ms, ms + 2 * MINUTE_MS] }] });

test('all conditions are for the backend, and where it has more series it is said', async () => {
  const known = backend({ ...ANSWERS, 'api/v1/detectors/d/forecast': { ...forecastFrom(0), series_total: 70 } });
  const wish = { ...query('forecast'), labels: 'disk=~"a|b", host!=x', limit: 1 };
  const { frames } = await lastValueFrom(answer(known, wish, SPAN));
  expect(known.parameters['api/v1/detectors/d/forecast']).toMatchObject({ label: ['disk=~a|b', 'host!=x'], limit: 1 });
  expect(frames[0]?.meta?.notices?.[0]?.text).toContain('1 of 70 series');
});

test('a live forecast is made anew every few steps', async () => {
  const answers = { ...ANSWERS, 'api/v1/detectors/d/forecast': forecastFrom(0) };
  const seen: Answer[] = [];
  jest.useFakeTimers();
  const going = answer(backend(answers), query('forecast'), LIVE).subscribe((told) => seen.push(told));
  await jest.advanceTimersByTimeAsync(9 * MINUTE_MS);
  answers['api/v1/detectors/d/forecast'] = forecastFrom(10 * MINUTE_MS);
  expect(column(seen.at(-1) as Answer, 'time')?.[0]).toBe(0);
  await jest.advanceTimersByTimeAsync(MINUTE_MS);
  jest.useRealTimers();
  expect(column(seen.at(-1) as Answer, 'time')?.[0]).toBe(10 * MINUTE_MS);
  going.unsubscribe();
});
