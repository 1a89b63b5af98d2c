import { dateTime } from '@grafana/data';
import { spanFor, spanOf } from './span';

const at = (text: string) => Date.parse(`${text}Z`);
const NOW = at('2026-11-27T10:30:00');
const GIVEN = { from: at('2026-11-01T00:00:00'), to: at('2026-11-02T00:00:00') };

/** A range as Grafana hands it out, whose given moments are those of long ago. */
const ranged = (from: string, to: string) => ({ from: dateTime(GIVEN.from), to: dateTime(GIVEN.to), raw: { from, to } });

test.each([
  ['now-1h', 'now', true, '2026-11-27T09:30:00', '2026-11-27T10:30:00'],
  ['now/d', 'now', true, '2026-11-27T00:00:00', '2026-11-27T10:30:00'],
  ['now/d', 'now/d', true, '2026-11-27T00:00:00', '2026-11-27T23:59:59.999'],
  ['now-1h', 'now+6h', true, '2026-11-27T09:30:00', '2026-11-27T16:30:00'],
  ['now-1d/d', 'now-1d/d', false, '2026-11-26T00:00:00', '2026-11-26T23:59:59.999'],
  ['now-2h', 'now-1h', false, '2026-11-27T08:30:00', '2026-11-27T09:30:00'],
  ['now-1h-1d', 'now-1d', false, '2026-11-26T09:30:00', '2026-11-26T10:30:00'],
])('%s to %s is live: %s, from %s to %s', (from, to, isLive, fromText, toText) => {
  const span = spanOf(ranged(from, to), 'utc', NOW);
  expect([span.isLive, span.at(NOW)]).toEqual([isLive, { fromMs: at(fromText), toMs: at(toText) }]);
});

test('a live range moves on with the clock, as far as it is written that way', () => {
  const span = spanOf(ranged('now/d', 'now'), 'utc', NOW);
  expect(span.at(NOW + 60_000)).toEqual({ fromMs: at('2026-11-27T00:00:00'), toMs: NOW + 60_000 });
});

test.each([
  ['2026-11-01 00:00:00', '2026-11-02 00:00:00'],
  ['now-1Q/fQ', 'now-1Q/fQ'],
])('%s to %s stays what Grafana made of it', (from, to) => {
  expect(spanOf(ranged(from, to), 'utc', NOW).at(NOW)).toEqual({ fromMs: GIVEN.from, toMs: GIVEN.to });
});

test('a panel that mixes data sources is told all at once, since it waits for the end of each query', () => {
  const span = spanOf(ranged('now-1h', 'now'), 'utc', NOW);
  expect(spanFor('mixed-0-Q101', span)).toEqual({ ...span, isLive: false });
  expect(spanFor('Q101', span).isLive).toBe(true);
});
