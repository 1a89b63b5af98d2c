import { PluginPage } from '@grafana/runtime';
import { Alert, ErrorBoundaryAlert, LinkButton } from '@grafana/ui';
import { ReactNode } from 'react';
import { DATASOURCE_ID } from '../ids';
import { findBackend, PageBackend } from './backend';
import { LiveState } from './LiveState';
import { NoticeCentre } from './notices/NoticeCentre';
import { Row } from './parts/Row';

interface Props {
  title: string;
  children: (backend: PageBackend) => ReactNode;
}

/** A page of the app: its title, the state of the live line, unread notices, and what to do where no data source is there yet. */
export function Frame({ title, children }: Props) {
  const backend = findBackend();
  return (
    <PluginPage pageNav={{ text: title }} actions={backend && <Corner url={backend.liveUrl} />}>
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

function Corner({ url }: { url: string }) {
  return (
    <Row>
      <NoticeCentre url={url} />
      <LiveState url={url} />
    </Row>
  );
}
