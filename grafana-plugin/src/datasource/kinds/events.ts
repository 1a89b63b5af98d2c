import type { DataFrame } from '@grafana/data';
import type { LiveEvent, LoggedEvent } from '../../api/types';
import { eventsFrame, withRest } from '../frames';
import type { Effect, Kind, Wish } from './base';

/** What changes all the time and says nothing to people who look back. */
const CHATTER = new Set(['job_progress', 'heartbeat', 'detector_health', 'source_health', 'process_health']);

export class Events implements Kind {
  readonly topics = ['anomalies', 'detectors'];
  private readonly known = new Map<number, LoggedEvent>();
  private isCut = false;

  constructor(private readonly wish: Wish) {}

  async load(): Promise<void> {
    const { api, query, bounds } = this.wish;
    const { items, isCut } = await api.events({ ...bounds(), detector: query.detector, without: [...CHATTER] });
    items.forEach((event) => this.known.set(event.id, event));
    this.isCut = isCut;
  }

  frames(): DataFrame[] {
    const { fromMs, toMs } = this.wish.bounds();
    this.known.forEach(({ id, created_ms: ms }) => ms < fromMs && this.known.delete(id));
    const inside = [...this.known.values()].filter(({ created_ms: ms }) => ms <= toMs);
    return [withRest(eventsFrame(worthTelling(inside), this.wish.query.refId), this.isCut)];
  }

  hear({ id, event, detector_id, at_ms, payload }: LiveEvent): Effect {
    if (CHATTER.has(event) || (this.wish.query.detector && detector_id !== this.wish.query.detector)) {
      return 'nothing';
    }
    this.known.set(id, { id, type: event, detector_id, created_ms: at_ms, payload });
    return 'show';
  }
}

/** The last word about each episode and incident, and every other event that is no chatter. */
export function worthTelling(events: LoggedEvent[]): LoggedEvent[] {
  const last = new Map<string, LoggedEvent>();
  for (const event of [...events].sort((a, b) => a.id - b.id)) {
    if (!CHATTER.has(event.type)) {
      last.set(event.payload.incident?.id ?? event.payload.anomaly?.fingerprint ?? `event ${event.id}`, event);
    }
  }
  return [...last.values()].sort((a, b) => b.created_ms - a.created_ms);
}
