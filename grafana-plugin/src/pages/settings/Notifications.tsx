import { Alert } from '@grafana/ui';
import { useState } from 'react';
import type { DeadLetter, Sink, SinkQueue, SinkTest } from '../../api/managed';
import type { PageBackend } from '../backend';
import { ActionButton } from '../parts/ActionButton';
import { useFailure } from '../parts/Failure';
import { Loaded } from '../parts/Loaded';
import { Moment } from '../parts/Moment';
import { Row } from '../parts/Row';
import { Column, Sheet } from '../parts/Sheet';
import { Section } from '../parts/Section';
import { useAsked } from '../useAsked';

const EVERY_MS = 10_000;

/** Whom Barograph tells: the queue of each address, a test message, and what was refused. */
export function Notifications({ backend }: { backend: PageBackend }) {
  const sinks = useAsked(backend.manage.sinks, EVERY_MS);
  const letters = useAsked(backend.manage.deadLetters, EVERY_MS);
  const { shown, tell } = useFailure();
  const replay = (items: DeadLetter[]) => backend.manage.replay(items.map(({ id }) => id)).then(letters.askAgain);
  return (
    <>
      <Loaded asked={sinks} what="who is told">
        {(items) =>
          items.length ? (
            items.map((sink) => <One key={sink.name} backend={backend} sink={sink} />)
          ) : (
            <p>Nobody is told yet. Write an Alertmanager or a webhook into provisioning/sinks/*.yaml and start Barograph again.</p>
          )
        }
      </Loaded>
      <h3>Refused messages</h3>
      {shown}
      <Loaded asked={letters} what="refused messages">
        {(items) => (
          <>
            <Sheet label="Refused messages" items={items} columns={LETTERS} keyOf={({ id }) => id} empty="None." />
            {items.length > 0 && (
              <ActionButton role="Editor" act={() => replay(items)} onFailure={tell}>
                Send these again
              </ActionButton>
            )}
          </>
        )}
      </Loaded>
    </>
  );
}

function One({ backend, sink }: { backend: PageBackend; sink: Sink }) {
  const { shown, tell } = useFailure();
  const [tested, setTested] = useState<SinkTest[]>();
  const test = () => backend.manage.testSink(sink.name).then(setTested);
  return (
    <Section aria-label={sink.name}>
      <Row>
        <h3 style={{ margin: 0 }}>{sink.name}</h3>
        <span>{`${sink.type}${sink.send.length ? `, told of ${sink.send.join(' and ')}` : ''}`}</span>
        <ActionButton role="Editor" icon="envelope" act={test} onFailure={tell}>
          Send a test message
        </ActionButton>
      </Row>
      {shown}
      {tested?.map(({ queue, outcome, reason }) => (
        <Alert key={queue} severity={outcome === 'delivered' ? 'success' : 'warning'} title={`${queue}: ${outcome}`}>
          {reason}
        </Alert>
      ))}
      <Sheet label={`Addresses of ${sink.name}`} items={sink.addresses} columns={QUEUES} keyOf={({ queue }) => queue} empty="It has no address." />
    </Section>
  );
}

const QUEUES: Array<Column<SinkQueue>> = [
  { title: 'Address', cell: ({ url }) => url },
  { title: 'Waiting', cell: ({ pending }) => pending, isNumber: true },
  { title: 'Refused', cell: ({ dead }) => dead, isNumber: true },
  { title: 'Last delivered', cell: ({ last_delivered_ms: atMs }) => <Moment atMs={atMs} /> },
  { title: 'Last trouble', cell: ({ last_error: error }) => error || 'none' },
];

const LETTERS: Array<Column<DeadLetter>> = [
  { title: 'To', cell: ({ queue }) => queue },
  { title: 'What', cell: ({ summary }) => summary },
  { title: 'Why it was refused', cell: ({ reason }) => reason },
  { title: 'When', cell: ({ at_ms: atMs }) => <Moment atMs={atMs} /> },
];
