import { Badge, BadgeColor, useTheme2 } from '@grafana/ui';
import { useCallback } from 'react';
import type { Proposal } from '../../api/authored';
import { sayMoments } from '../../words/amounts';
import { ActionButton } from '../parts/ActionButton';
import { useFailure } from '../parts/Failure';
import { Loaded } from '../parts/Loaded';
import { Moment } from '../parts/Moment';
import { Muted } from '../parts/Muted';
import { Row } from '../parts/Row';
import { Section } from '../parts/Section';
import { Who } from '../parts/Who';
import { about, useLive } from '../useLive';
import type { Given } from './given';
import { sayEdit, sayEffect } from './telling';

/** What Barograph would change after what people said, with a replay of what that does; nothing changes unless accepted. */
export function Proposals({ backend, detector: { id } }: Given) {
  const { manage } = backend;
  const asked = useLive(backend, 'detectors', about(['proposal_'], id), useCallback(() => manage.proposals(id), [manage, id]));
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

const COLOURS: Record<string, BadgeColor> = { accepted: 'green', rejected: 'darkgrey', reverted: 'orange' };

interface OneProps {
  proposal: Proposal;
  decide: (decision: 'accept' | 'reject' | 'revert') => Promise<unknown>;
  tell: (message: string) => void;
}

function One({ proposal, decide, tell }: OneProps) {
  const theme = useTheme2();
  const { sentence, kind, state, change, created_ms: atMs, decided_by: by } = proposal;
  return (
    <Section aria-label={`Proposal ${proposal.id}`}>
      <h4>{sayMoments(sentence)}</h4>
      <Row>
        <Badge text={state} color={COLOURS[state] ?? 'blue'} />
        <Muted>
          {kind}, <Moment atMs={atMs} />
        </Muted>
        {by && (
          <Muted>
            decided by <Who author={by} />
          </Muted>
        )}
      </Row>
      <p>{sayEffect(proposal)}</p>
      <ul style={{ listStyle: 'none', marginBottom: theme.spacing(1) }}>
        {change.map((edit) => (
          <li key={edit.path}>
            <code style={{ whiteSpace: 'normal' }}>{sayEdit(edit)}</code>
          </li>
        ))}
      </ul>
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
