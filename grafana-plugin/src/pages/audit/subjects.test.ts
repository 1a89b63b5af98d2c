import type { AuditEntry } from '../../api/managed';
import { nameOf, pageOf, sayChange } from './subjects';

const STOPPED: AuditEntry = {
  at_ms: 1,
  actor: 'key:1 (ada)',
  subject: { kind: 'detector', id: 'latency', name: 'Latency of the shop' },
  sentence: 'Stopped it.',
  action: 'detector actions.stop detector',
  object: 'detectors/latency/stop',
  request_id: 'r',
};
const about = (kind: string, id: string, name = '') => ({ ...STOPPED, subject: { kind, id, name } });

test('a change says what it is about, by name, and what became different', () => {
  expect(nameOf(STOPPED)).toBe('Latency of the shop');
  expect(sayChange(STOPPED)).toBe('Stopped it.');
});

test('an entry of an old version tells what its address and its operation tell', () => {
  expect(nameOf(about('detector', 'latency'))).toBe('latency');
  expect(nameOf(about('', ''))).toBe('detectors/latency/stop');
  expect(sayChange({ ...STOPPED, sentence: '' })).toBe('stop detector');
});

test('what concerns all of a kind is called so', () => {
  expect(nameOf(about('sink', ''))).toBe('every sink');
  expect(pageOf({ kind: 'sink', id: '', name: '' })).toBeUndefined();
});

test.each([
  ['detector', 'latency', 'detectors/latency'],
  ['incident', 'i1', 'incidents/i1'],
  ['anomaly', 'f1', 'incidents?anomaly=f1'],
  ['automation', 'a', 'automations'],
  ['datasource', 'main', 'sources'],
  ['key', 'k', 'settings?tab=tokens'],
  ['silence', 's', undefined],
  ['', '', undefined],
  ['something-new', 'x', undefined],
])('the page of a %s %s is %s', (kind, id, page) => {
  expect(pageOf({ kind, id, name: '' })).toBe(page);
});

test('a detector that is gone has no page', () => {
  expect(pageOf(STOPPED.subject, new Set(['other']))).toBeUndefined();
  expect(pageOf(STOPPED.subject, new Set(['latency']))).toBe('detectors/latency');
});
