import { EmptyState, LinkButton, TextLink } from '@grafana/ui';
import { useCallback } from 'react';
import { pageHref, pagePath } from './paths';
import type { ModelInForce, Quality } from '../api/managed';
import { saySeconds } from '../words/amounts';
import type { PageBackend } from './backend';
import { Frame } from './Frame';
import { ActionButton } from './parts/ActionButton';
import { useFailure } from './parts/Failure';
import { Finder } from './parts/Finder';
import { Loaded } from './parts/Loaded';
import { Column, Sheet } from './parts/Sheet';
import { StateBadge } from './StateBadge';
import { usePages } from './usePages';
import { useAddress } from './useAddress';

export default function Models() {
  return <Frame title="Models">{(backend) => <List backend={backend} />}</Frame>;
}

/** The model in force of each detector, and how it fares. */
function List({ backend: { manage } }: { backend: PageBackend }) {
  const [search, change] = useAddress();
  const text = search.get('text') ?? '';
  const { asked, items, goOn } = usePages(useCallback((cursor?: string) => manage.modelsInForce(text, cursor), [manage, text]));
  const { shown, tell } = useFailure();
  return (
    <>
      <Finder what="Find by detector or expression" value={text} onChange={(value) => change({ text: value })} />
      {shown}
      <Loaded asked={asked} what="the models">
        {() => (items.length ? <Sheet label="Models" items={items} columns={COLUMNS} keyOf={({ detector }) => detector} empty="" /> : <Nothing isFiltered={Boolean(text)} />)}
      </Loaded>
      {goOn && (
        <ActionButton role="Viewer" act={goOn} onFailure={tell}>
          Show more
        </ActionButton>
      )}
    </>
  );
}

function Nothing({ isFiltered }: { isFiltered: boolean }) {
  return isFiltered ? (
    <EmptyState variant="not-found" message="No detector like that" />
  ) : (
    <EmptyState variant="call-to-action" message="No detector, so no model" button={<LinkButton href={pageHref('create')}>New detector</LinkButton>} />
  );
}

const COLUMNS: Array<Column<ModelInForce>> = [
  { title: 'Detector', cell: ({ detector, title }) => <TextLink href={pagePath(`detectors/${detector}?tab=models`)}>{title || detector}</TextLink> },
  { title: 'Algorithm', cell: ({ algorithm }) => algorithm },
  { title: 'Version', cell: ({ quality }) => quality.model_version ?? '–', isNumber: true },
  { title: 'Drift', cell: ({ quality }) => <StateBadge state={quality.drift.state} tooltip={sayDrift(quality)} /> },
  { title: 'Alerts in seven days', cell: ({ quality }) => sayAlerts(quality), isNumber: true },
  { title: 'Not noise, people say', cell: ({ quality: { feedback } }) => (feedback.precision === null ? '–' : `${Math.round(100 * feedback.precision)} %`), isNumber: true },
  { title: 'Fit', cell: ({ quality }) => saySeconds(quality.fit_seconds), isNumber: true },
];

function sayDrift({ drift }: Quality): string {
  const texts: Record<string, string> = { steady: 'The data look like those of the training.', drifting: 'The data no longer look like those of the training.' };
  return texts[drift.state] ?? 'Not enough was seen since the training to tell.';
}

function sayAlerts({ alerts_per_week: alerts, budget_per_week: budget }: Quality): string {
  return budget === null ? String(alerts) : `${alerts} of ${budget}`;
}
