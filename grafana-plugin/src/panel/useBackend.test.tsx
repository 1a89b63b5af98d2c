import { DataSourceApi, PanelData } from '@grafana/data';
import { DataSourceSrv, setDataSourceSrv } from '@grafana/runtime';
import { DATASOURCE_ID } from '../ids';
import { mountHook, settled } from '../mounting.doubles';
import { useBackend } from './useBackend';

const dataOf = (uid: string) => ({ request: { targets: [{ refId: 'A', datasource: { type: DATASOURCE_ID, uid } }] } }) as unknown as Pick<PanelData, 'request'>;

test('a panel that turns to another data source never speaks to the one before', async () => {
  const sources: Record<string, unknown> = { first: { backend: { api: 'first' } } };
  const get = async ({ uid }: { uid: string }) => {
    if (!sources[uid]) {
      throw new Error('no such data source');
    }
    return sources[uid] as DataSourceApi;
  };
  setDataSourceSrv({ get } as unknown as DataSourceSrv);
  const { now, give, leave } = mountHook(useBackend, dataOf('first'));
  await settled();
  expect(now()).toEqual({ uid: 'first', api: 'first' });
  give(dataOf('gone'));
  expect(now()).toEqual({ uid: 'gone' });
  await settled();
  expect(now()).toEqual({ uid: 'gone' });
  leave();
});
