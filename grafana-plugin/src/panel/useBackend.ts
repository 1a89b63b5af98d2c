import type { DataSourceApi, PanelData } from '@grafana/data';
import { getDataSourceSrv } from '@grafana/runtime';
import { useEffect, useState } from 'react';
import type { BarographApi } from '../api/client';
import type { Backend } from '../datasource/answering';
import { DATASOURCE_ID } from '../ids';

interface Found {
  uid?: string;
  api?: BarographApi;
}

/** The way to the backend that a panel's own data source has; none where the data come from elsewhere. */
export function useBackend(data: Pick<PanelData, 'request'>): Found {
  const [found, setFound] = useState<Found>({});
  const uid = data.request?.targets.find(({ datasource }) => datasource?.type === DATASOURCE_ID)?.datasource?.uid;
  useEffect(() => {
    let isCurrent = true;
    if (uid) {
      getDataSourceSrv().get({ uid, type: DATASOURCE_ID }).then(
        (source) => isCurrent && setFound({ uid, api: (source as DataSourceApi & { backend?: Backend }).backend?.api }),
        () => undefined
      );
    }
    return () => {
      isCurrent = false;
    };
  }, [uid]);
  return found.uid === uid ? found : { uid };
}
