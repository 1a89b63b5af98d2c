import type { AutomationSpec } from '../../api/automated';
import { nameFrom } from '../drafting';

/** What most rules say; everything else is written into their text. */
export interface RuleDraft {
  title: string;
  event: string;
  /** The least severity; empty means any. */
  severity: string;
  /** Only this detector; empty means all. */
  detector: string;
  action: string;
  argument: string;
  isAsked: boolean;
}

export const EVENTS = [
  { value: 'incident_opened', label: 'An incident opens' },
  { value: 'incident_updated', label: 'An incident grows or changes' },
  { value: 'incident_resolved', label: 'An incident ends' },
  { value: 'anomaly_detected', label: 'An anomaly opens' },
  { value: 'anomaly_resolved', label: 'An anomaly ends' },
  { value: 'detector_health', label: 'A detector fails or recovers' },
  { value: 'model_drifted', label: 'The data strays from the model' },
  { value: 'source_health', label: 'A data source fails or recovers' },
];

/** What can be done, and the one thing that somebody has to say with it. */
export const ACTIONS = [
  { value: 'webhook', label: 'Call a webhook', asks: 'url', question: 'Address', help: 'An address without secrets; for others name a webhook sink in the text below', usual: 'https://example.org/hook' },
  { value: 'silence', label: 'Silence it in Alertmanager', asks: 'duration', question: 'How long', help: 'Such as 30m, 4h or 1d', usual: '1h' },
  { value: 'annotation', label: "Annotate Grafana's dashboards", asks: 'text', question: 'What it says', help: 'The sentence of the event where this is empty', usual: '' },
  { value: 'raise_severity', label: 'Raise the severity of the incident', asks: 'to', question: 'To', help: 'warning or critical', usual: 'critical' },
  { value: 'retrain', label: 'Train the detector anew' },
  { value: 'roll_back', label: 'Put the model before in force' },
  { value: 'stop_detector', label: 'Stop the detector' },
  { value: 'start_detector', label: 'Start the detector' },
];

export const START: RuleDraft = {
  title: '',
  event: 'incident_opened',
  severity: 'critical',
  detector: '',
  action: 'webhook',
  argument: 'https://example.org/hook',
  isAsked: false,
};

/** The draft that an address holds; one that names an event says everything, and what it leaves out is empty. */
export function draftIn(search: URLSearchParams): RuleDraft {
  if (!search.has('event')) {
    return START;
  }
  const said = (name: string) => search.get(name) ?? '';
  return {
    title: said('title'),
    event: said('event'),
    severity: said('severity'),
    detector: said('detector'),
    action: said('action'),
    argument: said('argument'),
    isAsked: said('isAsked') === 'true',
  };
}

/** What an address says of a draft. */
export function addressOf(draft: RuleDraft): Record<string, string> {
  return Object.fromEntries(Object.entries(draft).map(([name, value]) => [name, String(value)]));
}

export function ruleOf({ title, event, severity, detector, action, argument, isAsked }: RuleDraft): AutomationSpec {
  const asks = ACTIONS.find(({ value }) => value === action)?.asks;
  return {
    name: nameFrom(title),
    ...(title.trim() && { title: title.trim() }),
    when: { events: [event], ...(severity && { severity }), ...(detector && { detector }) },
    then: [{ type: action, ...(asks && argument.trim() && { [asks]: argument.trim() }) }],
    ...(isAsked && { approval: { expires: '30m' } }),
  };
}
