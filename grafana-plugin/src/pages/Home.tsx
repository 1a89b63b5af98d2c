import { LoadingPlaceholder } from '@grafana/ui';
import { useCallback } from 'react';
import { AnomalyList } from './AnomalyList';
import { HealthList } from './HealthList';
import { Frame } from './Frame';
import type { PageBackend } from './backend';
import { useAnomalies } from './useAnomalies';
import { useAsked } from './useAsked';

export default function Home() {
  return <Frame title="What is unusual now">{(backend) => <Now backend={backend} />}</Frame>;
}

function Now({ backend }: { backend: PageBackend }) {
  const { anomalies, problem } = useAnomalies(backend);
  const health = useAsked(useCallback(() => backend.api.health(), [backend]), 30_000);
  if (problem) {
    throw problem;
  }
  if (!anomalies) {
    return <LoadingPlaceholder text="Asking what is unusual" />;
  }
  const open = anomalies.filter(({ state }) => state === 'open');
  const past = anomalies.filter(({ state }) => state !== 'open').slice(0, 50);
  return (
    <>
      <section aria-live="polite" data-testid="open-anomalies">
        <h3>{open.length ? `${open.length} open ${open.length > 1 ? 'anomalies' : 'anomaly'}` : 'All calm'}</h3>
        <AnomalyList anomalies={open} empty="Nothing unusual now. New anomalies appear here by themselves." />
      </section>
      <section>
        <h3>Lately</h3>
        <AnomalyList anomalies={past} empty="No anomaly in the last day." />
      </section>
      <section>
        <h3>Health of Barograph</h3>
        {health.value && <HealthList health={health.value} />}
        {health.problem && <p role="alert">{health.problem.message}</p>}
      </section>
    </>
  );
}
