import type { BarographQuery } from '../query';
import { changesOf } from './changing';

test('what is told twice changes a query once, and each change builds on the one before', () => {
  const seen: BarographQuery[] = [];
  const change = changesOf({ current: { refId: 'A', kind: 'incidents' } }, (changed) => seen.push(changed));
  change({ kind: 'events' });
  change({ kind: 'events' });
  change({ detector: 'cart' });
  change({ kind: 'events', detector: 'cart' });
  expect(seen).toEqual([
    { refId: 'A', kind: 'events' },
    { refId: 'A', kind: 'events', detector: 'cart' },
  ]);
});
