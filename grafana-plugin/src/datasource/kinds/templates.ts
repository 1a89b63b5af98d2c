import type { DataFrame } from '@grafana/data';
import type { LiveEvent, LogTemplate } from '../../api/types';
import { templatesFrame } from '../frames';
import type { Effect, Kind, Wish } from './base';

const UNTOUCHED = { severity: 'info' as const, text: 'Log templates have no labels: the filters do not narrow them.' };

export class LogTemplates implements Kind {
  readonly topics = ['detectors'];
  private known: LogTemplate[] = [];

  constructor(private readonly wish: Wish) {}

  async load(): Promise<void> {
    this.known = await this.wish.api.logTemplates(this.wish.query.detector ?? '');
  }

  frames(): DataFrame[] {
    const frame = templatesFrame(this.known, this.wish.query.refId);
    return [this.wish.matchers.length ? { ...frame, meta: { ...frame.meta, notices: [UNTOUCHED] } } : frame];
  }

  hear({ event, detector_id: id }: LiveEvent): Effect {
    return event.startsWith('model_') && id === this.wish.query.detector ? 'load' : 'nothing';
  }
}
