import { getDataSourceSrv } from '@grafana/runtime';
import { BarographApi } from '../api/client';
import { proxied, socketUrl } from '../api/connection';
import { Management } from '../api/management';
import { DATASOURCE_ID } from '../ids';

export interface PageBackend {
  api: BarographApi;
  manage: Management;
  liveUrl: string;
  uid: string;
}

let known: PageBackend | undefined;

/** The pages speak through the first Barograph data source, so Grafana keeps key and identity. */
export function findBackend(): PageBackend | undefined {
  if (!known) {
    const uid = getDataSourceSrv().getList({ pluginId: DATASOURCE_ID })[0]?.uid;
    const url = uid && `api/datasources/proxy/uid/${uid}`;
    known = url ? reach(url, uid) : undefined;
  }
  return known;
}

function reach(url: string, uid: string): PageBackend {
  const send = proxied(url);
  return { api: new BarographApi(send), manage: new Management(send), liveUrl: socketUrl(url), uid };
}
