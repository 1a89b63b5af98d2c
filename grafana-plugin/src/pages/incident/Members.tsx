import { TextLink, useTheme2 } from '@grafana/ui';
import type { Anomaly, Incident } from '../../api/types';
import { APP_PATH } from '../../ids';
import type { PageBackend } from '../backend';
import { FeedbackBar } from '../FeedbackBar';
import { ActionButton } from '../parts/ActionButton';
import { useFailure } from '../parts/Failure';
import { Moment } from '../parts/Moment';
import { Row } from '../parts/Row';
import { Section } from '../parts/Section';
import { SeverityMark } from '../parts/SeverityMark';

interface Props {
  backend: PageBackend;
  incident: Incident;
  anomalies: Anomaly[];
  titleOf: (id: string) => string;
  askAgain: () => void;
}

/** What belongs to the incident: the sentence of each anomaly, a word about it, and a way to take it out. */
export function Members({ backend, incident, anomalies, titleOf, askAgain }: Props) {
  const theme = useTheme2();
  const { shown, tell } = useFailure();
  const takeOut = (fingerprint: string) => backend.manage.editIncident(incident.id, { leave_out: [fingerprint] }).then(askAgain);
  return (
    <Section aria-label="Evidence">
      <h3>Evidence</h3>
      {shown}
      <ul style={{ listStyle: 'none' }}>
        {anomalies.map(({ fingerprint, severity, evidence, detector_id: id, started_ms: atMs }) => (
          <li key={fingerprint} style={{ padding: theme.spacing(1, 0), borderBottom: `1px solid ${theme.colors.border.weak}` }}>
            <SeverityMark severity={severity} /> {evidence.sentence}{' '}
            <span style={{ color: theme.colors.text.secondary }}>
              <Moment atMs={atMs} /> · <TextLink href={`${APP_PATH}/detectors/${id}`}>{titleOf(id)}</TextLink>
            </span>
            <Row>
              <FeedbackBar backend={backend} detector={id} fingerprint={fingerprint} />
              <ActionButton role="Editor" fill="text" act={() => takeOut(fingerprint)} onFailure={tell}>
                Does not belong here
              </ActionButton>
            </Row>
          </li>
        ))}
      </ul>
      {incident.left_out.length > 0 && <p>{`${incident.left_out.length} taken out by people.`}</p>}
    </Section>
  );
}
