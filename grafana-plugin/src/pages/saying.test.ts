import { sayMeasured, sayMoments, sayName, sayValue } from '../words/amounts';
import { facts, sayEdit, sayEffect } from './detector/telling';
import { sayRehearsal } from './drafting';
import { isWanted } from './incident/finding';
import { sayTimes } from './settings/times';

test('a rehearsal says how many alerts a week it would have been', () => {
  expect(sayRehearsal({ episodes_total: 3, quality: { alerts_a_week: 1.5 } }, 14)).toBe('It would have seen 3 anomalies in the last 14 days: 1.5 alerts a week');
  expect(sayRehearsal({ episodes_total: 1, quality: { alerts_a_week: 7 } }, 1)).toBe('It would have seen 1 anomaly in the last day: 7.0 alerts a week');
});

test('a proposal says what it removes and what it loses', () => {
  expect(sayEffect({ effect: { alerts_before: 9, alerts_after: 4, lost_incidents: [] } })).toBe(
    'Over the replayed past it leaves 4 of 9 alerts. No incident would be lost.'
  );
  expect(sayEffect({ effect: { alerts_before: 9, alerts_after: 4, lost_incidents: [1] } })).toContain('would be lost');
  expect(sayEffect({ effect: null })).toContain('being replayed');
  expect(sayEffect({ effect: { error: 'The source is away.' } })).toBe('Its effect on the past is not known. The source is away.');
});

test('what a proposal writes is told without the signs of JSON', () => {
  const window = { op: 'append', path: 'policy.calendars', value: { name: 'night', weekly: [{ start: '01:00' }] }, before: null };
  expect(sayEdit(window)).toBe('policy.calendars also has: name: night, weekly: ((start: 01:00))');
  expect(sayEdit({ op: 'set', path: 'policy.min_deviation', value: 0.5, before: null })).toBe('policy.min_deviation: nothing → 0.5');
});

test('values are told with the unit that their name carries', () => {
  expect([sayMeasured('fit_seconds', 2), sayMeasured('size_bytes', 2048), sayMeasured('series', 3)]).toEqual(['2.0 s', '2.0 KiB', '3']);
  expect(sayMeasured('trained_ms', 0)).toMatch(/^19(69|70)-/);
  expect([sayName('fit_seconds'), sayName('series_count')]).toEqual(['fit', 'series count']);
  expect([sayValue([]), sayValue(''), sayValue(['a', 1]), sayValue({ a: { b: true } })]).toEqual(['nothing', 'nothing', 'a, 1', 'a: (b: true)']);
});

test('moments in a sentence are in the time zone of the reader', () => {
  expect(sayMoments('Leave 2026-11-27T16:58:45Z out.')).toMatch(/^Leave 2026-11-2\d \d\d:58:45 out\.$/);
});

test('quality that is not known yet says so instead of numbers', () => {
  const quality = {
    model_version: null,
    scores: { edges: [], counts: [], reference_counts: [] },
    alerts_per_week: 0,
    budget_per_week: 2,
    drift: { state: 'unknown', tests: [], since_ms: null },
    fit_seconds: null,
    score_ms: { p50: null, p95: null },
    feedback: { useful: 0, expected: 0, noise: 0, precision: null },
  };
  expect(Object.fromEntries(facts(quality))).toEqual({
    'Alerts in seven days': '0 of 2',
    'Not noise, people say': 'nothing said yet',
    Fit: '–',
    'Scoring a tick': '–',
  });
});

test('incidents are found by title, sentence or suspect', () => {
  const incident = { title: 'Slow', sentence: 'checkout is late', suspects: [{ component: 'db' }] } as never;
  expect(['DB', 'CHECKOUT', 'slow', 'cart'].map((text) => isWanted(incident, text))).toEqual([true, true, true, false]);
});

test('a calendar says its times in a line', () => {
  const weekly = [{ days: ['saturday', 'sunday'], start: '22:00:00', end: '04:00:00' }, { end: '01:00' }];
  expect(sayTimes({ name: 'nights', weekly, holidays: 'DE-BY', time_zone: 'Europe/Berlin' })).toBe(
    'Saturday, Sunday 22:00 to 04:00, every day 00:00 to 01:00, holidays of DE-BY (Europe/Berlin)'
  );
  const dates = [{ first: '2026-12-24', last: '2026-12-26' }, { first: '2027-01-01', last: null }];
  expect(sayTimes({ name: 'feasts', dates, icalendar: 'BEGIN' })).toBe('2026-12-24 to 2026-12-26, 2027-01-01, an iCalendar file (UTC)');
});
