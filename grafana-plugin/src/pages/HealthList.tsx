import { TextLink } from '@grafana/ui';
import { pagePath } from './paths';
import type { Health } from '../api/types';
import { Column, Sheet } from './parts/Sheet';
import { StateBadge } from './StateBadge';
import { Part, sayWell, troubled } from './trouble';

/** Every part of the product with its state and a sentence. */
export function HealthList({ health }: { health: Health }) {
  return <Sheet label="Parts" items={Object.entries(health.components)} columns={COLUMNS} keyOf={([name]) => name} empty="No part has reported yet." />;
}

/** Only the parts that need somebody; one line where none does. */
export function HealthSummary({ health }: { health: Health }) {
  const parts = Object.entries(health.components);
  const ill = troubled(parts);
  return (
    <>
      {ill.length > 0 ? <Sheet label="Parts in trouble" items={ill} columns={COLUMNS} keyOf={([name]) => name} empty="" /> : <p>{sayWell(parts)}</p>}
      <TextLink href={pagePath('live-metrics')}>Every part and process</TextLink>
    </>
  );
}

const COLUMNS: Array<Column<Part>> = [
  { title: 'State', cell: ([, { state }]) => <StateBadge state={state} /> },
  { title: 'Part', cell: ([name]) => <strong>{name}</strong> },
  { title: 'What it says', cell: ([, { sentence }]) => sentence },
];
