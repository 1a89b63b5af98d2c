import { EmptyState, FilterInput, LinkButton, TextLink } from '@grafana/ui';
import { useCallback } from 'react';
import { useSearchParams } from 'react-router-dom';
import type { Quality } from '../api/managed';
import type { Detector } from '../api/types';
import { APP_PATH } from '../ids';
import { saySeconds } from '../words/amounts';
import type { PageBackend } from './backend';
import { Frame } from './Frame';
import { Loaded } from './parts/Loaded';
import { Column, Sheet } from './parts/Sheet';
import { StateBadge } from './StateBadge';
import { useAsked } from './useAsked';

export default function Models() {
  return <Frame title="Models">{(backend) => <List backend={backend} />}</Frame>;
}

interface Known {
  detector: Detector;
  quality?: Quality;
}

const MOST_ASKED = 50;

/** The model in force of each detector, and how it fares. */
function List({ backend: { api, manage } }: { backend: PageBackend }) {
  const [search, setSearch] = useSearchParams();
  const text = search.get('text') ?? '';
  const ask = useCallback(async (): Promise<Known[]> => {
    const detectors = (await api.detectors()).filter(({ id }) => id.includes(text.toLowerCase()));
    const asked = detectors.slice(0, MOST_ASKED).map(({ id }) => manage.quality(id));
    const found = await Promise.allSettled(asked);
    return detectors.map((detector, index) => {
      const answer = found[index];
      return { detector, quality: answer?.status === 'fulfilled' ? answer.value : undefined };
    });
  }, [api, manage, text]);
  return (
    <>
      <FilterInput width={60} placeholder="Find by detector" value={text} onChange={(value) => setSearch(value ? { text: value } : {}, { replace: true })} />
      <Loaded asked={useAsked(ask)} what="the models">
        {(known) => (
          <>
            {known.length > MOST_ASKED && <p>{`Quality is shown for the first ${MOST_ASKED} of ${known.length}; narrow the list to see others.`}</p>}
            {known.length ? (
              <Sheet label="Models" items={known} columns={COLUMNS} keyOf={({ detector }) => detector.id} empty="" />
            ) : (
              <EmptyState variant="call-to-action" message="No detector, so no model" button={<LinkButton href={`${APP_PATH}/create`}>New detector</LinkButton>} />
            )}
          </>
        )}
      </Loaded>
    </>
  );
}

const COLUMNS: Array<Column<Known>> = [
  { title: 'Detector', cell: ({ detector: { id, spec } }) => <TextLink href={`${APP_PATH}/detectors/${id}?tab=models`}>{spec.title || id}</TextLink> },
  { title: 'Algorithm', cell: ({ detector: { spec } }) => spec.algorithm?.name ?? 'auto' },
  { title: 'Version', cell: ({ quality }) => quality?.model_version ?? '–', isNumber: true },
  { title: 'Drift', cell: ({ quality }) => <StateBadge state={quality?.drift.state ?? 'unknown'} /> },
  { title: 'Alerts in seven days', cell: ({ quality }) => sayAlerts(quality), isNumber: true },
  { title: 'Fit', cell: ({ quality }) => saySeconds(quality?.fit_seconds), isNumber: true },
];

function sayAlerts(quality: Quality | undefined): string {
  if (!quality) {
    return '–';
  }
  const { alerts_per_week: alerts, budget_per_week: budget } = quality;
  return budget === null ? String(alerts) : `${alerts} of ${budget}`;
}
