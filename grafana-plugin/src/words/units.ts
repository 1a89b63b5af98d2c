const GRAFANA_UNITS: Record<string, string> = {
  seconds: 's',
  milliseconds: 'ms',
  bytes: 'bytes',
  'bytes/s': 'binBps',
  ratio: 'percentunit',
  percent: 'percent',
  'requests/s': 'reqps',
  '1/s': 'cps',
};

/** Translate a unit of Barograph to Grafana's; what Grafana lacks is written after the number. */
export function grafanaUnit(unit: string): string {
  return GRAFANA_UNITS[unit] ?? (unit ? `suffix: ${unit}` : 'short');
}
