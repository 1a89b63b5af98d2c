import { Alert, ClipboardButton, Field, Input, RadioButtonGroup } from '@grafana/ui';
import { useState } from 'react';
import type { ApiKey } from '../../api/managed';
import type { PageBackend } from '../backend';
import { ActionButton } from '../parts/ActionButton';
import { useFailure } from '../parts/Failure';
import { Form } from '../parts/Form';
import { Loaded } from '../parts/Loaded';
import { Moment } from '../parts/Moment';
import { Column, Sheet } from '../parts/Sheet';
import { Section } from '../parts/Section';
import { StateBadge } from '../StateBadge';
import { useAsked } from '../useAsked';

const ROLES = ['viewer', 'editor', 'admin'].map((value) => ({ value, label: value }));

/** API keys: made, shown once, revoked. */
export function Tokens({ backend: { manage } }: { backend: PageBackend }) {
  const asked = useAsked(manage.keys);
  const { shown, tell } = useFailure();
  const columns: Array<Column<ApiKey>> = [
    ...COLUMNS,
    {
      title: 'Actions',
      isTitleHidden: true,
      cell: ({ id, state }) => (
        <ActionButton role="Admin" variant="destructive" fill="outline" isOff={state !== 'valid'} act={() => manage.revokeKey(id).then(asked.askAgain)} onFailure={tell}>
          Revoke
        </ActionButton>
      ),
    },
  ];
  return (
    <>
      {shown}
      <Loaded asked={asked} what="the API keys">
        {(keys) => <Sheet label="API keys" items={keys} columns={columns} keyOf={({ id }) => id} empty="No key yet. Programs need one where Barograph asks who they are." />}
      </Loaded>
      <NewKey manage={manage} onMade={asked.askAgain} tell={tell} />
    </>
  );
}

interface NewKeyProps {
  manage: PageBackend['manage'];
  onMade: () => void;
  tell: (message: string) => void;
}

function NewKey({ manage, onMade, tell }: NewKeyProps) {
  const [name, setName] = useState('');
  const [role, setRole] = useState('viewer');
  const [expires, setExpires] = useState('');
  const [text, setText] = useState<string>();
  const make = async () => {
    setText((await manage.makeKey(name.trim(), role, expires.trim())).key);
    setName('');
    onMade();
  };
  return (
    <Section aria-label="New key">
      <h3>New key</h3>
      {text && (
        <Alert severity="success" title="Keep it now: it is shown this once" onRemove={() => setText(undefined)}>
          <code>{text}</code>{' '}
          <ClipboardButton icon="copy" size="sm" variant="secondary" getText={() => text}>
            Copy
          </ClipboardButton>
        </Alert>
      )}
      <Form>
        <Field label="What it is for">
          <Input id="key-name" value={name} onChange={({ currentTarget }) => setName(currentTarget.value)} />
        </Field>
        <Field label="What its holder may do">
          <RadioButtonGroup options={ROLES} value={role} onChange={setRole} aria-label="What its holder may do" />
        </Field>
        <Field label="How long it is valid" description="Such as 90d; for ever if empty">
          <Input id="key-expires" width={20} value={expires} onChange={({ currentTarget }) => setExpires(currentTarget.value)} />
        </Field>
        <div>
          <ActionButton role="Admin" variant="primary" isOff={!name.trim()} act={make} onFailure={tell}>
            Make the key
          </ActionButton>
        </div>
      </Form>
    </Section>
  );
}

const COLUMNS: Array<Column<ApiKey>> = [
  { title: 'Name', cell: ({ name }) => name },
  { title: 'Role', cell: ({ role }) => role },
  { title: 'State', cell: ({ state }) => <StateBadge state={state} /> },
  { title: 'Made', cell: ({ created_ms: atMs }) => <Moment atMs={atMs} /> },
  { title: 'Expires', cell: ({ expires_ms: atMs }) => (atMs ? <Moment atMs={atMs} /> : 'never') },
];
