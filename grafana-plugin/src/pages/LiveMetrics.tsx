import { useTheme2 } from '@grafana/ui';
import { useCallback } from 'react';
import type { Deployment } from '../api/managed';
import type { PageBackend } from './backend';
import { Frame } from './Frame';
import { HealthList } from './HealthList';
import { MetricCharts } from './metrics/MetricCharts';
import { Loaded } from './parts/Loaded';
import { Moment } from './parts/Moment';
import { Column, Sheet } from './parts/Sheet';
import { Section } from './parts/Section';
import { StateBadge } from './StateBadge';
import { useAsked } from './useAsked';

export default function LiveMetrics() {
  return <Frame title="Barograph itself">{(backend) => <Now backend={backend} />}</Frame>;
}

const EVERY_MS = 5_000;

/** How the product is at this moment: its parts, its processes, what runs. */
function Now({ backend }: { backend: PageBackend }) {
  const { api } = backend;
  const theme = useTheme2();
  const health = useAsked(useCallback(() => api.health(), [api]), EVERY_MS);
  const deployment = useAsked(useCallback(() => api.deployment(), [api]), EVERY_MS);
  return (
    <>
      <Section aria-label="Metrics">
        <h3>Since this page was opened</h3>
        <MetricCharts backend={backend} />
      </Section>
      <Section aria-label="Parts">
        <h3>Parts</h3>
        <Loaded asked={health} what="its health">
          {(value) => <HealthList health={value} />}
        </Loaded>
      </Section>
      <Section aria-label="Processes">
        <h3>Processes</h3>
        <Loaded asked={deployment} what="its processes">
          {(value) => (
            <>
              <Sheet label="Processes" items={value.processes} columns={COLUMNS} keyOf={({ id }) => id} empty="No process has reported yet." />
              <p style={{ color: theme.colors.text.secondary }}>{sayVersion(value)}</p>
            </>
          )}
        </Loaded>
      </Section>
      <p>Let Prometheus scrape /metrics to keep them; the dashboard &quot;Health of Barograph&quot; shows what it kept.</p>
    </>
  );
}

const COLUMNS: Array<Column<Deployment['processes'][number]>> = [
  { title: 'Process', cell: ({ id }) => id },
  { title: 'State', cell: ({ state }) => <StateBadge state={state} /> },
  { title: 'What it says', cell: ({ sentence }) => sentence },
  { title: 'Since', cell: ({ started_ms: atMs }) => <Moment atMs={atMs} /> },
  { title: 'Last sign', cell: ({ beat_ms: atMs }) => <Moment atMs={atMs} /> },
];

function sayVersion({ version, build, python, database }: Deployment): string {
  return `Barograph ${version}${build ? ` (${build})` : ''} on Python ${python} with ${database}`;
}
