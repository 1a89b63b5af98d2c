import { Badge, CodeEditor } from '@grafana/ui';
import { useCallback } from 'react';
import type { Proposal } from '../../api/authored';
import { ActionButton } from '../parts/ActionButton';
import { useFailure } from '../parts/Failure';
import { Loaded } from '../parts/Loaded';
import { Moment } from '../parts/Moment';
import { Row } from '../parts/Row';
import { Section } from '../parts/Section';
import { useLive } from '../useIncidents';
import type { Given } from './given';
import { sayEffect } from './telling';

const HEIGHT_PX = 110;

/** What Barograph would change after what people said, with a replay of what that does; nothing changes unless accepted. */
export function Proposals({ backend, detector: { id } }: Given) {
  const { manage } = backend;
  const asked = useLive(backend, 'detectors', ['proposal_'], useCallback(() => manage.proposals(id), [manage, id]));
  const { shown, tell } = useFailure();
  const decide = (one: Proposal, decision: 'accept' | 'reject' | 'revert') => manage.decide(one.id, decision).then(asked.askAgain);
  return (
    <>
      {shown}
      <Loaded asked={asked} what="proposals">
        {(proposals) =>
          proposals.length ? (
            proposals.map((one) => <One key={one.id} proposal={one} decide={(decision) => decide(one, decision)} tell={tell} />)
          ) : (
            <p>No proposal. Say of an anomaly that it was expected or noise, and Barograph proposes what to change.</p>
          )
        }
      </Loaded>
    </>
  );
}

interface OneProps {
  proposal: Proposal;
  decide: (decision: 'accept' | 'reject' | 'revert') => Promise<unknown>;
  tell: (message: string) => void;
}

function One({ proposal, decide, tell }: OneProps) {
  const { sentence, kind, state, change, created_ms: atMs } = proposal;
  return (
    <Section>
      <h4>{sentence}</h4>
      <Row>
        <Badge text={state} color={state === 'open' ? 'blue' : 'green'} /> <span>{kind}</span> <Moment atMs={atMs} />
      </Row>
      <p>{sayEffect(proposal)}</p>
      <CodeEditor value={JSON.stringify(change, null, 2)} language="yaml" height={HEIGHT_PX} readOnly showMiniMap={false} />
      <Row>
        {state === 'open' && (
          <>
            <ActionButton role="Editor" variant="primary" act={() => decide('accept')} onFailure={tell}>
              Accept
            </ActionButton>
            <ActionButton role="Editor" act={() => decide('reject')} onFailure={tell}>
              Reject
            </ActionButton>
          </>
        )}
        {state === 'accepted' && (
          <ActionButton role="Editor" act={() => decide('revert')} onFailure={tell}>
            Take it back
          </ActionButton>
        )}
      </Row>
    </Section>
  );
}
