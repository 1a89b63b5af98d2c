import { DataFrame, FieldType } from '@grafana/data';
import type { Incident } from '../../api/types';
import { APP_PATH } from '../../ids';
import { columnsOf, makeFrame, MOMENT, NOT_READ, SENTENCE, severityStyle } from './base';

const LINK = { title: 'Open the incident', url: `${APP_PATH}/incidents/\${__data.fields.id}` };

/** Incidents as a table, and as regions where Grafana asks for annotations. */
export function incidentsFrame(incidents: Incident[], refId: string): DataFrame {
  const field = columnsOf(incidents);
  return makeFrame('incidents', refId, 'Incidents', [
    field('time', FieldType.time, (item) => item.started_ms, { displayName: 'Since', ...MOMENT }),
    field('timeEnd', FieldType.time, (item) => item.ended_ms ?? item.updated_ms, { displayName: 'Until', ...MOMENT }),
    field('severity', FieldType.string, (item) => item.severity, { displayName: 'Severity', ...severityStyle() }),
    field('title', FieldType.string, (item) => item.title, { displayName: 'Incident', links: [LINK] }),
    field('text', FieldType.string, (item) => item.sentence, { displayName: 'What', ...SENTENCE }),
    field('state', FieldType.string, (item) => item.state, { displayName: 'State', custom: { width: 100 } }),
    field('suspects', FieldType.string, saySuspects, { displayName: 'Suspects' }),
    field('anomalies', FieldType.number, (item) => item.members.length, { displayName: 'Anomalies', custom: { width: 100 } }),
    field('note', FieldType.string, (item) => item.note, { displayName: 'Note' }),
    field('tags', FieldType.other, (item) => [item.severity, 'incident'], { displayName: 'Tags', ...NOT_READ }),
    field('id', FieldType.string, (item) => item.id, { displayName: 'Id', ...NOT_READ }),
  ]);
}

function saySuspects({ suspects }: Incident): string {
  return suspects.slice(0, 3).map(({ component }) => component).join(', ') || 'none';
}
