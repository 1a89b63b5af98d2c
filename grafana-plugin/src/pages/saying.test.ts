import { facts, sayEffect } from './detector/telling';
import { sayRehearsal } from './drafting';
import { isWanted, ofAnomaly } from './incident/finding';
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

test('incidents are found by title, sentence or suspect, and by state', () => {
  const incident = { title: 'Slow', sentence: 'checkout is slow', state: 'open', suspects: [{ component: 'db' }] } as never;
  expect([isWanted(incident, 'DB', 'all'), isWanted(incident, 'checkout', 'open'), isWanted(incident, '', 'resolved')]).toEqual([true, true, false]);
});

test('a link that knows only an anomaly finds its incident', () => {
  const incidents = [{ id: '1', members: ['a'] }, { id: '2', members: ['b', 'c'] }] as never;
  expect([ofAnomaly(incidents, 'c')?.id, ofAnomaly(incidents, 'x'), ofAnomaly(incidents, null)]).toEqual(['2', undefined, undefined]);
});

test('a calendar says its times in a line', () => {
  expect(sayTimes({ name: 'nights', weekly: [1, 2], holidays: 'DE-BY', time_zone: 'Europe/Berlin' })).toBe('2 weekly windows, holidays of DE-BY (Europe/Berlin)');
});
