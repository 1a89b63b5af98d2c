import { Input, TextLink } from '@grafana/ui';
import { useState } from 'react';
import { pagePath } from './paths';
import type { Member } from '../api/managed';
import type { Verdict } from '../api/types';
import type { PageBackend } from './backend';
import { ActionButton } from './parts/ActionButton';
import { useFailure } from './parts/Failure';
import { Muted } from './parts/Muted';
import { Row } from './parts/Row';
import { Who } from './parts/Who';

const VERDICTS: Array<{ verdict: Verdict; text: string; help: string }> = [
  { verdict: 'useful', text: 'Useful', help: 'It was worth a call.' },
  { verdict: 'expected', text: 'Expected', help: 'Unusual, but planned or understood.' },
  { verdict: 'noise', text: 'Noise', help: 'This is normal; learn from it.' },
];

interface Props {
  backend: PageBackend;
  anomaly: Member;
  /** Ask for the anomalies again: somebody said something of one. */
  askAgain: () => void;
}

/** What somebody thinks of an anomaly, in one click and a reason where one is given; the last word counts. */
export function FeedbackBar({ backend: { api }, anomaly, askAgain }: Props) {
  const { fingerprint, detector_id: detector, feedback: last } = anomaly;
  const [reason, setReason] = useState('');
  const { shown, tell } = useFailure();
  const give = (verdict: Verdict) =>
    api.say(fingerprint, verdict, reason).then(() => {
      setReason('');
      askAgain();
    });
  return (
    <Row>
      {VERDICTS.map(({ verdict, text, help }) => (
        <ActionButton
          key={verdict}
          role="Editor"
          tooltip={help}
          variant={last?.verdict === verdict ? 'primary' : 'secondary'}
          aria-pressed={last?.verdict === verdict}
          act={() => give(verdict)}
          onFailure={tell}
        >
          {text}
        </ActionButton>
      ))}
      <Input
        width={28}
        value={reason}
        placeholder="Why, if you like"
        aria-label="Reason"
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
      />
      {last && (
        <Muted data-testid="last-word">
          <Who author={last.author} />
          {`: ${last.verdict}${last.reason ? `, ${last.reason}` : ''}`}
        </Muted>
      )}
      {last && last.verdict !== 'useful' && (
        <TextLink inline={false} href={pagePath(`detectors/${detector}?tab=feedback`)}>
          What Barograph would change
        </TextLink>
      )}
      {shown}
    </Row>
  );
}
