import { choose } from './choosing';

const SOURCES = [{ uid: 'a', name: 'A' }, { uid: 'b', name: 'B', isDefault: true }, { uid: 'c', name: 'C' }];

test.each([
  ['a', 'c', 'a'],
  [null, 'c', 'c'],
  [null, undefined, 'b'],
  ['', undefined, 'b'],
  [null, 'gone', 'b'],
  ['gone', undefined, undefined],
  ['gone', 'c', undefined],
])('where the address names %s and %s was open last, it is %s', (named, last, uid) => {
  expect(choose(SOURCES, named, last)?.uid).toBe(uid);
});

test('without any there is none, and the first one where none is the usual one', () => {
  expect(choose([], null, 'b')).toBeUndefined();
  expect(choose([{ uid: 'x', name: 'X' }], null, undefined)?.uid).toBe('x');
});
