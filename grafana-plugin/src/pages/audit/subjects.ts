import type { AuditEntry, AuditSubject } from '../../api/managed';

interface Kind {
  text: string;
  /** The page of one of them, or of all where each has none. */
  page?: (id: string) => string;
}

/** What changes may be about, by the name that the backend knows. */
export const KINDS: Record<string, Kind> = {
  detector: { text: 'Detector', page: (id) => `detectors/${id}` },
  automation: { text: 'Rule', page: () => 'automations' },
  incident: { text: 'Incident', page: (id) => `incidents/${id}` },
  anomaly: { text: 'Anomaly', page: (id) => `incidents?anomaly=${id}` },
  datasource: { text: 'Data source', page: () => 'sources' },
  sink: { text: 'Who is told', page: () => 'settings' },
  silence: { text: 'Silence' },
  key: { text: 'API key', page: () => 'settings?tab=tokens' },
  job: { text: 'Job' },
};

/** The page of what a change is about; a detector that was removed has none. */
export function pageOf({ kind, id }: AuditSubject, detectors?: Set<string>): string | undefined {
  const isGone = kind === 'detector' && detectors !== undefined && !detectors.has(id);
  return isGone || !id ? undefined : KINDS[kind]?.page?.(id);
}

/** What it is called; an entry of an old version, or of what others add, knows only the address. */
export function nameOf({ subject: { kind, id, name }, object }: AuditEntry): string {
  return kind ? name || id || `every ${kind}` : object;
}

/** What became different; where nobody said, the operation of the API without its room, which the address tells. */
export function sayChange({ sentence, action }: AuditEntry): string {
  return sentence || action.slice(action.indexOf('.') + 1);
}
