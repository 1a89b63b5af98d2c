import { ConfirmModal, Field, Input, TextArea } from '@grafana/ui';
import { useEffect, useState } from 'react';
import type { IncidentEdit } from '../../api/managed';
import type { Incident } from '../../api/types';
import type { PageBackend } from '../backend';
import { ActionButton } from '../parts/ActionButton';
import { useFailure } from '../parts/Failure';
import { Row } from '../parts/Row';
import { Section } from '../parts/Section';
import { editOf, meanwhile, Notes, settle, write } from './noting';

interface Props {
  backend: PageBackend;
  incident: Incident;
  askAgain: () => void;
}

/** What people add: a better title, notes for the next one on call, and the end. */
export function Editing({ backend, incident, askAgain }: Props) {
  const [notes, setNotes] = useState<Notes>({});
  const [isEnding, setIsEnding] = useState(false);
  const { shown, tell } = useFailure();
  useEffect(() => setNotes((old) => settle(old, incident)), [incident]);
  const title = notes.title?.text ?? incident.title;
  const set = (field: 'title' | 'note', text: string) => setNotes((old) => settle(write(old, incident, field, text), incident));
  const edit = (change: IncidentEdit, revision?: number) => backend.manage.editIncident(incident.id, change, revision).finally(askAgain);
  const isSame = Object.keys(notes).length === 0;
  return (
    <Section aria-label="Notes">
      <h3>Notes</h3>
      {shown}
      <Field label="Title" description={meanwhile(notes, incident, 'title')}>
        <Input id="incident-title" value={title} onChange={({ currentTarget }) => set('title', currentTarget.value)} />
      </Field>
      <Field label="Notes" description={meanwhile(notes, incident, 'note') ?? 'What was found and done, for whoever looks at this later'}>
        <TextArea id="incident-note" rows={3} value={notes.note?.text ?? incident.note} onChange={({ currentTarget }) => set('note', currentTarget.value)} />
      </Field>
      <Row>
        <ActionButton role="Editor" variant="primary" isOff={isSame || !title.trim()} act={() => edit(editOf(notes), incident.revision)} onFailure={tell}>
          Save notes
        </ActionButton>
        {incident.state === 'open' && (
          <ActionButton role="Editor" variant="destructive" act={async () => setIsEnding(true)} onFailure={tell}>
            End the incident
          </ActionButton>
        )}
      </Row>
      <ConfirmModal
        isOpen={isEnding}
        title="End the incident"
        body="Its anomalies go on being watched; only the incident ends, and the sinks are told so."
        confirmText="End it"
        onConfirm={() => {
          setIsEnding(false);
          edit({ is_over: true }).catch((failure: Error) => tell(failure.message));
        }}
        onDismiss={() => setIsEnding(false)}
      />
    </Section>
  );
}
