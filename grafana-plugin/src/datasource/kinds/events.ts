import type { DataFrame } from '@grafana/data';
import type { Detector, LiveEvent, LoggedEvent } from '../../api/types';
import { matchesAll } from '../../words/matchers';
import { eventsFrame, withRest } from '../frames';
import { detectorsById, Effect, Kind, Wish } from './base';
import { Fitting } from './fitting';

/** What changes all the time and says nothing to people who look back. */
const CHATTER = new Set(['job_progress', 'heartbeat', 'detector_health', 'source_health', 'process_health']);

export class Events implements Kind {
  readonly topics = ['anomalies', 'detectors'];
  private readonly known = new Map<number, LoggedEvent>();
  private isCut = false;
  private readonly fitting: Fitting;
  private detectors = new Map<string, Detector>();

  constructor(private readonly wish: Wish) {
    this.fitting = new Fitting(wish);
  }

  async load(): Promise<void> {
    const { api, query, matchers, bounds } = this.wish;
    const { items, isCut } = await api.events({ ...bounds(), detector: query.detector, without: [...CHATTER] });
    const since = Math.min(bounds().fromMs, ...items.map(({ payload }) => payload.incident?.started_ms ?? Infinity));
    [this.detectors] = await Promise.all([matchers.length ? detectorsById(api) : new Map(), this.fitting.load(since)]);
    items.forEach((event) => this.known.set(event.id, event));
    this.isCut = isCut;
  }

  frames(): DataFrame[] {
    const { fromMs, toMs } = this.wish.bounds();
    this.known.forEach(({ id, created_ms: ms }) => ms < fromMs && this.known.delete(id));
    const inside = [...this.known.values()].filter((event) => event.created_ms <= toMs && this.isSeen(event));
    return [withRest(eventsFrame(worthTelling(inside), this.wish.query.refId), this.isCut)];
  }

  hear({ id, event, detector_id, at_ms, payload }: LiveEvent): Effect {
    if (CHATTER.has(event) || (this.wish.query.detector && detector_id !== this.wish.query.detector)) {
      return 'nothing';
    }
    if (payload.anomaly) {
      this.fitting.hear(payload.anomaly);
    }
    this.known.set(id, { id, type: event, detector_id, created_ms: at_ms, payload });
    return 'show';
  }

  /** An event is judged by the labels of what it is about: an anomaly, an incident, or else its detector. */
  private isSeen({ payload: { anomaly, incident }, detector_id: id }: LoggedEvent): boolean {
    if (incident) {
      return this.fitting.has(incident);
    }
    return matchesAll(anomaly?.labels ?? this.detectors.get(id ?? '')?.spec.labels ?? {}, this.wish.matchers);
  }
}

/** The last word about each episode and incident, and every other event that is no chatter. */
function worthTelling(events: LoggedEvent[]): LoggedEvent[] {
  const last = new Map<string, LoggedEvent>();
  for (const event of [...events].sort((a, b) => a.id - b.id)) {
    if (!CHATTER.has(event.type)) {
      last.set(event.payload.incident?.id ?? event.payload.anomaly?.fingerprint ?? `event ${event.id}`, event);
    }
  }
  return [...last.values()].sort((a, b) => b.created_ms - a.created_ms);
}
