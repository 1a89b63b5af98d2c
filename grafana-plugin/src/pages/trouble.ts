import type { Health } from '../api/types';

/** A part of the product by its name. */
export type Part = [string, Health['components'][string]];

/** What is not set up is no trouble. */
export function troubled(parts: Part[]): Part[] {
  return parts.filter(([, { state }]) => state !== 'ok' && state !== 'unknown');
}

export function sayWell(parts: Part[]): string {
  const working = parts.filter(([, { state }]) => state === 'ok').length;
  return working ? `${working} of ${parts.length} parts are set up, and all of them are well.` : 'No part has reported yet.';
}
