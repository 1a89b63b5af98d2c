import { Alert, Button, Field, Input, TextArea } from '@grafana/ui';
import { locationService } from '@grafana/runtime';
import { useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { APP_PATH } from '../ids';
import type { PageBackend } from './backend';
import { Draft, nameFrom, specOf } from './drafting';
import { Frame } from './Frame';
import { Rehearsal } from './Rehearsal';

export default function Create() {
  return <Frame title="New detector">{(backend) => <Guide backend={backend} />}</Frame>;
}

const STEPS = ['1m', '5m', '15m', '1h'];

function Guide({ backend }: { backend: PageBackend }) {
  const [search] = useSearchParams();
  const [draft, setDraft] = useState<Draft>({
    title: search.get('title') ?? '',
    source: search.get('source') ?? 'prometheus',
    expression: search.get('expression') ?? '',
    step: '1m',
  });
  const [problem, setProblem] = useState<string>();
  const [isSaving, setIsSaving] = useState(false);
  const set = (part: Partial<Draft>) => setDraft((old) => ({ ...old, ...part }));
  const isComplete = Boolean(draft.title.trim() && draft.expression.trim());
  const save = async () => {
    setIsSaving(true);
    setProblem(undefined);
    try {
      const { id } = await backend.api.create(specOf(draft));
      locationService.push(`${APP_PATH}/detectors/${id}`);
    } catch (failure) {
      setProblem((failure as Error).message);
      setIsSaving(false);
    }
  };
  return (
    <>
      <Field label="Title" description={`Its name will be ${nameFrom(draft.title) || '…'}`}>
        <Input id="detector-title" value={draft.title} onChange={({ currentTarget }) => set({ title: currentTarget.value })} />
      </Field>
      <Field label="Data source" description="Name of a source in Barograph's configuration">
        <Input id="detector-source" value={draft.source} onChange={({ currentTarget }) => set({ source: currentTarget.value })} />
      </Field>
      <Field label="Expression" description="PromQL, or LogQL on a Loki source; each series is judged by itself">
        <TextArea
          id="detector-expression"
          rows={4}
          value={draft.expression}
          onChange={({ currentTarget }) => set({ expression: currentTarget.value })}
        />
      </Field>
      <Field label="Distance of two points">
        <div>
          {STEPS.map((step) => (
            <Button key={step} size="sm" variant={step === draft.step ? 'primary' : 'secondary'} onClick={() => set({ step })}>
              {step}
            </Button>
          ))}
        </div>
      </Field>
      <Rehearsal api={backend.api} draft={isComplete ? draft : undefined} />
      {problem && (
        <Alert severity="error" title="It is not saved">
          {problem}
        </Alert>
      )}
      <Button onClick={save} disabled={!isComplete || isSaving}>
        {isSaving ? 'Saving' : 'Save and start'}
      </Button>
    </>
  );
}
