import type { GrafanaTheme2 } from '@grafana/data';

const PALETTE = ['semi-dark-blue', 'semi-dark-yellow', 'semi-dark-purple', 'semi-dark-green', 'semi-dark-orange'];

/** The colour of the line at this place, in the chart and in its legend. */
export function lineColour(theme: GrafanaTheme2, index: number): string {
  return theme.visualization.getColorByName(PALETTE[index % PALETTE.length] ?? 'blue');
}
