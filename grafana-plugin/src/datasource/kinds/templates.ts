import type { DataFrame } from '@grafana/data';
import type { LiveEvent, LogTemplate } from '../../api/types';
import { templatesFrame } from '../frames';
import type { Effect, Kind, Wish } from './base';

export class LogTemplates implements Kind {
  readonly topics = ['detectors'];
  private known: LogTemplate[] = [];

  constructor(private readonly wish: Wish) {}

  async load(): Promise<void> {
    this.known = await this.wish.api.logTemplates(this.wish.query.detector ?? '');
  }

  frames(): DataFrame[] {
    return [templatesFrame(this.known, this.wish.query.refId)];
  }

  hear({ event, detector_id: id }: LiveEvent): Effect {
    return event.startsWith('model_') && id === this.wish.query.detector ? 'load' : 'nothing';
  }
}
