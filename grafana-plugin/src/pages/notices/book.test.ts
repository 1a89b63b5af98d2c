import type { LiveEvent } from '../../api/types';
import { addNotice, Notice, noticeOf, unreadOf } from './book';

const incident = { id: 'abc', severity: 'critical', title: 'checkout is slow', sentence: 'checkout is slow; look at db first' };
const event = (id: number, kind: string, payload: Record<string, unknown> = { incident }) =>
  ({ id, event: kind, at_ms: 7, payload }) as LiveEvent;

test('a new incident is one notice that leads to its page', () => {
  expect(noticeOf(event(5, 'incident_opened'))).toEqual({
    id: 5,
    atMs: 7,
    kind: 'opened',
    severity: 'critical',
    text: 'checkout is slow; look at db first',
    path: '/a/barograph-anomaly-app/incidents/abc',
  });
});

test('its end is told, its changes and single anomalies are not', () => {
  expect(noticeOf(event(6, 'incident_resolved'))?.text).toBe('Over: checkout is slow');
  expect(noticeOf(event(7, 'incident_updated'))).toBeUndefined();
  expect(noticeOf(event(8, 'anomaly_detected', { anomaly: {} }))).toBeUndefined();
});

test('a notice that comes again after a reconnect counts once, and what is read is not unread', () => {
  const [first, second] = [5, 9].map((id) => noticeOf(event(id, 'incident_opened')) as Notice) as [Notice, Notice];
  const known = addNotice(addNotice(addNotice([], first), second), first);
  expect(known.map(({ id }) => id)).toEqual([9, 5]);
  expect([unreadOf(known, 0), unreadOf(known, 5), unreadOf(known, 9)]).toEqual([2, 1, 0]);
});
