import type { Detector } from '../../api/types';
import { isOrder, orderBy } from './ordering';

const detector = (id: string, state: string, source = 'prometheus') =>
  ({ id, spec: { name: id, query: { source, expression: 'up' }, algorithm: { name: 'auto' } }, health: { state } }) as Detector;

const ALL = [detector('c', 'running'), detector('a', 'stopped', 'loki'), detector('b', 'failing')];

test.each([
  ['name', 'a b c'],
  ['state', 'b c a'],
  ['source', 'a b c'],
  ['algorithm', 'a b c'],
] as const)('by %s they stand as %s', (order, names) => {
  expect(orderBy(ALL, order).map(({ id }) => id).join(' ')).toBe(names);
});

test('only known orders are taken from an address', () => {
  expect([isOrder('state'), isOrder('nonsense'), isOrder(null)]).toEqual([true, false, false]);
});
