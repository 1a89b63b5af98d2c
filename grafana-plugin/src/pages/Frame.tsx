import { locationUtil } from '@grafana/data';
import { PluginPage } from '@grafana/runtime';
import { Alert, Combobox, ErrorBoundaryAlert, LinkButton } from '@grafana/ui';
import { ReactNode } from 'react';
import { useLocation, useNavigate } from 'react-router-dom';
import { APP_PATH, appHref, DATASOURCE_ID } from '../ids';
import type { PageBackend, Source } from './backend';
import { LiveState } from './LiveState';
import { NoticeCentre } from './notices/NoticeCentre';
import { Row } from './parts/Row';
import { pageHref } from './paths';
import { useSource } from './useSource';

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
  const { backend, sources, missing } = useSource();
  const { pathname } = useLocation();
  // A page that stands in Grafana's navigation has one crumb only where both have the same address.
  const url = parent || pathname === HOME ? undefined : locationUtil.assureBaseUrl(pathname);
  return (
    <PluginPage pageNav={{ text: title, url, parentItem: parent && { text: PARENTS[parent], url: pageHref(parent) } }} actions={backend && <Corner backend={backend} sources={sources} section={parent} />}>
      {backend && <ErrorBoundaryAlert key={backend.uid}>{children(backend)}</ErrorBoundaryAlert>}
      {missing && sources.length > 0 && <Absent uid={missing} sources={sources} />}
      {!sources.length && (
        <Alert severity="info" title="No Barograph data source yet">
          <p>The pages speak through a data source of the type Barograph, which knows the address of the service.</p>
          <LinkButton href={`connections/datasources/new?type=${DATASOURCE_ID}`}>Add the data source</LinkButton>
        </Alert>
      )}
    </PluginPage>
  );
}

/** Where an address names a data source that is not there: another one would show other data under the same address. */
function Absent({ uid, sources }: { uid: string; sources: Source[] }) {
  return (
    <Alert severity="warning" title={`There is no Barograph data source ${uid}`}>
      <p>The address names one that was removed, or that you may not use. Open another one:</p>
      <Row>
        {sources.map((source) => (
          <LinkButton key={source.uid} variant="secondary" href={appHref('home', source.uid)}>
            {source.name}
          </LinkButton>
        ))}
      </Row>
    </Alert>
  );
}

interface CornerProps {
  backend: PageBackend;
  sources: Source[];
  /** What belongs to one data source is not there in another: its list is opened instead. */
  section?: string;
}

function Corner({ backend, sources, section }: CornerProps) {
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const open = (uid: string) => navigate({ pathname: section ? `${APP_PATH}/${section}` : pathname, search: `?ds=${encodeURIComponent(uid)}` });
  return (
    <Row>
      {sources.length > 1 && (
        <>
          <label htmlFor="barograph-source" className="sr-only">
            Barograph data source
          </label>
          <Combobox
            id="barograph-source"
            width={24}
            options={sources.map(({ uid, name }) => ({ value: uid, label: name }))}
            value={backend.uid}
            onChange={({ value }) => open(value)}
          />
        </>
      )}
      <NoticeCentre backend={backend} />
      <LiveState url={backend.liveUrl} />
    </Row>
  );
}
