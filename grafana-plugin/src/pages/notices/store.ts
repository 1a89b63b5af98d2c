import { AppEvents } from '@grafana/data';
import { getAppEvents } from '@grafana/runtime';
import type { LiveEvent } from '../../api/types';
import { addNotice, Notice, noticeOf, unreadOf } from './book';
import { memory } from './memory';

type Watcher = () => void;

/** The notices of this browser tab, whichever page shows them; new ones are told once. */
export class NoticeStore {
  private known: Notice[] = memory.known<Notice>();
  private readTo = memory.readTo();
  private readonly watchers = new Set<Watcher>();
  private view = this.look();

  subscribe = (watcher: Watcher): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  snapshot = () => this.view;

  take = (event: LiveEvent): void => {
    const notice = noticeOf(event);
    if (!notice || this.known.some(({ id }) => id === notice.id)) {
      return;
    }
    this.known = addNotice(this.known, notice);
    memory.setKnown(this.known);
    if (notice.kind === 'opened') {
      tell(notice);
    }
    this.changed();
  };

  markRead = (): void => {
    this.readTo = this.known[0]?.id ?? this.readTo;
    memory.setReadTo(this.readTo);
    this.changed();
  };

  private look() {
    return { notices: this.known, unread: unreadOf(this.known, this.readTo) };
  }

  private changed(): void {
    this.view = this.look();
    this.watchers.forEach((watcher) => watcher());
  }
}

export const noticeStore = new NoticeStore();

function tell(notice: Notice): void {
  const type = notice.severity === 'critical' ? AppEvents.alertError : AppEvents.alertWarning;
  getAppEvents().publish({ type: type.name, payload: ['Barograph', notice.text] });
  if (notice.severity === 'critical' && memory.wantsBrowser() && 'Notification' in window && Notification.permission === 'granted') {
    new Notification('Barograph', { body: notice.text, tag: String(notice.id) });
  }
}
