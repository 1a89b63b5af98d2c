import type { Anomaly } from '../api/types';
import { matchesAll, Matcher } from '../words/matchers';

/** What a subscriber looks at. */
export interface Window {
  detector?: string;
  matchers: Matcher[];
  severity?: string;
  state?: string;
}

/** Put one anomaly into a list, newest first, where it belongs there. */
export function putAnomaly(known: Anomaly[], anomaly: Anomaly, window: Window): Anomaly[] {
  const others = known.filter(({ fingerprint }) => fingerprint !== anomaly.fingerprint);
  return isSeen(anomaly, window) ? [anomaly, ...others].sort((a, b) => b.started_ms - a.started_ms) : others;
}

export function isSeen(anomaly: Anomaly, { detector, matchers, severity, state }: Window): boolean {
  return (
    (!detector || anomaly.detector_id === detector) &&
    (!severity || anomaly.severity === severity) &&
    (!state || anomaly.state === state) &&
    matchesAll(anomaly.labels, matchers)
  );
}
