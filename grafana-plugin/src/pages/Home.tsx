import { TextLink, useTheme2 } from '@grafana/ui';
import { useCallback } from 'react';
import { pagePath } from './paths';
import type { Budget } from '../api/managed';
import type { Anomaly } from '../api/types';
import { AnomalyList } from './AnomalyList';
import type { PageBackend } from './backend';
import { HealthSummary } from './HealthList';
import { Frame } from './Frame';
import { IncidentTable } from './Incidents';
import { Loaded } from './parts/Loaded';
import { LongSheet } from './parts/LongSheet';
import { Section } from './parts/Section';
import type { Column } from './parts/Sheet';
import { ShowMore } from './parts/ShowMore';
import { StateBadge } from './StateBadge';
import { lastDay, useAnomalies } from './useAnomalies';
import { useAsked } from './useAsked';
import { useIncidents } from './useIncidents';
import { useTitles } from './useTitles';

export default function Home() {
  return <Frame title="What is unusual now">{(backend) => <Now backend={backend} />}</Frame>;
}

const MOST_PAST = 10;

interface Titled {
  titleOf: (id: string) => string;
}

function Now({ backend }: { backend: PageBackend }) {
  const titleOf = useTitles(backend);
  const health = useAsked(useCallback(() => backend.api.health(), [backend]), 30_000);
  return (
    <>
      <Ongoing backend={backend} />
      <Loaded asked={useAnomalies(backend, lastDay)} what="what is unusual">
        {(anomalies) => <Unusual anomalies={anomalies} titleOf={titleOf} />}
      </Loaded>
      <Budgets backend={backend} titleOf={titleOf} />
      <Section>
        <h3>Health of Barograph</h3>
        <Loaded asked={health} what="its health">
          {(value) => <HealthSummary health={value} />}
        </Loaded>
      </Section>
    </>
  );
}

function Ongoing({ backend }: { backend: PageBackend }) {
  const { asked, showMore } = useIncidents(backend, 'open');
  const { items, isCut } = asked.value ?? { items: [], isCut: false };
  return items.length ? (
    <Section aria-label="Open incidents">
      <h3>{items.length > 1 ? `${items.length}${isCut ? ' or more' : ''} open incidents` : 'One open incident'}</h3>
      <IncidentTable incidents={items} />
      <ShowMore found={{ items, isCut }} what="incidents" onMore={showMore} />
    </Section>
  ) : null;
}

function Unusual({ anomalies, titleOf }: { anomalies: Anomaly[] } & Titled) {
  const theme = useTheme2();
  const open = anomalies.filter(({ state }) => state === 'open');
  const past = anomalies.filter(({ state }) => state !== 'open').slice(0, MOST_PAST);
  return (
    <>
      {/* Only what is new is read out: how long ago the others began changes all the time. */}
      <Section aria-live="polite" aria-relevant="additions" data-testid="open-anomalies">
        <h3>{open.length ? `${open.length} open ${open.length > 1 ? 'anomalies' : 'anomaly'}` : 'All calm'}</h3>
        <AnomalyList anomalies={open} titleOf={titleOf} empty="Nothing unusual now. New anomalies appear here by themselves." />
      </Section>
      <Section>
        <h3>Lately</h3>
        <AnomalyList anomalies={past} titleOf={titleOf} empty={open.length ? 'Nothing of the last day is over yet.' : 'No anomaly in the last day.'} />
        <div style={{ marginTop: theme.spacing(1) }}>
          <TextLink href={pagePath('incidents')}>All incidents</TextLink>
        </div>
      </Section>
    </>
  );
}

/** How many alerts came this week, and how many were welcome. */
function Budgets({ backend: { manage }, titleOf }: { backend: PageBackend } & Titled) {
  const asked = useAsked(manage.budgets, 60_000);
  return (
    <Section aria-label="Alerts this week">
      <h3>Alerts this week</h3>
      <Loaded asked={asked} what="budgets">
        {(budgets) => (
          <LongSheet
            label="Alerts this week"
            what="budgets"
            items={budgets.filter(isTold)}
            keyOf={nameOf}
            columns={[
              { title: 'Whose', cell: (one) => (one.detector ? <TextLink href={pagePath(`detectors/${one.detector}`)}>{titleOf(one.detector)}</TextLink> : nameOf(one)) },
              { title: 'Alerts', cell: ({ alerts_this_week: alerts }) => alerts, isNumber: true },
              { title: 'Budget', cell: ({ budget_per_week: budget }) => budget ?? 'no budget', isNumber: true },
              { title: 'State', cell: ({ state }) => <StateBadge state={state} /> },
              ...(budgets.some((one) => one.held_back) ? [HELD_BACK] : []),
            ]}
            empty="No alert this week, and no detector has a budget."
          />
        )}
      </Loaded>
    </Section>
  );
}

const HELD_BACK: Column<Budget> = { title: 'Not told', cell: (one) => one.held_back ?? '', isNumber: true };

/** Without a budget and without an alert there is nothing to tell. */
function isTold({ budget_per_week: budget, alerts_this_week: alerts }: Budget): boolean {
  return budget !== null || alerts > 0;
}

function nameOf({ detector, team }: Budget): string {
  return detector ?? `team ${team}`;
}
