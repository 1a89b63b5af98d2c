import { useTheme2 } from '@grafana/ui';
import type { Hover } from './plotting';
import type { Episode } from './reading';
import { SeverityMark } from './SeverityMark';
import type { TipRow } from './tips';

interface Props {
  hover: Hover;
  width: number;
  moment: string;
  rows: TipRow[];
  episodes: Episode[];
}

const GAP_PX = 14;

/** What the pointer is on: values, what is usual there, and the sentence of each anomaly. */
export function Tip({ hover, width, moment, rows, episodes }: Props) {
  const theme = useTheme2();
  const isRight = hover.left > width / 2;
  return (
    <div
      data-testid="barograph-tip"
      style={{
        position: 'absolute',
        top: theme.spacing(1),
        [isRight ? 'right' : 'left']: (isRight ? width - hover.left : hover.left) + GAP_PX,
        maxWidth: width / 2,
        padding: theme.spacing(1),
        background: theme.colors.background.elevated,
        border: `1px solid ${theme.colors.border.medium}`,
        borderRadius: theme.shape.radius.default,
        boxShadow: theme.shadows.z3,
        fontSize: theme.typography.bodySmall.fontSize,
        pointerEvents: 'none',
        zIndex: theme.zIndex.tooltip,
      }}
    >
      <div style={{ color: theme.colors.text.secondary }}>{moment}</div>
      {rows.map(({ name, value, usual }, place) => (
        // Two series may be called the same.
        <div key={place}>
          {name}: <strong>{value}</strong>
          {usual && <span style={{ color: theme.colors.text.secondary }}> · usual {usual}</span>}
        </div>
      ))}
      {episodes.map(({ fingerprint, severity, sentence, isOpen }) => (
        <div key={fingerprint} style={{ marginTop: theme.spacing(0.5) }}>
          <SeverityMark severity={severity} />
          {isOpen ? ', open: ' : ': '}
          {sentence}
        </div>
      ))}
    </div>
  );
}
