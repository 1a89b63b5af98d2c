import type { Anomaly } from '../../api/types';
import type { Bounds } from '../../datasource/span';

const LEAST_BEFORE_MS = 10 * 60_000;
const LEAST_AFTER_MS = 2 * 60_000;
const MOST_AFTER_MS = 10 * 60_000;

/** What of the time around an incident is shown: what led to it, and a little after its end, so that it fills a good part. */
export function spanOf(startedMs: number, endedMs: number | null, nowMs: number): Bounds {
  const length = Math.max(0, (endedMs ?? nowMs) - startedMs);
  const afterMs = Math.min(MOST_AFTER_MS, Math.max(LEAST_AFTER_MS, length / 2));
  const toMs = endedMs === null ? nowMs : Math.min(nowMs, endedMs + afterMs);
  return { fromMs: startedMs - Math.max(LEAST_BEFORE_MS, length / 2), toMs };
}

/** Where a bar lies in a span, as shares from 0 to 1. */
export function placeIn({ fromMs, toMs }: Bounds, startMs: number, endMs: number): { left: number; width: number } {
  const share = (ms: number) => Math.min(1, Math.max(0, (ms - fromMs) / Math.max(1, toMs - fromMs)));
  const left = share(startMs);
  return { left, width: Math.max(0, share(endMs) - left) };
}

/** The detectors of an incident in the order in which they spoke, each with its anomalies. */
export function byDetector(anomalies: Anomaly[]): Array<[string, Anomaly[]]> {
  const groups = new Map<string, Anomaly[]>();
  for (const anomaly of anomalies) {
    groups.set(anomaly.detector_id, [...(groups.get(anomaly.detector_id) ?? []), anomaly]);
  }
  return [...groups];
}
