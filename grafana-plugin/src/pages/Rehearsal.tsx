import { Alert, Button } from '@grafana/ui';
import { useState } from 'react';
import type { BarographApi } from '../api/client';
import type { Anomaly } from '../api/types';
import { AnomalyList, Told } from './AnomalyList';
import { Draft, specOf } from './drafting';

interface Props {
  api: BarographApi;
  draft: Draft | undefined;
}

type Episode = Pick<Anomaly, 'fingerprint' | 'severity' | 'state' | 'started_ms'> & { sentence: string };

const DAY_MS = 86_400_000;

/** What the detector would have said about the last day, before anything is saved. */
export function Rehearsal({ api, draft }: Props) {
  const [progress, setProgress] = useState<number>();
  const [found, setFound] = useState<Told[]>();
  const [total, setTotal] = useState(0);
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
      const spec = specOf(draft);
      const result = await api.preview(spec, endMs - DAY_MS, endMs, setProgress);
      const episodes = result.episodes as Episode[];
      setTotal(result.episodes_total as number);
      setFound(episodes.map((episode) => ({ ...episode, detector_id: spec.name, evidence: { sentence: episode.sentence } })));
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
          <h4>{`It would have seen ${total} anomalies in the last day`}</h4>
          <AnomalyList anomalies={found.slice(0, 20)} empty="Nothing unusual in the last day." />
        </>
      )}
    </section>
  );
}
