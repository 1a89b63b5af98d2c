import { useTheme2 } from '@grafana/ui';
import type { Suspect } from '../../api/types';
import { Section } from '../parts/Section';

/** Who may be the cause, the likeliest first, with the reasons; the bar compares them with the first. */
export function Suspects({ suspects }: { suspects: Suspect[] }) {
  const theme = useTheme2();
  const most = Math.max(...suspects.map(({ score }) => score), 0) || 1;
  return (
    <Section aria-label="Suspects">
      <h3>Suspects</h3>
      {!suspects.length && <p style={{ color: theme.colors.text.secondary }}>No component stands out yet.</p>}
      <ol style={{ paddingLeft: theme.spacing(3) }}>
        {suspects.map(({ component, score, why }) => (
          <li key={component} style={{ padding: theme.spacing(0.5, 0) }}>
            <strong>{component}</strong> <span style={{ color: theme.colors.text.secondary }}>{why.join('; ')}</span>
            <div
              aria-hidden
              style={{
                width: `calc(${score / most} * min(100%, ${theme.spacing(60)}))`,
                height: theme.spacing(0.5),
                background: theme.colors.primary.main,
                borderRadius: theme.shape.radius.default,
              }}
            />
          </li>
        ))}
      </ol>
    </Section>
  );
}
