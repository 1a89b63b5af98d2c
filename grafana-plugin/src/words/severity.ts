import type { Severity } from '../api/types';

/** Colours from the palette of Okabe and Ito, which colour-blind people tell apart; the sign says it without colour. */
export const SEVERITIES: Record<Severity, { dark: string; light: string; sign: string }> = {
  info: { dark: '#56B4E9', light: '#0072B2', sign: '●' },
  warning: { dark: '#E69F00', light: '#946300', sign: '▲' },
  critical: { dark: '#F0783C', light: '#C44601', sign: '◆' },
};

export function severityColour(severity: Severity, isDark: boolean): string {
  return SEVERITIES[severity][isDark ? 'dark' : 'light'];
}
