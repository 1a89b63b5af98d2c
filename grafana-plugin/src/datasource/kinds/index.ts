import type { QueryKind } from '../query';
import { Anomalies } from './anomalies';
import type { Kind, Wish } from './base';
import { Events } from './events';
import { Forecast } from './forecast';
import { DetectorHealth } from './health';
import { Incidents } from './incidents';
import { Series } from './series';
import { LogTemplates } from './templates';

const KINDS: Record<QueryKind, new (wish: Wish) => Kind> = {
  anomalies: Anomalies,
  incidents: Incidents,
  series: Series,
  score: Series,
  forecast: Forecast,
  health: DetectorHealth,
  templates: LogTemplates,
  events: Events,
};

export function kindFor(wish: Wish): Kind {
  return new KINDS[wish.query.kind](wish);
}

export type { Backend, Kind, Wish } from './base';
