import type { DataQuery } from '@grafana/schema';
import type { DataSourceJsonData } from '@grafana/data';
import type { Severity } from '../api/types';

export type QueryKind = 'anomalies' | 'series' | 'score' | 'health';

export interface BarographQuery extends DataQuery {
  kind: QueryKind;
  /** Id of a detector; empty means all where that makes sense. */
  detector?: string;
  /** `name=value, name=value`; all must match. */
  labels?: string;
  severity?: Severity | '';
  state?: 'open' | 'resolved' | '';
  /** Most series in the answer. */
  limit?: number;
}

export interface BarographOptions extends DataSourceJsonData {
  backendUrl?: string;
}

export interface BarographSecrets {
  apiKey?: string;
}

export const DEFAULT_QUERY: Pick<BarographQuery, 'kind'> = { kind: 'anomalies' };
export const DEFAULT_LIMIT = 20;

/** Band and score belong to one detector; the others can look at all of them. */
export function needsDetector(kind: QueryKind): boolean {
  return kind === 'series' || kind === 'score';
}
