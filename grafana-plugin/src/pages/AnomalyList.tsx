import { dateTimeFormatTimeAgo } from '@grafana/data';
import { TextLink, useTheme2 } from '@grafana/ui';
import { pagePath } from './paths';
import type { Anomaly, Evidence } from '../api/types';
import { SeverityMark } from '../panel/SeverityMark';
import { Muted } from './parts/Muted';
import { ShowMore } from './parts/ShowMore';
import { useFirst } from './useFirst';

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
  const { found, showMore } = useFirst(anomalies);
  if (!anomalies.length) {
    return <p style={{ color: theme.colors.text.secondary }}>{empty}</p>;
  }
  return (
    <>
      <ul style={{ listStyle: 'none' }}>
        {found.items.map(({ fingerprint, severity, state, detector_id: id, started_ms: startedMs, evidence }) => (
          <li key={fingerprint} style={{ padding: theme.spacing(1, 0), borderBottom: `1px solid ${theme.colors.border.weak}` }}>
            <SeverityMark severity={severity} /> {evidence.sentence}{' '}
            <Muted>
              {state === 'open' ? 'Open since' : 'Started'} {dateTimeFormatTimeAgo(startedMs)}
              {titleOf && ' · '}
            </Muted>
            {titleOf && <TextLink href={pagePath(`detectors/${id}`)}>{titleOf(id)}</TextLink>}
          </li>
        ))}
      </ul>
      <ShowMore found={found} total={anomalies.length} what="anomalies" onMore={showMore} />
    </>
  );
}
