import type { Anomaly, Found } from '../api/types';
import { readMatchers } from '../words/matchers';
import { anomaly } from './anomaly.doubles';
import { anomaliesIn } from './listing';

const NOW_MS = 1000;
const found = async (items: Anomaly[]) => ({ items, isCut: false });
const listOf = (state?: string) =>
  anomaliesIn({ matchers: readMatchers('service=cart'), state, bounds: () => ({ fromMs: time.ms - 100, toMs: time.ms }) });
const time = { ms: NOW_MS };
const open = (part: Partial<Anomaly> = {}) => anomaly({ started_ms: 950, updated_ms: 960, ...part });
const resolved = (part: Partial<Anomaly> = {}) => open({ state: 'resolved', updated_ms: 970, ended_ms: 970, ...part });

beforeEach(() => {
  time.ms = NOW_MS;
});

test('an anomaly that changes replaces itself, and leaves where it no longer belongs', () => {
  const list = listOf('open');
  list.put(open());
  list.put(open({ severity: 'critical' }));
  list.put(open({ fingerprint: 'g', labels: { service: 'queue' } }));
  expect(list.seen()).toEqual([open({ severity: 'critical' })]);
  list.put(resolved());
  expect(list.seen()).toEqual([]);
});

test('news that overtake a list are kept, and are forgotten when it is asked for anew', async () => {
  const list = listOf();
  const asked = list.load(found([open({ fingerprint: 'listed' })]));
  list.put(open({ fingerprint: 'early', started_ms: 955 }));
  await asked;
  expect(list.seen().map(({ fingerprint }) => fingerprint)).toEqual(['early', 'listed']);
  await list.load(found([resolved({ fingerprint: 'early' })]));
  expect(list.seen()).toEqual([resolved({ fingerprint: 'early' })]);
});

test('what a regained line tells again does not open what is over', () => {
  const list = listOf();
  list.put(resolved());
  list.put(open());
  expect(list.seen()).toEqual([resolved()]);
});

test('a list that was overtaken by a later question is left out', async () => {
  const list = listOf();
  let tellFirst: (listed: Found<Anomaly>) => void = () => undefined;
  const first = list.load(new Promise((tell) => (tellFirst = tell)));
  await list.load(found([resolved()]));
  tellFirst({ items: [open()], isCut: false });
  await first;
  expect(list.seen()).toEqual([resolved()]);
});

test('what has left the window is forgotten, what is open stays', () => {
  const list = listOf();
  list.put(resolved());
  list.put(open({ fingerprint: 'lasting', started_ms: 900 }));
  time.ms += 71;
  expect(list.seen().map(({ fingerprint }) => fingerprint)).toEqual(['lasting']);
  time.ms -= 71;
  expect(list.seen()).toHaveLength(1);
});
