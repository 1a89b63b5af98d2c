import { useTheme2 } from '@grafana/ui';
import { lineColour } from './colours';

export const LEGEND_PX = 24;

/** Which line is which, and what dashes and shades mean. */
export function Legend({ names }: { names: string[] }) {
  const theme = useTheme2();
  const look = { height: LEGEND_PX, display: 'flex', gap: theme.spacing(2), overflowX: 'auto', whiteSpace: 'nowrap', alignItems: 'center' } as const;
  return (
    <div role="list" aria-label="Legend" style={{ ...look, fontSize: theme.typography.bodySmall.fontSize, color: theme.colors.text.secondary }}>
      {names.map((name, index) => (
        <span role="listitem" key={name}>
          <span aria-hidden style={{ color: lineColour(theme, index) }}>
            ▬
          </span>{' '}
          {name}
        </span>
      ))}
      <span>dashed: expected, shaded: usual</span>
    </div>
  );
}
