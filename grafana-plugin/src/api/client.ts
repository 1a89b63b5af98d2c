import type { AutomationSpec, DryRunReport } from './automated';
import { JobFollower, Pause, waitFor } from './jobs';
import type {
  Anomaly,
  Deployment,
  Detector,
  DetectorSpec,
  ForecastSeries,
  Health,
  Incident,
  Job,
  Labels,
  LoggedEvent,
  LogTemplate,
  Page,
  SeriesAnswer,
  Verdict,
} from './types';

export type Parameters = Record<string, string | number | string[] | undefined>;

/** Carries a request to the backend and returns its JSON, or throws an error whose message people can read. */
export type Send = (method: string, path: string, parameters?: Parameters, body?: unknown) => Promise<unknown>;

export interface AnomalyWish {
  detector?: string;
  state?: string;
  severity?: string;
  labels?: string[];
  fromMs?: number;
  toMs?: number;
}

interface EventPage {
  items: LoggedEvent[];
  next_after: number;
  first_id: number;
  last_id: number;
}

const PAGE_SIZE = 500;
const MOST_FORECASTS = 50;
const MOST_TEMPLATES = 1000;
const MOST_PAGES = 10;

/** The REST interface, one method a question. */
export class BarographApi {
  private readonly jobs: JobFollower;

  constructor(
    private readonly send: Send,
    pause: Pause = waitFor
  ) {
    this.jobs = new JobFollower(send, pause);
  }

  health(): Promise<Health> {
    return this.send('GET', 'health') as Promise<Health>;
  }

  detectors(): Promise<Detector[]> {
    return this.everything<Detector>('api/v1/detectors', {});
  }

  detector(id: string): Promise<Detector> {
    return this.send('GET', detectorPath(id)) as Promise<Detector>;
  }

  anomalies(wish: AnomalyWish): Promise<Anomaly[]> {
    return this.everything<Anomaly>('api/v1/anomalies', {
      detector: wish.detector || undefined,
      state: wish.state || undefined,
      severity: wish.severity || undefined,
      label: wish.labels,
      from_ms: wish.fromMs,
      to_ms: wish.toMs,
    });
  }

  async series(id: string, startMs: number, endMs: number, labels: string[], limit: number): Promise<SeriesAnswer> {
    const parameters = { start_ms: Math.round(startMs), end_ms: Math.round(endMs), label: labels, limit };
    return this.jobs.resultOf<SeriesAnswer>(await this.send('GET', `${detectorPath(id)}/series`, parameters));
  }

  /** The incidents that started last. */
  async incidents(limit = PAGE_SIZE): Promise<Incident[]> {
    return ((await this.send('GET', 'api/v1/incidents', { limit })) as { items: Incident[] }).items;
  }

  logTemplates(id: string): Promise<LogTemplate[]> {
    return this.computed<LogTemplate>(`${detectorPath(id)}/templates`, { limit: MOST_TEMPLATES });
  }

  forecast(id: string, points: number, limit: number, every = 1): Promise<ForecastSeries[]> {
    return this.computed<ForecastSeries>(`${detectorPath(id)}/forecast`, { points, every, limit: Math.min(limit, MOST_FORECASTS) });
  }

  /** What was logged since a moment, the latest `MOST_PAGES` pages at most. */
  async events(fromMs: number, detector?: string): Promise<LoggedEvent[]> {
    const ask = (after: number, limit: number) =>
      this.send('GET', 'api/v1/events', { after, limit, detector }) as Promise<EventPage>;
    const { first_id: firstId, last_id: lastId } = await ask(0, 1);
    const found: LoggedEvent[] = [];
    let after = Math.max(firstId - 1, lastId - MOST_PAGES * PAGE_SIZE, 0);
    for (let turn = 0; turn < MOST_PAGES; turn += 1) {
      const page = await ask(after, PAGE_SIZE);
      found.push(...page.items.filter(({ created_ms: ms }) => ms >= fromMs));
      if (page.items.length < PAGE_SIZE) {
        break;
      }
      after = page.next_after;
    }
    return found;
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

  /** A list that the engine computes; where that takes long, the answer is a job. */
  private async computed<Item>(path: string, parameters: Parameters): Promise<Item[]> {
    return (await this.jobs.resultOf<{ items: Item[] }>(await this.send('GET', path, parameters))).items;
  }

  private async everything<Item>(path: string, parameters: Parameters): Promise<Item[]> {
    const found: Item[] = [];
    let cursor: string | undefined;
    for (let turn = 0; turn < MOST_PAGES; turn += 1) {
      const page = (await this.send('GET', path, { ...parameters, limit: PAGE_SIZE, cursor })) as Page<Item>;
      found.push(...page.items);
      if (page.next_cursor === null) {
        break;
      }
      cursor = page.next_cursor;
    }
    return found;
  }
}

/** An anomaly also carries the labels of its detector; those of its series are the others. */
export function seriesLabels(anomaly: Anomaly, detector: Detector | undefined): Labels {
  const own = detector?.spec.labels ?? {};
  return Object.fromEntries(Object.entries(anomaly.labels).filter(([name]) => !(name in own)));
}

function detectorPath(id: string): string {
  return `api/v1/detectors/${encodeURIComponent(id)}`;
}
