import { Alert, Button, RadioButtonGroup } from '@grafana/ui';
import { useState } from 'react';
import type { BarographApi } from '../api/client';
import type { Anomaly } from '../api/types';
import { AnomalyList, Told } from './AnomalyList';
import { Draft, sayRehearsal, specOf } from './drafting';
import { Row } from './parts/Row';
import { Section } from './parts/Section';
import { useLeaving } from './useLeaving';

interface Props {
  api: BarographApi;
  draft: Draft | undefined;
}

type Episode = Pick<Anomaly, 'fingerprint' | 'severity' | 'state' | 'started_ms'> & { sentence: string };

const DAY_MS = 86_400_000;
const SPANS = [
  { value: 1, label: 'last day' },
  { value: 7, label: 'last week' },
  { value: 14, label: 'last two weeks' },
];
const SHOWN = 20;

/** What the detector would have said about the past, before anything is saved. */
export function Rehearsal({ api, draft }: Props) {
  const [days, setDays] = useState(14);
  const [progress, setProgress] = useState<number>();
  const [found, setFound] = useState<Told[]>();
  const [summary, setSummary] = useState('');
  const [problem, setProblem] = useState<string>();
  const leaving = useLeaving();
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
      const result = await api.until(leaving()).preview(spec, endMs - days * DAY_MS, endMs, setProgress);
      const episodes = result.episodes as Episode[];
      setSummary(sayRehearsal(result as { episodes_total: number; quality: { alerts_a_week: number } }, days));
      setFound(episodes.map((episode) => ({ ...episode, detector_id: spec.name, evidence: { sentence: episode.sentence } })));
    } catch (failure) {
      setProblem((failure as Error).message);
    }
    setProgress(undefined);
  };
  return (
    <Section aria-label="Rehearsal">
      <Row>
        <Button variant="secondary" icon="play" onClick={rehearse} disabled={!draft || progress !== undefined}>
          {progress === undefined ? 'Rehearse it on the past' : `Rehearsing, ${Math.round(100 * progress)} %`}
        </Button>
        <RadioButtonGroup options={SPANS} value={days} onChange={setDays} aria-label="How far back" />
      </Row>
      {problem && (
        <Alert severity="warning" title="The rehearsal found a problem">
          {problem}
        </Alert>
      )}
      {found && (
        <>
          <h4>{summary}</h4>
          <AnomalyList anomalies={found.slice(0, SHOWN)} empty="Nothing unusual in that time." />
        </>
      )}
    </Section>
  );
}
