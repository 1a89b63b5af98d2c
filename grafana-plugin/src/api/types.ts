/** What the backend answers, as docs/api.md describes it. */

export type Labels = Record<string, string>;
export type Severity = 'info' | 'warning' | 'critical';
export type Numbers = Array<number | null>;

export interface Evidence {
  actual: number | null;
  expected: number | null;
  lower: number | null;
  upper: number | null;
  score: number | null;
  sentence: string;
  details: Record<string, unknown>;
}

export interface Anomaly {
  fingerprint: string;
  detector_id: string;
  labels: Labels;
  state: 'open' | 'resolved';
  severity: Severity;
  direction: 'up' | 'down';
  started_ms: number;
  updated_ms: number;
  ended_ms: number | null;
  peak_score: number;
  evidence: Evidence;
}

export interface DetectorSpec {
  name: string;
  title?: string;
  description?: string;
  unit?: string;
  query: { source?: string; expression: string; step?: string; mode?: string };
  algorithm?: { name: string; parameters?: Record<string, unknown> };
  schedule?: { history?: string };
  policy?: Record<string, unknown>;
  labels?: Labels;
  limits?: Array<{ value: number; name: string }>;
  enabled?: boolean;
}

export interface DetectorHealth {
  state: string;
  sentence: string;
  error_code: string | null;
  since_ms: number;
}

export interface Detector {
  id: string;
  spec: DetectorSpec;
  origin: string;
  is_provisioned: boolean;
  health: DetectorHealth;
}

export interface Band {
  labels: Labels;
  value: Numbers;
  expected: Numbers;
  lower: Numbers;
  upper: Numbers;
  score: Numbers;
}

export interface SeriesAnswer {
  detector: string;
  timestamps_ms: number[];
  series_total: number;
  series: Band[];
}

export interface Suspect {
  component: string;
  score: number;
  why: string[];
}

export interface Incident {
  id: string;
  title: string;
  sentence: string;
  state: 'open' | 'resolved';
  severity: Severity;
  started_ms: number;
  updated_ms: number;
  ended_ms: number | null;
  members: string[];
  left_out: string[];
  suspects: Suspect[];
  merged_into: string | null;
  note: string;
  /** Counts the changes that people made. */
  revision: number;
  is_edited: boolean;
  team: string;
  /** Why nobody was told of it; empty where people were. */
  held_back: string;
}

export type Verdict = 'useful' | 'expected' | 'noise';

export interface LogTemplate {
  id: string;
  template: string;
  count: number;
  first_ms: number;
  last_ms: number;
  examples: string[];
}

export interface ForecastSeries {
  labels: Labels;
  timestamps_ms: number[];
  expected: Numbers;
  lower: Numbers;
  upper: Numbers;
  reaches: Array<{ limit: number; name: string; at_ms: number; sentence: string }>;
}

export interface ForecastAnswer {
  series_total: number;
  items: ForecastSeries[];
}

/** A label with the values that it has. */
export interface LabelChoice {
  name: string;
  values: string[];
}

export interface LoggedEvent {
  id: number;
  type: string;
  detector_id: string | null;
  created_ms: number;
  payload: { anomaly?: Anomaly; incident?: Incident } & Record<string, unknown>;
}

export interface Health {
  state: string;
  components: Record<string, { state: string; sentence: string; latency_seconds: number | null }>;
}

export interface Job {
  id: string;
  state: 'queued' | 'running' | 'done' | 'failed';
  progress: number;
  result: Record<string, unknown>;
  error: { code?: string; message?: string };
}

/** As much of a list as was asked for; `isCut` where there is more. */
export interface Found<Item> {
  items: Item[];
  isCut: boolean;
}

export interface Page<Item> {
  items: Item[];
  next_cursor: string | null;
}

export interface LiveEvent {
  type: 'event';
  id: number;
  event: string;
  topic: string;
  at_ms: number;
  detector_id: string | null;
  payload: { anomaly?: Anomaly; incident?: Incident } & Record<string, unknown>;
}

export interface LiveScores {
  type: 'scores';
  topic: string;
  detector_id: string;
  at_ms: number[];
  series: Band[];
  /** How many series the message has no room for; the strangest are in it. */
  left_off?: number;
}
