import type { DataFrame } from '@grafana/data';
import type { Detector, LiveEvent } from '../../api/types';
import { matchesAll } from '../../words/matchers';
import { healthFrame } from '../frames';
import type { Effect, Kind, Wish } from './base';

export class DetectorHealth implements Kind {
  readonly topics = ['detectors'];
  private known: Detector[] = [];

  constructor(private readonly wish: Wish) {}

  async load(): Promise<void> {
    this.known = await this.wish.api.detectors();
  }

  frames(): DataFrame[] {
    const { matchers, query } = this.wish;
    const shown = this.known.filter(
      ({ id, spec }) => (!query.detector || id === query.detector) && matchesAll(spec.labels ?? {}, matchers)
    );
    return [healthFrame(shown, query.refId)];
  }

  hear({ event }: LiveEvent): Effect {
    return event.startsWith('detector_') ? 'load' : 'nothing';
  }
}
