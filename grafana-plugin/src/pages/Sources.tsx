import { Alert, EmptyState, useTheme2 } from '@grafana/ui';
import { useState } from 'react';
import type { DataSource, SourceHealth } from '../api/managed';
import { saySeconds } from '../words/amounts';
import type { PageBackend } from './backend';
import { Frame } from './Frame';
import { ActionButton } from './parts/ActionButton';
import { useFailure } from './parts/Failure';
import { Loaded } from './parts/Loaded';
import { Muted } from './parts/Muted';
import { Row } from './parts/Row';
import { Section } from './parts/Section';
import { Sheet } from './parts/Sheet';
import { StateBadge } from './StateBadge';
import { about, useLive } from './useLive';

export default function Sources() {
  return <Frame title="Data sources">{(backend) => <List backend={backend} />}</Frame>;
}

/** Where Barograph reads: how each source is, which of its addresses is used, and how far behind it is. */
function List({ backend }: { backend: PageBackend }) {
  const asked = useLive(backend, 'system', about(['source_', 'process_']), backend.manage.sources);
  return (
    <Loaded asked={asked} what="the data sources">
      {(sources) =>
        sources.length ? (
          sources.map((source) => <One key={source.id} backend={backend} source={source} />)
        ) : (
          <EmptyState variant="call-to-action" message="No data source yet">
            Start Barograph with BAROGRAPH_PROMETHEUS_URL, or write provisioning/datasources/*.yaml.
          </EmptyState>
        )
      }
    </Loaded>
  );
}

function One({ backend, source }: { backend: PageBackend; source: DataSource }) {
  const theme = useTheme2();
  const { shown, tell } = useFailure();
  const [tested, setTested] = useState<SourceHealth>();
  const { spec, status, origin } = source;
  const test = () => backend.manage.testSource(spec).then(setTested);
  return (
    <Section style={{ marginBottom: theme.spacing(3) }} aria-label={source.id}>
      <Row>
        <h3 style={{ margin: 0 }}>{source.id}</h3>
        <StateBadge state={status?.state ?? 'unknown'} />
        <ActionButton role="Admin" icon="sync" act={test} onFailure={tell}>
          Test
        </ActionButton>
      </Row>
      {shown}
      {tested && (
        <Alert severity={tested.state === 'ok' ? 'success' : 'warning'} title={tested.sentence} onRemove={() => setTested(undefined)} />
      )}
      {status?.error && <p>{status.error}</p>}
      {!status && <p>No engine has asked it yet.</p>}
      <Muted>{facts(source).join(' · ')}</Muted>
      <Sheet
        label={`Addresses of ${source.id}`}
        items={status?.addresses ?? []}
        keyOf={({ url }) => url}
        columns={[
          { title: 'Address', cell: ({ url }) => url },
          { title: 'State', cell: ({ state }) => <StateBadge state={state} /> },
          { title: 'Used', cell: ({ is_used: isUsed }) => (isUsed ? 'is asked' : 'stands by') },
          { title: 'Latency', cell: ({ latency_seconds: seconds }) => saySeconds(seconds), isNumber: true },
          { title: 'Why', cell: ({ sentence }) => sentence },
        ]}
        empty={`It comes from ${origin}; its addresses are shown once an engine has asked it.`}
      />
    </Section>
  );
}

export function facts({ spec, status, origin }: Pick<DataSource, 'spec' | 'status' | 'origin'>): string[] {
  const product = status?.product ? `${status.product} ${status.version}`.trim() : spec.type;
  const read = status
    ? [`latency ${saySeconds(status.latency_seconds)}`, `lag ${saySeconds(status.lag_seconds)}`, `${status.expressions} ${status.expressions === 1 ? 'expression' : 'expressions'}`]
    : [];
  return [product, ...read, `from ${origin}`];
}
