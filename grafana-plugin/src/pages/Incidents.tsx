import { Alert, EmptyState, RadioButtonGroup, TextLink } from '@grafana/ui';
import { useCallback } from 'react';
import { Navigate } from 'react-router-dom';
import { pagePath } from './paths';
import type { Incident } from '../api/types';
import type { PageBackend } from './backend';
import { Frame } from './Frame';
import { isWanted } from './incident/finding';
import { Finder } from './parts/Finder';
import { Loaded } from './parts/Loaded';
import { Moment } from './parts/Moment';
import { Row } from './parts/Row';
import { SeverityMark } from '../panel/SeverityMark';
import { Column, Sheet } from './parts/Sheet';
import { ShowMore } from './parts/ShowMore';
import { StateBadge } from './StateBadge';
import { useAsked } from './useAsked';
import { useIncidents } from './useIncidents';
import { useAddress } from './useAddress';

export default function Incidents() {
  return <Frame title="Incidents">{(backend) => <List backend={backend} />}</Frame>;
}

const STATES = ['all', 'open', 'resolved'].map((value) => ({ label: value, value }));

function List({ backend }: { backend: PageBackend }) {
  const [search, change] = useAddress();
  const text = search.get('text') ?? '';
  const state = search.get('state') ?? 'all';
  const anomaly = search.get('anomaly');
  const { asked, showMore } = useIncidents(backend, isState(state) ? state : undefined);
  return (
    <>
      {anomaly && <Holder api={backend.api} anomaly={anomaly} />}
      <Row>
        <Finder what="Find by title, sentence or suspect" value={text} onChange={(value) => change({ text: value })} />
        <RadioButtonGroup options={STATES} value={state} onChange={(value) => change({ state: value === 'all' ? undefined : value })} aria-label="State" />
      </Row>
      <Loaded asked={asked} what="the incidents">
        {(found) => (
          <>
            <IncidentTable incidents={found.items.filter((one) => isWanted(one, text))} isFiltered={Boolean(text) || state !== 'all'} />
            <ShowMore found={found} what={text ? 'incidents were looked through' : 'incidents'} onMore={showMore} />
          </>
        )}
      </Loaded>
    </>
  );
}

function isState(text: string): text is 'open' | 'resolved' {
  return text === 'open' || text === 'resolved';
}

/** A link that knows only an anomaly leads on to its incident, or says that there is none. */
function Holder({ api, anomaly }: { api: PageBackend['api']; anomaly: string }) {
  const asked = useAsked(useCallback(() => api.incidents({ anomaly }, 1), [api, anomaly]));
  return (
    <Loaded asked={asked} what="the incident of the anomaly">
      {({ items: [found] }) =>
        found ? <Navigate to={pagePath(`incidents/${found.id}`)} replace /> : <Alert severity="info" title="This anomaly belongs to no incident that is still kept" />
      }
    </Loaded>
  );
}

export function IncidentTable({ incidents, isFiltered }: { incidents: Incident[]; isFiltered?: boolean }) {
  if (!incidents.length) {
    return isFiltered ? (
      <EmptyState variant="not-found" message="No incident like that" />
    ) : (
      <EmptyState variant="completed" message="No incident. Anomalies that belong together appear here as one." />
    );
  }
  return <Sheet label="Incidents" items={incidents} columns={COLUMNS} keyOf={({ id }) => id} empty="" />;
}

const COLUMNS: Array<Column<Incident>> = [
  { title: 'Severity', cell: ({ severity }) => <SeverityMark severity={severity} /> },
  { title: 'What', cell: ({ id, title }) => <TextLink href={pagePath(`incidents/${id}`)}>{title}</TextLink> },
  { title: 'State', cell: ({ state, held_back: isHeldBack }) => [<StateBadge key="state" state={state} />, isHeldBack ? ' not told' : ''] },
  { title: 'Started', cell: ({ started_ms: atMs }) => <Moment atMs={atMs} /> },
  { title: 'Anomalies', cell: ({ members }) => members.length, isNumber: true },
  { title: 'First suspects', cell: ({ suspects }) => suspects.slice(0, 3).map(({ component }) => component).join(', ') || 'none' },
];
