import { AppEvents } from '@grafana/data';
import { getAppEvents } from '@grafana/runtime';
import type { Notice } from './book';
import { browserChoice, Memory } from './memory';
import { NoticeStore } from './store';

const stores = new Map<string, NoticeStore>();

/** The notices of a data source, one store for all pages. */
export function noticesOf(source: string): NoticeStore {
  const store = stores.get(source) ?? new NoticeStore(new Memory(source), tell);
  stores.set(source, store);
  return store;
}

function tell(notice: Notice): void {
  const type = notice.severity === 'critical' ? AppEvents.alertError : AppEvents.alertWarning;
  getAppEvents().publish({ type: type.name, payload: ['Barograph', notice.text] });
  if (notice.severity === 'critical' && browserChoice.isOn() && 'Notification' in window && Notification.permission === 'granted') {
    new Notification('Barograph', { body: notice.text, tag: String(notice.id) });
  }
}
