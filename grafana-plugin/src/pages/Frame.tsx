import { PluginPage } from '@grafana/runtime';
import { Alert, ErrorBoundaryAlert, LinkButton } from '@grafana/ui';
import { ReactNode } from 'react';
import { useLocation } from 'react-router-dom';
import { APP_PATH, DATASOURCE_ID } from '../ids';
import { findBackend, PageBackend } from './backend';
import { LiveState } from './LiveState';
import { NoticeCentre } from './notices/NoticeCentre';
import { Row } from './parts/Row';

const HOME = `${APP_PATH}/home`;
const PARENTS = { detectors: 'Detectors', incidents: 'Incidents' };

interface Props {
  title: string;
  /** The page that a person came from, usually; it stands before the title. */
  parent?: keyof typeof PARENTS;
  children: (backend: PageBackend) => ReactNode;
}

/** A page of the app: its title, the state of the live line, unread notices, and what to do where no data source is there yet. */
export function Frame({ title, parent, children }: Props) {
  const backend = findBackend();
  const { pathname } = useLocation();
  // A page that stands in Grafana's navigation has one crumb only where both have the same address.
  const url = parent || pathname === HOME ? undefined : pathname;
  return (
    <PluginPage pageNav={{ text: title, url, parentItem: parent && { text: PARENTS[parent], url: `${APP_PATH}/${parent}` } }} actions={backend && <Corner backend={backend} />}>
      {backend ? (
        <ErrorBoundaryAlert>{children(backend)}</ErrorBoundaryAlert>
      ) : (
        <Alert severity="info" title="No Barograph data source yet">
          <p>The pages speak through a data source of the type Barograph, which knows the address of the service.</p>
          <LinkButton href={`connections/datasources/new?type=${DATASOURCE_ID}`}>Add the data source</LinkButton>
        </Alert>
      )}
    </PluginPage>
  );
}

function Corner({ backend }: { backend: PageBackend }) {
  return (
    <Row>
      <NoticeCentre backend={backend} />
      <LiveState url={backend.liveUrl} />
    </Row>
  );
}
