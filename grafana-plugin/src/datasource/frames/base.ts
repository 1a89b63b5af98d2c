import { DataFrame, Field, FieldConfig, FieldType, systemDateFormats } from '@grafana/data';
import type { Labels, Numbers } from '../../api/types';
import { SEVERITIES } from '../../words/severity';
import type { Feed } from '../feed';

/** What our own panel recognises frames by. */
type FrameKind = 'band' | 'score' | 'anomalies' | 'health' | 'incidents' | 'templates' | 'forecast' | 'events';

export function kindOf(frame: DataFrame): FrameKind | undefined {
  return (frame.meta?.custom as { barograph?: FrameKind } | undefined)?.barograph;
}

/** Where live frames tell how they go on; frames of others have nothing of the kind. */
export function feedOf(frame: DataFrame): Feed | undefined {
  return (frame.meta?.custom as { feed?: Feed } | undefined)?.feed;
}

export function withFeed(frames: DataFrame[], feed: Feed): DataFrame[] {
  return frames.map((frame) => ({ ...frame, meta: { ...frame.meta, custom: { ...frame.meta?.custom, feed } } }));
}

/** The detector that a frame of series comes from: those of others may have the same labels. */
export function detectorOf(frame: DataFrame): string | undefined {
  return (frame.meta?.custom as { detector?: string } | undefined)?.detector;
}

export function makeFrame(kind: FrameKind, refId: string, name: string, fields: Field[], detector?: string): DataFrame {
  const length = fields[0]?.values.length ?? 0;
  return { refId, name, fields, length, meta: { custom: { barograph: kind, detector } } };
}

/** Makes the columns of a table from its rows. */
export function columnsOf<Row>(rows: Row[]) {
  return (name: string, type: FieldType, value: (row: Row) => unknown, config: FieldConfig = {}): Field => ({
    name,
    type,
    config,
    values: rows.map(value),
  });
}

/** Frames of which the first says so where more series were meant than these. */
export function withTotal(frames: DataFrame[], total: number, which: string): DataFrame[] {
  const text = `${frames.length} of ${total} series: ${which}. Raise "Most series", or narrow the labels.`;
  return frames.map((frame, place) => {
    const notices = [...(frame.meta?.notices ?? []), { severity: 'info' as const, text }];
    return place === 0 && total > frames.length ? { ...frame, meta: { ...frame.meta, notices } } : frame;
  });
}

/** A table that says so where there was more than it holds. */
export function withRest(frame: DataFrame, isCut: boolean): DataFrame {
  const text = `These are the latest ${frame.length}; there are more. Choose a shorter time or a narrower query.`;
  return isCut ? { ...frame, meta: { ...frame.meta, notices: [{ severity: 'info', text }] } } : frame;
}

export function timeField(name: string, values: number[]): Field {
  return { name, type: FieldType.time, config: {}, values };
}

export function numberField(name: string, labels: Labels, values: Numbers, config: FieldConfig): Field {
  return { name, type: FieldType.number, labels, config, values };
}

/** For links, annotations and our panel, not for people who read a table. */
export const NOT_READ: FieldConfig = { custom: { hidden: true, hideFrom: { viz: true, legend: false, tooltip: false } } };
/** A moment to the second: left to itself, Grafana adds what is less where all are near each other. */
export const MOMENT: FieldConfig = { unit: `time:${systemDateFormats.fullDate}`, custom: { width: 170 } };
/** A sentence gets the room that other columns leave. */
export const SENTENCE: FieldConfig = { custom: { minWidth: 360 } };

export function severityStyle(): FieldConfig {
  const options = Object.fromEntries(
    Object.entries(SEVERITIES).map(([name, { dark, sign }], index) => [name, { color: dark, text: `${sign} ${name}`, index }])
  );
  return {
    mappings: [{ type: 'value', options }] as FieldConfig['mappings'],
    custom: { cellOptions: { type: 'color-text' }, width: 110 },
  };
}

/** What never was negative is not expected to be: its band is shown from zero on. */
export function boundedBy(values: Numbers): (bound: number | null) => number | null {
  const isNeverNegative = values.every((value) => value === null || value >= 0);
  return (bound) => (isNeverNegative && bound !== null ? Math.max(0, bound) : bound);
}

const IS_HIDDEN_IN_LEGEND = { legend: true, tooltip: false, viz: false };
export const EXPECTED_STYLE = { lineWidth: 1, lineStyle: { fill: 'dash', dash: [4, 6] }, hideFrom: IS_HIDDEN_IN_LEGEND };
export const EDGE_STYLE = { lineWidth: 0, fillOpacity: 0, hideFrom: IS_HIDDEN_IN_LEGEND };
export const UNSEEN_STYLE = { hideFrom: { legend: true, tooltip: false, viz: true }, axisPlacement: 'hidden' };
