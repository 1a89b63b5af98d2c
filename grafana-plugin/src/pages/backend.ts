import { getDataSourceSrv } from '@grafana/runtime';
import { BarographApi } from '../api/client';
import { proxied, socketUrl } from '../api/connection';
import { DATASOURCE_ID } from '../ids';

export interface PageBackend {
  api: BarographApi;
  liveUrl: string;
  uid: string;
}

let known: PageBackend | undefined;

/** The pages speak through the first Barograph data source, so Grafana keeps key and identity. */
export function findBackend(): PageBackend | undefined {
  if (!known) {
    const uid = getDataSourceSrv().getList({ pluginId: DATASOURCE_ID })[0]?.uid;
    const url = uid && `api/datasources/proxy/uid/${uid}`;
    known = url ? { api: new BarographApi(proxied(url)), liveUrl: socketUrl(url), uid } : undefined;
  }
  return known;
}
