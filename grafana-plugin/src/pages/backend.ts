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

/** A Barograph data source by the name that people gave it. */
export interface Source {
  uid: string;
  name: string;
  isDefault?: boolean;
}

const known = new Map<string, PageBackend>();

export function listSources(): Source[] {
  return getDataSourceSrv().getList({ pluginId: DATASOURCE_ID });
}

/** The pages speak through a data source, so Grafana keeps key and identity. */
export function backendOf(uid: string): PageBackend {
  const backend = known.get(uid) ?? reach(uid);
  known.set(uid, backend);
  return backend;
}

function reach(uid: string): PageBackend {
  const url = `api/datasources/proxy/uid/${uid}`;
  const send = proxied(url);
  return { api: new BarographApi(send), manage: new Management(send), liveUrl: socketUrl(url), uid };
}
