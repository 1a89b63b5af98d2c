import type { PanelData } from '@grafana/data';
import { config, getDataSourceSrv } from '@grafana/runtime';
import { useEffect, useState } from 'react';
import type { BarographApi } from '../api/client';
import { DATASOURCE_ID } from '../ids';

/** The way to the backend that a panel's own data source has; none where the data come from elsewhere. */
export function useBackend(data: Pick<PanelData, 'request'>): { api?: BarographApi; uid?: string } {
  const [api, setApi] = useState<BarographApi>();
  const uid = data.request?.targets.find(({ datasource }) => datasource?.type === DATASOURCE_ID)?.datasource?.uid;
  useEffect(() => {
    let isCurrent = true;
    if (uid) {
      getDataSourceSrv().get({ uid, type: DATASOURCE_ID }).then(
        (found) => isCurrent && setApi((found as unknown as { backend?: { api: BarographApi } }).backend?.api),
        () => undefined
      );
    }
    return () => {
      isCurrent = false;
    };
  }, [uid]);
  return { api, uid };
}

/** Whether the person's role in Grafana lets changes through the proxy. */
export function mayEdit(): boolean {
  return config.bootData.user.orgRole !== 'Viewer';
}
