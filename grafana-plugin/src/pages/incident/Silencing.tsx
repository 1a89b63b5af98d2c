import { Field, Input, RadioButtonGroup } from '@grafana/ui';
import { useState } from 'react';
import type { PageBackend } from '../backend';
import { ActionButton } from '../parts/ActionButton';
import { useFailure } from '../parts/Failure';

const LENGTHS = [
  { label: '1 hour', value: 60 },
  { label: '4 hours', value: 240 },
  { label: '1 day', value: 1440 },
];

/** A silence in Alertmanager for this incident alone. */
export function Silencing({ backend, id }: { backend: PageBackend; id: string }) {
  const [minutes, setMinutes] = useState(60);
  const [comment, setComment] = useState('');
  const [isDone, setIsDone] = useState(false);
  const { shown, tell } = useFailure();
  const silence = () => backend.manage.silence(id, minutes, comment).then(() => setIsDone(true));
  return (
    <section aria-label="Silence">
      <h3>Silence</h3>
      {shown}
      <Field label="For how long">
        <RadioButtonGroup options={LENGTHS} value={minutes} onChange={setMinutes} />
      </Field>
      <Field label="Why" description="Alertmanager shows it to everybody">
        <Input id="silence-comment" value={comment} onChange={({ currentTarget }) => setComment(currentTarget.value)} />
      </Field>
      <ActionButton role="Editor" isOff={!comment.trim() || isDone} act={silence} onFailure={tell}>
        {isDone ? 'Silenced' : 'Silence in Alertmanager'}
      </ActionButton>
    </section>
  );
}
