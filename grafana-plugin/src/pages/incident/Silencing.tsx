import { Alert, Field, Input, RadioButtonGroup } from '@grafana/ui';
import { useCallback, useState } from 'react';
import type { PageBackend } from '../backend';
import { ActionButton } from '../parts/ActionButton';
import { Section } from '../parts/Section';
import { useFailure } from '../parts/Failure';
import { Form } from '../parts/Form';
import { Loaded } from '../parts/Loaded';
import { Muted } from '../parts/Muted';
import { useAsked } from '../useAsked';
import { Silences } from './Silences';

const LENGTHS = [
  { label: '1 hour', value: 60 },
  { label: '4 hours', value: 240 },
  { label: '1 day', value: 1440 },
];

/** A silence in Alertmanager for this incident alone. */
export function Silencing({ backend: { manage }, id }: { backend: PageBackend; id: string }) {
  const ask = useCallback(async () => {
    const [silences, sinks] = await Promise.all([manage.silences(id), manage.sinks()]);
    return { ...silences, canSilence: sinks.some(({ type }) => type === 'alertmanager') };
  }, [manage, id]);
  const asked = useAsked(ask);
  const [minutes, setMinutes] = useState(60);
  const [comment, setComment] = useState('');
  const { shown, tell } = useFailure();
  const silence = async () => {
    await manage.silence(id, minutes, comment);
    setComment('');
    asked.askAgain();
  };
  return (
    <Section aria-label="Silence">
      <h3>Silence</h3>
      {shown}
      <Loaded asked={asked} what="silences">
        {({ items, unreachable, canSilence }) =>
          canSilence ? (
            <>
              {unreachable.map((sentence) => (
                <Alert key={sentence} severity="warning" title={sentence} />
              ))}
              <Silences manage={manage} silences={items} askAgain={asked.askAgain} tell={tell} />
            </>
          ) : (
            <Muted>Silences are kept by Alertmanager, and none is among the sinks. The page Settings tells how to add one.</Muted>
          )
        }
      </Loaded>
      {asked.value?.canSilence && (
        <Form>
          <Field label="For how long">
            <RadioButtonGroup options={LENGTHS} value={minutes} onChange={setMinutes} aria-label="For how long" />
          </Field>
          <Field label="Why" description="Alertmanager shows it to everybody">
            <Input id="silence-comment" value={comment} onChange={({ currentTarget }) => setComment(currentTarget.value)} />
          </Field>
          <div>
            <ActionButton role="Editor" isOff={!comment.trim()} act={silence} onFailure={tell}>
              Silence in Alertmanager
            </ActionButton>
          </div>
        </Form>
      )}
    </Section>
  );
}
