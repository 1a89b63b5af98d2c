import { Alert, Button, Field, Input, RadioButtonGroup, TextArea } from '@grafana/ui';
import { useState } from 'react';
import type { PageBackend } from '../backend';
import { addressOf, draftIn, sayName, specOf } from '../drafting';
import { Form } from '../parts/Form';
import { reasonFor } from '../../roles';
import { Rehearsal } from '../Rehearsal';
import { useDraft } from '../useAddress';
import { QueryPreview } from './QueryPreview';
import { saveAll } from './saving';
import { SourceField } from './SourceField';
import { Suggestions } from './Suggestions';

const STEPS = ['1m', '5m', '15m', '1h'].map((value) => ({ value, label: value }));
const SENSITIVITIES = [
  { value: 1, label: 'Quiet: 1 a week' },
  { value: 2, label: 'Balanced: 2 a week' },
  { value: 7, label: 'Watchful: 1 a day' },
];

/** Step by step: where, what, how often, how many alerts; then a rehearsal on the person's own past. */
export function Guide({ backend }: { backend: PageBackend }) {
  const [draft, set] = useDraft(draftIn, addressOf);
  const [problem, setProblem] = useState<string>();
  const [isSaving, setIsSaving] = useState(false);
  const isComplete = Boolean(draft.title.trim() && draft.expression.trim());
  const reason = reasonFor('Editor');
  const save = () => {
    setIsSaving(true);
    setProblem(undefined);
    saveAll(backend, [specOf(draft)]).catch((failure: Error) => {
      setProblem(failure.message);
      setIsSaving(false);
    });
  };
  return (
    <Form>
      {reason && <Alert severity="info" title={reason} />}
      <Field label="Title" description={sayName(draft.title)}>
        <Input id="detector-title" value={draft.title} onChange={({ currentTarget }) => set({ title: currentTarget.value })} />
      </Field>
      <SourceField id="detector-source" backend={backend} value={draft.source} onChange={(source) => set({ source })} />
      <Field label="Expression" description="PromQL, or LogQL on a Loki source; each series is judged by itself">
        <TextArea
          id="detector-expression"
          rows={4}
          value={draft.expression}
          onChange={({ currentTarget }) => set({ expression: currentTarget.value })}
        />
      </Field>
      <Suggestions backend={backend} source={draft.source} onChosen={(expression) => set({ expression })} />
      <QueryPreview api={backend.api} draft={isComplete ? draft : undefined} />
      <Field label="Distance of two points">
        <RadioButtonGroup options={STEPS} value={draft.step} onChange={(step) => set({ step })} aria-label="Distance of two points" />
      </Field>
      <Field label="Sensitivity" description="The most alerts you want of this detector; its threshold is calibrated on your history">
        <RadioButtonGroup options={SENSITIVITIES} value={draft.alertsPerWeek} onChange={(alertsPerWeek) => set({ alertsPerWeek })} aria-label="Sensitivity" />
      </Field>
      <Rehearsal api={backend.api} draft={isComplete ? draft : undefined} />
      {problem && (
        <Alert severity="error" title="It is not saved">
          {problem}
        </Alert>
      )}
      <div>
        <Button onClick={save} disabled={!isComplete || isSaving || Boolean(reason)}>
          {isSaving ? 'Saving' : 'Save and start'}
        </Button>
      </div>
    </Form>
  );
}
