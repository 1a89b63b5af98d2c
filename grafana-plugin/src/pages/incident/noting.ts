import type { IncidentEdit } from '../../api/managed';
import type { Incident } from '../../api/types';

type Field = 'title' | 'note';
type Texts = Pick<Incident, Field>;

/** What somebody types, field by field, and what stood there when they began. */
export type Notes = Partial<Record<Field, { text: string; before: string }>>;

const FIELDS: Field[] = ['title', 'note'];

export function write(notes: Notes, incident: Texts, field: Field, text: string): Notes {
  return { ...notes, [field]: { text, before: notes[field]?.before ?? incident[field] } };
}

/** Forget what is saved, or was put back: such a field follows the incident again. */
export function settle(notes: Notes, incident: Texts): Notes {
  return Object.fromEntries(FIELDS.filter((field) => notes[field] && notes[field].text !== incident[field]).map((field) => [field, notes[field]]));
}

/** Only what somebody typed; nobody else's words are sent along. */
export function editOf(notes: Notes): IncidentEdit {
  return Object.fromEntries(FIELDS.flatMap((field) => (notes[field] ? [[field, notes[field].text]] : [])));
}

/** What somebody else wrote into a field while this one was typed. */
export function meanwhile(notes: Notes, incident: Texts, field: Field): string | undefined {
  const own = notes[field];
  return own && own.before !== incident[field] && own.text !== incident[field] ? `Meanwhile somebody wrote: ${incident[field] || 'nothing'}` : undefined;
}
