import { DataQueryResponse, LoadingState } from '@grafana/data';
import { lastValueFrom, toArray } from 'rxjs';
import { BarographApi } from '../api/client';
import { LiveHub } from '../api/sharing';
import { answerAll } from './packets';
import type { BarographQuery } from './query';

const SPAN = { isLive: false, at: () => ({ fromMs: 10, toMs: 100 }) };
const api = new BarographApi(async (_method, path) => {
  if (path.endsWith('/forecast')) {
    throw new Error('It learns.');
  }
  return { items: [], next_cursor: null };
});
const answersTo = (queries: BarographQuery[]): Promise<DataQueryResponse[]> =>
  lastValueFrom(answerAll({ uid: 'barograph', api, hub: new LiveHub(), liveUrl: '' }, queries, SPAN).pipe(toArray()));

test('a query that fails says so for itself, and the others have their answers', async () => {
  const told = await answersTo([{ refId: 'A', kind: 'forecast', detector: 'd' }, { refId: 'B', kind: 'anomalies' }]);
  const [failed, answered] = told.sort((a, b) => (a.key ?? '').localeCompare(b.key ?? ''));
  expect(failed).toMatchObject({ key: 'A', data: [], errors: [{ refId: 'A', message: 'It learns.' }] });
  expect(answered).toMatchObject({ key: 'B', data: [{ refId: 'B' }], state: LoadingState.Done, errors: undefined });
});

test('where no query is left there is an empty answer', async () => {
  expect(await answersTo([])).toEqual([{ data: [] }]);
});
