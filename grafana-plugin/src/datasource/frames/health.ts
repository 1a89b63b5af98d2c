import { DataFrame, FieldConfig, FieldType } from '@grafana/data';
import type { Detector } from '../../api/types';
import { APP_PATH } from '../../ids';
import { columnsOf, makeFrame, MOMENT, NOT_READ } from './base';

const LINK = { title: 'Open the detector', url: `${APP_PATH}/detectors/\${__data.fields.Id}` };
const STATES: Record<string, { color: string; sign: string }> = {
  running: { color: '#009E73', sign: '●' },
  pending: { color: '#56B4E9', sign: '◐' },
  stopped: { color: '#8e8e8e', sign: '■' },
  degraded: { color: '#E69F00', sign: '▲' },
  failing: { color: '#F0783C', sign: '◆' },
};

/** Every detector with its state and why. */
export function healthFrame(detectors: Detector[], refId: string): DataFrame {
  const field = columnsOf(detectors);
  return makeFrame('health', refId, 'Detectors', [
    field('Detector', FieldType.string, (item) => item.spec.title || item.id, { links: [LINK] }),
    field('State', FieldType.string, (item) => item.health.state, stateStyle()),
    field('Why', FieldType.string, (item) => item.health.sentence),
    field('Since', FieldType.time, (item) => item.health.since_ms, MOMENT),
    field('Algorithm', FieldType.string, (item) => item.spec.algorithm?.name ?? 'auto'),
    field('Expression', FieldType.string, (item) => item.spec.query.expression),
    field('Id', FieldType.string, (item) => item.id, NOT_READ),
  ]);
}

function stateStyle(): FieldConfig {
  const options = Object.fromEntries(
    Object.entries(STATES).map(([name, { color, sign }], index) => [name, { color, text: `${sign} ${name}`, index }])
  );
  return {
    mappings: [{ type: 'value', options }] as FieldConfig['mappings'],
    custom: { cellOptions: { type: 'color-text' }, width: 110 },
  };
}
