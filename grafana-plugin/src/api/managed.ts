/** What the backend answers about incidents, models, sources, sinks and changes, as docs/api.md describes it. */
import type { Anomaly, Verdict } from './types';

export interface IncidentEdit {
  title?: string;
  note?: string;
  add?: string[];
  leave_out?: string[];
  is_over?: boolean;
}

interface Feedback {
  id: number;
  verdict: Verdict;
  reason: string;
  author: string;
  at_ms: number;
}

/** An anomaly of an incident, with the last word about it. */
export interface Member extends Anomaly {
  feedback: Feedback | null;
}

export interface ModelVersion {
  version: number;
  state: 'candidate' | 'active' | 'retired';
  algorithm: string;
  algorithm_version: number;
  digest: string;
  size_bytes: number;
  series_count: number;
  history_from_ms: number;
  history_to_ms: number;
  fit_seconds: number;
  trained_ms: number;
  meta: Record<string, unknown>;
}

export interface Comparison {
  left: ModelVersion;
  right: ModelVersion;
  differences: Record<string, unknown[]>;
}

export interface DriftTest {
  name: string;
  subject: string;
  statistic: number;
  p_value: number;
  threshold: number;
}

export interface Quality {
  model_version: number | null;
  scores: { edges: number[]; counts: number[]; reference_counts: number[] };
  alerts_per_week: number;
  budget_per_week: number | null;
  drift: { state: string; tests: DriftTest[]; since_ms: number | null };
  fit_seconds: number | null;
  score_ms: { p50: number | null; p95: number | null };
  feedback: { useful: number; expected: number; noise: number; precision: number | null };
}

/** A detector with how its model fares. */
export interface ModelInForce {
  detector: string;
  title: string;
  algorithm: string;
  quality: Quality;
}

export interface SourceAddress {
  url: string;
  state: string;
  sentence: string;
  latency_seconds: number | null;
  is_used: boolean;
}

export interface SourceHealth {
  state: string;
  sentence: string;
  latency_seconds: number | null;
  product: string;
  version: string;
  addresses: SourceAddress[];
}

export interface DataSource {
  id: string;
  spec: { name: string; type: string } & Record<string, unknown>;
  origin: string;
  is_provisioned: boolean;
  status: (SourceHealth & { lag_seconds: number | null; error: string | null; expressions: number }) | null;
}

export interface Suggestion {
  name: string;
  type: string;
  help: string;
}

export interface SinkQueue {
  queue: string;
  url: string;
  pending: number;
  dead: number;
  failures_in_a_row: number;
  last_error: string;
  last_delivered_ms: number | null;
}

export interface Sink {
  name: string;
  type: string;
  send: string[];
  addresses: SinkQueue[];
}

export interface SinkTest {
  queue: string;
  outcome: 'delivered' | 'retry' | 'refused';
  reason: string;
}

export interface DeadLetter {
  id: number;
  sink: string;
  queue: string;
  reason: string;
  at_ms: number;
  summary: string;
}

export interface Notification {
  id: number;
  receiver: string;
  status: string;
  at_ms: number;
}

export interface Silence {
  id: string;
  state: string;
  matchers: Array<{ name: string; value: string }>;
  ends_ms: number;
  created_by: string;
  comment: string;
}

/** What keeps something quiet, and a sentence for each Alertmanager that could not be asked. */
export interface Silences {
  items: Silence[];
  unreachable: string[];
}

/** What a change is about; the kind is empty where nobody said, and the name in entries of old versions. */
export interface AuditSubject {
  kind: string;
  id: string;
  name: string;
}

export interface AuditEntry {
  at_ms: number;
  actor: string;
  subject: AuditSubject;
  /** What became different; empty in entries of old versions. */
  sentence: string;
  action: string;
  object: string;
  request_id: string;
}

export interface AuditQuestion {
  actor?: string;
  kind?: string;
  subject?: string;
}

export interface ApiKey {
  id: string;
  name: string;
  role: string;
  state: string;
  created_ms: number;
  expires_ms: number | null;
}

export interface Training {
  id: string;
  kind: string;
  state: string;
  detector_id: string | null;
  progress: number;
  requested_by: string;
  error: { code?: string; message?: string };
  updated_ms: number;
}

export interface Deployment {
  version: string;
  build: string;
  python: string;
  database: string;
  started_ms: number;
  processes: Array<{ id: string; kind: string; pid: number; state: string; sentence: string; started_ms: number; beat_ms: number }>;
}

export interface Budget {
  detector?: string | null;
  team?: string | null;
  budget_per_week: number | null;
  alerts_this_week: number;
  state: string;
  /** Incidents that a team with a budget of its own was not told of. */
  held_back: number | null;
}
