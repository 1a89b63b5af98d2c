import type { DataFrame } from '@grafana/data';
import type { BarographApi } from '../../api/client';
import type { LiveHub } from '../../api/sharing';
import type { Detector, LiveEvent, LiveScores } from '../../api/types';
import type { Matcher } from '../../words/matchers';
import type { LiveFeed } from '../feed';
import type { BarographQuery } from '../query';
import type { Bounds } from '../span';

export interface Backend {
  /** Of the data source, for links that lead to it. */
  uid: string;
  api: BarographApi;
  hub: LiveHub;
  liveUrl: string;
}

/** What a piece of news means for what is shown: nothing, draw again, or ask again. */
export type Effect = 'nothing' | 'show' | 'load';

/** What one query asked for, and what is known about it at the moment. */
export interface Kind {
  readonly topics: string[];
  readonly feed?: LiveFeed;
  load(): Promise<void>;
  frames(): DataFrame[];
  hear(event: LiveEvent): Effect;
  take?(scores: LiveScores): Effect;
  /** How long what was asked last stays true although nothing happens. */
  renewAfterMs?(): number | undefined;
}

/** What each kind is made from. */
export interface Wish {
  api: BarographApi;
  query: BarographQuery;
  matchers: Matcher[];
  /** The bounds at this moment. */
  bounds(): Bounds;
  now(): number;
}

export async function detectorsById(api: BarographApi): Promise<Map<string, Detector>> {
  return new Map((await api.detectors()).map((item) => [item.id, item]));
}
