import type { LiveEvent } from '../../api/types';
import { addNotice, Notice, noticeOf, unreadOf } from './book';
import { Memory } from './memory';
import { NoticeStore } from './store';

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
    path: 'incidents/abc',
  });
});

test('its end is told, its changes and single anomalies are not', () => {
  expect(noticeOf(event(6, 'incident_resolved'))?.text).toBe('Over: checkout is slow');
  expect(noticeOf(event(7, 'incident_updated'))).toBeUndefined();
  expect(noticeOf(event(8, 'anomaly_detected', { anomaly: {} }))).toBeUndefined();
});

const notice = (id: number, atMs: number) => ({ id, atMs }) as Notice;

test('a notice that comes again after a reconnect counts once, and what is read is not unread', () => {
  const [first, second] = [notice(5, 50), notice(9, 90)];
  const known = addNotice(addNotice(addNotice([], first), second), first);
  expect(known.map(({ id }) => id)).toEqual([9, 5]);
  expect([unreadOf(known, 0), unreadOf(known, 50), unreadOf(known, 90)]).toEqual([2, 1, 0]);
});

test('after a new database, whose ids begin anew, what happens is unread and comes on top', () => {
  const known = addNotice([notice(900, 50)], notice(900, 70));
  const anew = addNotice(known, notice(1, 80));
  expect(anew.map(({ id }) => id)).toEqual([1, 900, 900]);
  expect(unreadOf(anew, 70)).toBe(1);
});

test('each data source has notices of its own, and what is new is told once', () => {
  const told: number[] = [];
  const storeOf = (source: string) => new NoticeStore(new Memory(source), ({ id }) => told.push(id));
  const [one, other] = [storeOf('one'), storeOf('other')];
  one.take(event(5, 'incident_opened'));
  one.take(event(5, 'incident_opened'));
  expect([one.snapshot().unread, other.snapshot().unread, told]).toEqual([1, 0, [5]]);
  one.markRead();
  expect(storeOf('one').snapshot()).toMatchObject({ unread: 0, notices: [{ id: 5 }] });
});
