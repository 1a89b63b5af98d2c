import { Alert, Button } from '@grafana/ui';
import { useState } from 'react';
import type { BarographApi } from '../api/client';
import type { Anomaly } from '../api/types';
import { AnomalyList } from './AnomalyList';
import { Draft, specOf } from './drafting';

interface Props {
  api: BarographApi;
  draft: Draft | undefined;
}

const DAY_MS = 86_400_000;

/** What the detector would have said about the last day, before anything is saved. */
export function Rehearsal({ api, draft }: Props) {
  const [progress, setProgress] = useState<number>();
  const [found, setFound] = useState<Anomaly[]>();
  const [problem, setProblem] = useState<string>();
  const rehearse = async () => {
    if (!draft) {
      return;
    }
    setProblem(undefined);
    setFound(undefined);
    setProgress(0);
    try {
      const endMs = Date.now();
      const result = await api.preview(specOf(draft), endMs - DAY_MS, endMs, setProgress);
      setFound((result.episodes ?? result.anomalies ?? []) as Anomaly[]);
    } catch (failure) {
      setProblem((failure as Error).message);
    }
    setProgress(undefined);
  };
  return (
    <section>
      <Button variant="secondary" onClick={rehearse} disabled={!draft || progress !== undefined}>
        {progress === undefined ? 'Rehearse on the last day' : `Rehearsing, ${Math.round(100 * progress)} %`}
      </Button>
      {problem && (
        <Alert severity="warning" title="The rehearsal found a problem">
          {problem}
        </Alert>
      )}
      {found && (
        <>
          <h4>{`It would have told you ${found.length} times in the last day`}</h4>
          <AnomalyList anomalies={found.slice(0, 20)} empty="Nothing unusual in the last day." />
        </>
      )}
    </section>
  );
}
