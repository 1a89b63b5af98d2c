import { dateTimeFormatTimeAgo } from '@grafana/data';
import { TextLink, useTheme2 } from '@grafana/ui';
import { pagePath } from './paths';
import type { Anomaly, Evidence } from '../api/types';
import { SeverityMark } from '../panel/SeverityMark';

/** What is told of an anomaly, whether it happened or was rehearsed. */
export type Told = Pick<Anomaly, 'fingerprint' | 'severity' | 'state' | 'started_ms' | 'detector_id'> & {
  evidence: Pick<Evidence, 'sentence'>;
};

interface Props {
  anomalies: Told[];
  empty: string;
  /** How detectors are called, where they are other pages. */
  titleOf?: (id: string) => string;
}

export function AnomalyList({ anomalies, empty, titleOf }: Props) {
  const theme = useTheme2();
  if (!anomalies.length) {
    return <p style={{ color: theme.colors.text.secondary }}>{empty}</p>;
  }
  return (
    <ul style={{ listStyle: 'none' }}>
      {anomalies.map(({ fingerprint, severity, state, detector_id: id, started_ms: startedMs, evidence }) => (
        <li
          key={fingerprint}
          style={{ padding: theme.spacing(1, 0), borderBottom: `1px solid ${theme.colors.border.weak}` }}
        >
          <SeverityMark severity={severity} /> {evidence.sentence}{' '}
          <span style={{ color: theme.colors.text.secondary }}>
            {state === 'open' ? 'Open since' : 'Started'} {dateTimeFormatTimeAgo(startedMs)}
            {titleOf && ' · '}
          </span>
          {titleOf && <TextLink href={pagePath(`detectors/${id}`)}>{titleOf(id)}</TextLink>}
        </li>
      ))}
    </ul>
  );
}
