import type { LiveEvent } from '../../api/types';
import { addNotice, isKnown, Notice, noticeOf, unreadOf } from './book';
import type { Memory } from './memory';

type Watcher = () => void;

/** The notices of one data source in this browser tab, whichever page shows them; new ones are told once. */
export class NoticeStore {
  private known: Notice[];
  private readTo: number;
  private readonly watchers = new Set<Watcher>();
  private view: { notices: Notice[]; unread: number };

  constructor(
    private readonly memory: Memory,
    private readonly tell: (notice: Notice) => void
  ) {
    this.known = memory.known<Notice>();
    this.readTo = memory.readTo();
    this.view = this.look();
  }

  subscribe = (watcher: Watcher): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  snapshot = () => this.view;

  take = (event: LiveEvent): void => {
    const notice = noticeOf(event);
    if (!notice || isKnown(this.known, notice)) {
      return;
    }
    this.known = addNotice(this.known, notice);
    this.memory.setKnown(this.known);
    if (notice.kind === 'opened') {
      this.tell(notice);
    }
    this.changed();
  };

  markRead = (): void => {
    this.readTo = this.known[0]?.atMs ?? this.readTo;
    this.memory.setReadTo(this.readTo);
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
