/** What the backend answers about automations, as docs/automations.md describes it. */
import type { Mistake } from './authored';

/** An automation as in YAML; what stands in `when` and `then` is the backend's to know. */
export interface AutomationSpec {
  name: string;
  title?: string;
  description?: string;
  when: Record<string, unknown>;
  then: Array<{ type: string } & Record<string, unknown>>;
  enabled?: boolean;
}

export interface RuleValidation {
  is_valid: boolean;
  mistakes: Mistake[];
  automations: AutomationSpec[];
}

export interface Automation {
  id?: string;
  name?: string;
  spec: AutomationSpec;
  origin: string;
  is_provisioned: boolean;
  /** Why it does not run, where a newer version takes its specification no more. */
  mistake?: string | null;
}

export interface AutomationRun {
  id: number;
  automation: string;
  event_id: number;
  event: { type: string; sentence?: string };
  state: string;
  actions: Array<{ type: string; outcome: string; detail: string }>;
  /** The actions as they were when it began. */
  plan: AutomationSpec['then'];
  reason: string;
  created_ms: number;
  updated_ms: number;
  decided_by: string | null;
}

/** What a rule would have done: the latest events that match, and all of them in numbers. */
export interface DryRunReport {
  items: DryRun[];
  events: number;
  matches: number;
  runs: number;
  since_ms: number;
}

/** What a rule would have done about a past event. */
export interface DryRun {
  event_id: number;
  at_ms: number;
  event: string;
  reason: string;
  actions: string[];
}
