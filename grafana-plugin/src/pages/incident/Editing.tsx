import { ConfirmModal, Field, Input, TextArea } from '@grafana/ui';
import { useState } from 'react';
import type { IncidentEdit } from '../../api/managed';
import type { Incident } from '../../api/types';
import type { PageBackend } from '../backend';
import { ActionButton } from '../parts/ActionButton';
import { useFailure } from '../parts/Failure';
import { Row } from '../parts/Row';
import { Section } from '../parts/Section';

interface Props {
  backend: PageBackend;
  incident: Incident;
  askAgain: () => void;
}

/** What people add: a better title, notes for the next one on call, and the end. */
export function Editing({ backend, incident, askAgain }: Props) {
  const [title, setTitle] = useState(incident.title);
  const [note, setNote] = useState(incident.note);
  const [isEnding, setIsEnding] = useState(false);
  const { shown, tell } = useFailure();
  const edit = (change: IncidentEdit) => backend.manage.editIncident(incident.id, change).then(askAgain);
  const isSame = title === incident.title && note === incident.note;
  return (
    <Section aria-label="Notes">
      <h3>Notes</h3>
      {shown}
      <Field label="Title">
        <Input id="incident-title" value={title} onChange={({ currentTarget }) => setTitle(currentTarget.value)} />
      </Field>
      <Field label="Notes" description="What was found and done, for whoever looks at this later">
        <TextArea id="incident-note" rows={3} value={note} onChange={({ currentTarget }) => setNote(currentTarget.value)} />
      </Field>
      <Row>
        <ActionButton role="Editor" variant="primary" isOff={isSame || !title.trim()} act={() => edit({ title, note })} onFailure={tell}>
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
