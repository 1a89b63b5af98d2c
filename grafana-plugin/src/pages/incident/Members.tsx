import { TextLink, useTheme2 } from '@grafana/ui';
import { pagePath } from '../paths';
import type { Member } from '../../api/managed';
import type { Found, Incident } from '../../api/types';
import type { PageBackend } from '../backend';
import { FeedbackBar } from '../FeedbackBar';
import { ActionButton } from '../parts/ActionButton';
import { useFailure } from '../parts/Failure';
import { Moment } from '../parts/Moment';
import { Muted } from '../parts/Muted';
import { Row } from '../parts/Row';
import { Section } from '../parts/Section';
import { SeverityMark } from '../../panel/SeverityMark';
import { ShowMore } from '../parts/ShowMore';

interface Props {
  backend: PageBackend;
  incident: Incident;
  members: Found<Member>;
  titleOf: (id: string) => string;
  showMore: () => void;
  askAgain: () => void;
}

/** What belongs to the incident: the sentence of each anomaly, a word about it, and a way to take it out. */
export function Members({ backend, incident, members, titleOf, showMore, askAgain }: Props) {
  const theme = useTheme2();
  const { shown, tell } = useFailure();
  const takeOut = (fingerprint: string) => backend.manage.editIncident(incident.id, { leave_out: [fingerprint] }).then(askAgain);
  return (
    <Section aria-label="Evidence">
      <h3>Evidence</h3>
      {shown}
      <ul style={{ listStyle: 'none' }}>
        {members.items.map((anomaly) => (
          <li key={anomaly.fingerprint} style={{ padding: theme.spacing(1, 0), borderBottom: `1px solid ${theme.colors.border.weak}` }}>
            <SeverityMark severity={anomaly.severity} /> {anomaly.evidence.sentence}{' '}
            <Muted>
              <Moment atMs={anomaly.started_ms} /> · <TextLink href={pagePath(`detectors/${anomaly.detector_id}`)}>{titleOf(anomaly.detector_id)}</TextLink>
            </Muted>
            <Row>
              <FeedbackBar backend={backend} anomaly={anomaly} askAgain={askAgain} />
              <ActionButton role="Editor" fill="text" act={() => takeOut(anomaly.fingerprint)} onFailure={tell}>
                Does not belong here
              </ActionButton>
            </Row>
          </li>
        ))}
      </ul>
      <ShowMore found={members} total={incident.members.length} what="anomalies" onMore={showMore} />
      {incident.left_out.length > 0 && <p>{`${incident.left_out.length} taken out by people.`}</p>}
    </Section>
  );
}
