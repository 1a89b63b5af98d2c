import { useTheme2 } from '@grafana/ui';
import { lineColour } from './colours';

export const LEGEND_PX = 24;
/** Long names give way, so that each line and what the signs mean is seen. */
const SHORTENED = { minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis' } as const;

/** Which line is which, and what dashes and shades mean. */
export function Legend({ names }: { names: string[] }) {
  const theme = useTheme2();
  const look = { height: LEGEND_PX, display: 'flex', gap: theme.spacing(2), overflow: 'hidden', whiteSpace: 'nowrap', alignItems: 'center' } as const;
  return (
    <div role="list" aria-label="Legend" style={{ ...look, fontSize: theme.typography.bodySmall.fontSize, color: theme.colors.text.secondary }}>
      {names.map((name, index) => (
        // Two series may be called the same.
        <span role="listitem" key={index} title={name} style={SHORTENED}>
          <span aria-hidden style={{ color: lineColour(theme, index) }}>
            ▬
          </span>{' '}
          {name}
        </span>
      ))}
      <span style={{ flexShrink: 0 }}>dashed: expected, shaded: usual</span>
    </div>
  );
}
