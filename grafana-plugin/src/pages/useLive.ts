import { useEffect, useRef } from 'react';
import type { LiveEvent } from '../api/types';
import type { PageBackend } from './backend';
import { listen } from './listening';
import { Asked, useAsked } from './useAsked';

/** An answer that is asked for again when an event that concerns it comes over the live line. */
export function useLive<Value>(
  { liveUrl }: PageBackend,
  topic: string,
  concerns: (event: LiveEvent) => boolean,
  ask: (signal: AbortSignal) => Promise<Value>,
  everyMs?: number
): Asked<Value> {
  const asked = useAsked(ask, everyMs);
  const { askAgain } = asked;
  const judge = useRef(concerns);
  judge.current = concerns;
  useEffect(() => listen(liveUrl, topic, (event) => judge.current(event) && askAgain(), askAgain), [liveUrl, topic, askAgain]);
  return asked;
}

/** Whether an event is of one of these kinds, and of this detector where one is named. */
export function about(kinds: string[], detector?: string): (event: Pick<LiveEvent, 'event' | 'detector_id'>) => boolean {
  return ({ event, detector_id: id }) => (!detector || id === detector) && kinds.some((kind) => event.startsWith(kind));
}
