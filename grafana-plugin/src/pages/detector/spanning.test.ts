import { hoursOf, spanOf } from './spanning';

const HOUR = 3_600_000;
const NOW = 1000 * HOUR;

test.each([
  ['', NOW - 6 * HOUR, NOW],
  ['hours=168', NOW - 168 * HOUR, NOW],
  [`hours=2&at=${NOW - 10 * HOUR}`, NOW - 11 * HOUR, NOW - 9 * HOUR],
  [`hours=2&at=${NOW}`, NOW - 2 * HOUR, NOW],
  [`from=${5 * HOUR}&to=${9 * HOUR}&at=${7 * HOUR}`, 5 * HOUR, 9 * HOUR],
  [`from=${9 * HOUR}&to=${5 * HOUR}`, NOW - 6 * HOUR, NOW],
  ['from=a&to=b', NOW - 6 * HOUR, NOW],
])('%j asks for its own time', (address, fromMs, toMs) => {
  expect(spanOf(new URLSearchParams(address), NOW)).toEqual({ fromMs, toMs });
});

test('where from and to are named, no number of hours is chosen', () => {
  const hours = ['', 'hours=24', 'from=1&to=2', 'from=1'].map((address) => hoursOf(new URLSearchParams(address)));
  expect(hours).toEqual([6, 24, undefined, 6]);
});
