import { createTheme, colorManipulator } from '@grafana/data';
import { SEVERITIES, severityColour } from './severity';

const LEAST_CONTRAST = 4.5;
const severities = Object.keys(SEVERITIES) as Array<keyof typeof SEVERITIES>;

test.each(severities.flatMap((severity) => (['dark', 'light'] as const).map((mode) => [severity, mode] as const)))('%s can be read as text on %s pages', (severity, mode) => {
  const { colors, isDark } = createTheme({ colors: { mode } });
  const { canvas, primary, secondary, elevated } = colors.background;
  for (const background of [canvas, primary, secondary, elevated]) {
    expect(colorManipulator.getContrastRatio(severityColour(severity, isDark), background)).toBeGreaterThan(LEAST_CONTRAST);
  }
});
