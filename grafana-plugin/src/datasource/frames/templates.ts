import { DataFrame, FieldType } from '@grafana/data';
import type { LogTemplate } from '../../api/types';
import { columnsOf, makeFrame, MOMENT } from './base';

/** The shapes of log lines that a detector knows, the most frequent first. */
export function templatesFrame(templates: LogTemplate[], refId: string): DataFrame {
  const field = columnsOf([...templates].sort((a, b) => b.count - a.count));
  return makeFrame('templates', refId, 'Log templates', [
    field('template', FieldType.string, (item) => item.template, { displayName: 'Template' }),
    field('count', FieldType.number, (item) => item.count, { displayName: 'Lines', unit: 'short', custom: { width: 90 } }),
    field('first', FieldType.time, (item) => item.first_ms, { displayName: 'First seen', ...MOMENT }),
    field('last', FieldType.time, (item) => item.last_ms, { displayName: 'Last seen', ...MOMENT }),
    field('example', FieldType.string, (item) => item.examples[0] ?? '', { displayName: 'Example' }),
    field('id', FieldType.string, (item) => item.id, { displayName: 'Id' }),
  ]);
}
