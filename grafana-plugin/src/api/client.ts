import type { AutomationSpec, DryRunReport } from './automated';
import type { Deployment } from './managed';
import { JobFollower, Pause, waitFor } from './jobs';
import { readPages } from './paging';
import type {
  Anomaly,
  Detector,
  DetectorSpec,
  ForecastAnswer,
  Found,
  Health,
  Incident,
  Job,
  LabelChoice,
  Labels,
  LoggedEvent,
  LogTemplate,
  Page,
  SeriesAnswer,
  Verdict,
} from './types';

export type Parameters = Record<string, string | number | string[] | undefined>;

/** Carries a request to the backend and returns its JSON, or throws an error whose message people can read; a signal calls it back. */
export type Send = (
  method: string,
  path: string,
  parameters?: Parameters,
  body?: unknown,
  headers?: Record<string, string>,
  signal?: AbortSignal
) => Promise<unknown>;

interface AnomalyWish {
  detector?: string;
  state?: string;
  severity?: string;
  labels?: string[];
  fromMs?: number;
  toMs?: number;
}

interface IncidentWish {
  state?: 'open' | 'resolved';
  /** Fingerprint of an anomaly that belongs to them. */
  anomaly?: string;
  fromMs?: number;
  toMs?: number;
}

interface EventWish {
  detector?: string;
  /** Types of events that nobody wants to see. */
  without?: string[];
  fromMs: number;
  toMs: number;
}

const MOST = 5000;
export const MOST_SERIES = 500;
export const MOST_FORECASTS = 50;
const MOST_TEMPLATES = 1000;

/** The REST interface, one method a question. */
export class BarographApi {
  private readonly jobs: JobFollower;

  constructor(
    private readonly send: Send,
    private readonly pause: Pause = waitFor
  ) {
    this.jobs = new JobFollower(send, pause);
  }

  /** The same for somebody who waits until a signal comes: then what is under way is called back, and no job is followed any more. */
  until(signal: AbortSignal): BarographApi {
    const send: Send = (method, path, parameters, body, headers) => this.send(method, path, parameters, body, headers, signal);
    return new BarographApi(send, this.pause);
  }

  health(): Promise<Health> {
    return this.send('GET', 'health') as Promise<Health>;
  }

  async detectors(): Promise<Detector[]> {
    return (await this.everything<Detector>('api/v1/detectors', {})).items;
  }

  detector(id: string): Promise<Detector> {
    return this.send('GET', detectorPath(id)) as Promise<Detector>;
  }

  anomalies({ detector, state, severity, labels, fromMs, toMs }: AnomalyWish, most = MOST): Promise<Found<Anomaly>> {
    const choice = { detector: detector || undefined, state: state || undefined, severity: severity || undefined };
    return this.everything<Anomaly>('api/v1/anomalies', { ...choice, label: labels, from_ms: round(fromMs), to_ms: round(toMs) }, most);
  }

  async series(id: string, startMs: number, endMs: number, labels: string[], limit: number): Promise<SeriesAnswer> {
    const parameters = { start_ms: Math.round(startMs), end_ms: Math.round(endMs), label: labels, limit };
    return this.jobs.resultOf<SeriesAnswer>(await this.send('GET', `${detectorPath(id)}/series`, parameters));
  }

  /** Incidents, those that began last first. */
  incidents({ state, anomaly, fromMs, toMs }: IncidentWish = {}, most = MOST): Promise<Found<Incident>> {
    return this.everything<Incident>('api/v1/incidents', { state, anomaly, from_ms: round(fromMs), to_ms: round(toMs) }, most);
  }

  /** The labels of what detectors saw last, and of themselves. */
  async labels(detector?: string): Promise<LabelChoice[]> {
    return ((await this.send('GET', 'api/v1/labels', { detector: detector || undefined })) as { items: LabelChoice[] }).items;
  }

  async logTemplates(id: string): Promise<LogTemplate[]> {
    const sent = this.send('GET', `${detectorPath(id)}/templates`, { limit: MOST_TEMPLATES });
    return (await this.jobs.resultOf<{ items: LogTemplate[] }>(await sent)).items;
  }

  async forecast(id: string, points: number, limit: number, every = 1, label: string[] = []): Promise<ForecastAnswer> {
    const parameters = { points, every, limit: Math.min(limit, MOST_FORECASTS), label };
    return this.jobs.resultOf<ForecastAnswer>(await this.send('GET', `${detectorPath(id)}/forecast`, parameters));
  }

  /** What happened in a time, the latest first. */
  events({ detector, without, fromMs, toMs }: EventWish): Promise<Found<LoggedEvent>> {
    const parameters = { detector, without, from_ms: round(fromMs), to_ms: round(toMs) };
    return this.everything<LoggedEvent>('api/v1/events/history', parameters);
  }

  deployment(): Promise<Deployment> {
    return this.send('GET', 'api/v1/deployment') as Promise<Deployment>;
  }

  say(fingerprint: string, verdict: Verdict, reason = ''): Promise<unknown> {
    return this.send('POST', `api/v1/anomalies/${fingerprint}/feedback`, undefined, { verdict, reason });
  }

  create(spec: DetectorSpec): Promise<Detector> {
    return this.send('POST', 'api/v1/detectors', undefined, spec) as Promise<Detector>;
  }

  start(id: string): Promise<unknown> {
    return this.send('POST', `${detectorPath(id)}/start`);
  }

  stop(id: string): Promise<unknown> {
    return this.send('POST', `${detectorPath(id)}/stop`);
  }

  async preview(detector: DetectorSpec, startMs: number, endMs: number, onProgress: (share: number) => void) {
    const body = { detector, start_ms: Math.round(startMs), end_ms: Math.round(endMs) };
    return this.jobs.finish((await this.send('POST', 'api/v1/preview', undefined, body)) as Job, onProgress);
  }

  /** What a rule would have done about the past; nothing is done. */
  async dryRun(automation: AutomationSpec, hours: number): Promise<DryRunReport> {
    return this.jobs.resultOf<DryRunReport>(await this.send('POST', 'api/v1/automations/dry-run', undefined, { automation, hours }));
  }

  private everything<Item>(path: string, parameters: Parameters, most = MOST): Promise<Found<Item>> {
    return readPages((part) => this.send('GET', path, { ...parameters, ...part }) as Promise<Page<Item>>, most);
  }
}

function round(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : Math.round(ms);
}

/** An anomaly also carries the labels of its detector; those of its series are the others. */
export function seriesLabels(anomaly: Anomaly, detector: Detector | undefined): Labels {
  const own = detector?.spec.labels ?? {};
  return Object.fromEntries(Object.entries(anomaly.labels).filter(([name]) => !(name in own)));
}

function detectorPath(id: string): string {
  return `api/v1/detectors/${encodeURIComponent(id)}`;
}
