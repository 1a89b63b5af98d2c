import type { LiveEvent, Severity } from '../../api/types';

/** What came over the live line that somebody may want to read. */
export interface Notice {
  id: number;
  atMs: number;
  kind: 'opened' | 'ended';
  severity: Severity;
  text: string;
  /** Of the page that tells more, inside the app. */
  path: string;
}

const MOST = 100;

interface Told {
  id: string;
  severity: Severity;
  sentence: string;
  title: string;
}

/** Make a notice of an event; one message for an incident, none for its single anomalies. */
export function noticeOf({ id, event, at_ms: atMs, payload }: LiveEvent): Notice | undefined {
  const incident = payload.incident as Told | undefined;
  if (!incident || (event !== 'incident_opened' && event !== 'incident_resolved')) {
    return undefined;
  }
  const kind = event === 'incident_opened' ? 'opened' : 'ended';
  const text = kind === 'opened' ? incident.sentence || incident.title : `Over: ${incident.title}`;
  return { id, atMs, kind, severity: incident.severity, text, path: `incidents/${incident.id}` };
}

/** Put a notice on top; one that comes again is known, and the oldest are forgotten. */
export function addNotice(known: Notice[], notice: Notice): Notice[] {
  return isKnown(known, notice) ? known : [notice, ...known].sort((a, b) => b.atMs - a.atMs || b.id - a.id).slice(0, MOST);
}

/** Ids begin anew with a new database, so the moment belongs to them. */
export function isKnown(known: Notice[], { id, atMs }: Notice): boolean {
  return known.some((one) => one.id === id && one.atMs === atMs);
}

export function unreadOf(known: Notice[], readToMs: number): number {
  return known.filter(({ atMs }) => atMs > readToMs).length;
}
