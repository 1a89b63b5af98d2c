import type { DataQuery } from '@grafana/schema';
import type { DataSourceJsonData } from '@grafana/data';
import { MOST_FORECASTS, MOST_SERIES } from '../api/client';

export type QueryKind = 'anomalies' | 'incidents' | 'series' | 'score' | 'forecast' | 'health' | 'templates' | 'events';

export interface BarographQuery extends DataQuery {
  kind: QueryKind;
  /** Id of a detector; empty means all where that makes sense. */
  detector?: string;
  /** `name=value, name=~"pattern"`; all must match. */
  labels?: string;
  /** One, or several with `|` between them, as a variable puts them in. */
  severity?: string;
  state?: string;
  /** Most series in the answer. */
  limit?: number;
  /** How many points of a forecast. */
  points?: number;
}

export interface BarographOptions extends DataSourceJsonData {
  backendUrl?: string;
}

export interface BarographSecrets {
  apiKey?: string;
}

export const DEFAULT_QUERY: Pick<BarographQuery, 'kind'> = { kind: 'anomalies' };
export const DEFAULT_LIMIT = 20;
export const DEFAULT_POINTS = 60;

/** What stands in the editor of a query, by its kind. */
interface Needs {
  detector: 'needed' | 'possible' | 'never';
  labels: boolean;
  severity: boolean;
  /** The most series that can be asked for; 0 where there are none. */
  mostSeries: number;
  points: boolean;
}

const NONE: Needs = { detector: 'possible', labels: false, severity: false, mostSeries: 0, points: false };

const NEEDS: Record<QueryKind, Needs> = {
  anomalies: { ...NONE, labels: true, severity: true },
  incidents: { ...NONE, detector: 'never', labels: true, severity: true },
  series: { ...NONE, detector: 'needed', labels: true, mostSeries: MOST_SERIES },
  score: { ...NONE, detector: 'needed', labels: true, mostSeries: MOST_SERIES },
  forecast: { ...NONE, detector: 'needed', labels: true, mostSeries: MOST_FORECASTS, points: true },
  health: { ...NONE, labels: true },
  templates: { ...NONE, detector: 'needed' },
  events: { ...NONE, labels: true },
};

/** Tell whether something is what a query wants of it, one or several. */
export function isChosen(value: string, choice?: string): boolean {
  return !choice || choice.split('|').includes(value);
}

/** What the backend can narrow by: one choice, not several. */
export function onlyChoice(choice?: string): string | undefined {
  return choice?.includes('|') ? undefined : choice || undefined;
}

export function needsOf(kind: QueryKind): Needs {
  return NEEDS[kind];
}

/** Bands, scores, forecasts and log templates belong to one detector; the others can look at all of them. */
export function needsDetector(kind: QueryKind): boolean {
  return needsOf(kind).detector === 'needed';
}
