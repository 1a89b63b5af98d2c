import type { Detector } from '../../api/types';

export const ORDERS = ['name', 'state', 'source', 'algorithm'] as const;
export type Order = (typeof ORDERS)[number];

// What needs somebody comes first.
const RANKS: Record<string, number> = { failing: 0, degraded: 1, pending: 2, running: 3, stopped: 4 };

export function isOrder(text: string | null): text is Order {
  return ORDERS.includes(text as Order);
}

/** Detectors by name, by what needs attention first, or by where and how they look. */
export function orderBy(detectors: Detector[], order: Order): Detector[] {
  const name = ({ id, spec }: Detector) => spec.title || id;
  const keys: Record<Order, (detector: Detector) => string> = {
    name,
    state: ({ health }) => String(RANKS[health.state] ?? 9),
    source: ({ spec }) => spec.query.source ?? '',
    algorithm: ({ spec }) => spec.algorithm?.name ?? '',
  };
  const key = keys[order];
  return [...detectors].sort((a, b) => key(a).localeCompare(key(b)) || name(a).localeCompare(name(b)));
}
