/** What the backend answers about detectors as text, their history and what would change them, as docs/api.md describes it. */
import type { DetectorSpec } from './types';

export interface Revision {
  revision: number;
  at_ms: number;
  actor: string;
  changes: Array<{ path: string; before: unknown; after: unknown }>;
}

export interface Effect {
  alerts_before?: number;
  alerts_after?: number;
  removed?: unknown[];
  lost_incidents?: unknown[];
  error?: string | { message?: string };
}

export interface Proposal {
  id: number;
  detector_id: string;
  kind: string;
  sentence: string;
  change: Array<{ op: string; path: string; value: unknown; before: unknown }>;
  /** null while the replay runs */
  effect: Effect | null;
  state: string;
  decided_by: string;
  created_ms: number;
}

export interface Template {
  name: string;
  title: string;
  category: string;
  description: string;
  source_type: string;
  parameters: Array<{ name: string; title: string; help: string; default: unknown }>;
  detectors: number;
}

export interface Mistake {
  line: number;
  column: number;
  where: string;
  message: string;
}

export interface Validation {
  is_valid: boolean;
  mistakes: Mistake[];
  detectors: DetectorSpec[];
}
