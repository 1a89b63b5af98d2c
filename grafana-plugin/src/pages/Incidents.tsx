import { EmptyState, FilterInput, RadioButtonGroup, TextLink } from '@grafana/ui';
import { Navigate, useSearchParams } from 'react-router-dom';
import type { Incident } from '../api/types';
import { APP_PATH } from '../ids';
import type { PageBackend } from './backend';
import { Frame } from './Frame';
import { isWanted, ofAnomaly } from './incident/finding';
import { Loaded } from './parts/Loaded';
import { Moment } from './parts/Moment';
import { Row } from './parts/Row';
import { SeverityMark } from './parts/SeverityMark';
import { Column, Sheet } from './parts/Sheet';
import { StateBadge } from './StateBadge';
import { useIncidents } from './useIncidents';

export default function Incidents() {
  return <Frame title="Incidents">{(backend) => <List backend={backend} />}</Frame>;
}

const STATES = ['all', 'open', 'resolved'].map((value) => ({ label: value, value }));

function List({ backend }: { backend: PageBackend }) {
  const [search, setSearch] = useSearchParams();
  const asked = useIncidents(backend);
  const text = search.get('text') ?? '';
  const state = search.get('state') ?? 'all';
  const set = (part: Record<string, string>) => {
    const next = Object.entries({ text, state, ...part }).filter(([, value]) => value && value !== 'all');
    setSearch(Object.fromEntries(next), { replace: true });
  };
  return (
    <Loaded asked={asked} what="the incidents">
      {(incidents) => {
        const wanted = ofAnomaly(incidents, search.get('anomaly'));
        return wanted ? (
          <Navigate to={`${wanted.id}`} replace />
        ) : (
          <>
            <Row>
              <FilterInput width={60} placeholder="Find by title, sentence or suspect" value={text} onChange={(value) => set({ text: value })} />
              <RadioButtonGroup options={STATES} value={state} onChange={(value) => set({ state: value })} aria-label="State" />
            </Row>
            <IncidentTable incidents={incidents.filter((one) => isWanted(one, text, state))} isFiltered={Boolean(text) || state !== 'all'} />
          </>
        );
      }}
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
  { title: 'What', cell: ({ id, title }) => <TextLink href={`${APP_PATH}/incidents/${id}`}>{title}</TextLink> },
  { title: 'State', cell: ({ state, held_back: isHeldBack }) => [<StateBadge key="state" state={state} />, isHeldBack ? ' not told' : ''] },
  { title: 'Started', cell: ({ started_ms: atMs }) => <Moment atMs={atMs} /> },
  { title: 'Anomalies', cell: ({ members }) => members.length, isNumber: true },
  { title: 'First suspects', cell: ({ suspects }) => suspects.slice(0, 3).map(({ component }) => component).join(', ') || 'none' },
];
