import { dateTimeFormat, formattedValueToString, getValueFormat } from '@grafana/data';

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

/** A value of any JSON kind in one line, without the signs of JSON; what stands inside another is in brackets. */
export function sayValue(value: unknown): string {
  if (value === null || value === undefined || value === '') {
    return 'nothing';
  }
  if (typeof value !== 'object') {
    return typeof value === 'string' ? sayMoments(value) : String(value);
  }
  const parts = Array.isArray(value) ? value.map(sayInner) : Object.entries(value).map(([name, part]) => `${name.replaceAll('_', ' ')}: ${sayInner(part)}`);
  return parts.join(', ') || 'nothing';
}

function sayInner(value: unknown): string {
  return typeof value === 'object' && value !== null ? `(${sayValue(value)})` : sayValue(value);
}

/** A value whose name ends with its unit, as all names of the backend do. */
export function sayMeasured(name: string, value: unknown): string {
  if (typeof value !== 'number') {
    return sayValue(value);
  }
  switch (name.split('_').at(-1)) {
    case 'ms':
      return dateTimeFormat(value);
    case 'seconds':
      return saySeconds(value);
    case 'bytes':
      return sayBytes(value);
    default:
      return String(value);
  }
}

/** A name of the backend as people write it, without its unit. */
export function sayName(name: string): string {
  return name.replace(/^meta\./, '').replace(/_(ms|seconds|bytes)$/, '').replaceAll('_', ' ');
}

const MOMENT = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)/g;

/** A sentence with its moments in the time zone of whoever reads it. */
export function sayMoments(text: string): string {
  return text.replace(MOMENT, (moment) => dateTimeFormat(moment));
}
