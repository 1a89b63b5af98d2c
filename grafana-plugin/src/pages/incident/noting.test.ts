import { editOf, meanwhile, settle, write } from './noting';

const FIRST = { title: 'Errors', note: '' };

test('only what was typed is sent, and the rest goes on following the incident', () => {
  const notes = write({}, FIRST, 'note', 'Restarted db');
  expect(editOf(notes)).toEqual({ note: 'Restarted db' });
  expect(meanwhile(notes, { ...FIRST, title: 'Errors and latency' }, 'title')).toBeUndefined();
});

test('what a colleague wrote meanwhile is shown before it would be overwritten', () => {
  const notes = write(write({}, FIRST, 'note', 'R'), { ...FIRST, note: 'It is the disk' }, 'note', 'Re');
  expect(meanwhile(notes, FIRST, 'note')).toBeUndefined();
  expect(meanwhile(notes, { ...FIRST, note: 'It is the disk' }, 'note')).toBe('Meanwhile somebody wrote: It is the disk');
});

test('what is saved or put back is no draft any more', () => {
  const notes = write(write({}, FIRST, 'note', 'Done'), FIRST, 'title', 'Errors');
  expect(settle(notes, FIRST)).toEqual({ note: { text: 'Done', before: '' } });
  expect(settle(notes, { title: 'Errors', note: 'Done' })).toEqual({});
});
