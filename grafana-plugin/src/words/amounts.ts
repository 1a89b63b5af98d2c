import { formattedValueToString, getValueFormat } from '@grafana/data';

const seconds = getValueFormat('s');
const bytes = getValueFormat('bytes');

/** A duration as people read it; null is a dash. */
export function saySeconds(value: number | null | undefined): string {
  return value === null || value === undefined ? '–' : formattedValueToString(seconds(value, 1));
}

export function sayBytes(value: number): string {
  return formattedValueToString(bytes(value, 1));
}

/** A number with as many digits as somebody reads. */
export function sayNumber(value: number): string {
  return String(Number(value.toPrecision(4)));
}

/** A value of any JSON kind in one line. */
export function sayValue(value: unknown): string {
  if (value === null || value === undefined) {
    return 'nothing';
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}
