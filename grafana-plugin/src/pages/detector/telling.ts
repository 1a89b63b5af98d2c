import type { Proposal } from '../../api/authored';
import type { Quality } from '../../api/managed';
import { saySeconds, sayValue } from '../../words/amounts';

/** What a proposal would have changed in the replayed past. */
export function sayEffect({ effect }: Pick<Proposal, 'effect'>): string {
  if (!effect) {
    return 'Its effect on the past is being replayed.';
  }
  const { alerts_before: before, alerts_after: after, lost_incidents: lost = [] } = effect;
  if (before === undefined || after === undefined) {
    return `Its effect on the past is not known. ${sayValue(effect.error ?? '')}`.trim();
  }
  const loss = lost.length ? `${lost.length} incidents that were real would be lost.` : 'No incident would be lost.';
  return `Over the replayed past it leaves ${after} of ${before} alerts. ${loss}`;
}

/** What a proposal would write into the detector. */
export function sayEdit({ op, path, value, before }: Proposal['change'][number]): string {
  return op === 'append' ? `${path} also has: ${sayValue(value)}` : `${path}: ${sayValue(before)} → ${sayValue(value)}`;
}

/** The numbers that tell how a model fares, each with its name. */
export function facts({ alerts_per_week: alerts, budget_per_week: budget, feedback, fit_seconds: fit, score_ms: score }: Quality): Array<[string, string]> {
  const said = feedback.useful + feedback.expected + feedback.noise;
  return [
    ['Alerts in seven days', budget === null ? `${alerts}` : `${alerts} of ${budget}`],
    ['Not noise, people say', said ? `${Math.round(100 * (feedback.precision ?? 0))} % of ${said}` : 'nothing said yet'],
    ['Fit', saySeconds(fit)],
    ['Scoring a tick', score.p50 === null ? '–' : saySeconds(score.p50 / 1000)],
  ];
}
