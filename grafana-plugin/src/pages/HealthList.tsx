import { useTheme2 } from '@grafana/ui';
import type { Health } from '../api/types';
import { StateBadge } from './StateBadge';

export function HealthList({ health }: { health: Health }) {
  const theme = useTheme2();
  return (
    <ul style={{ listStyle: 'none' }}>
      {Object.entries(health.components).map(([name, { state, sentence }]) => (
        <li key={name} style={{ padding: theme.spacing(0.5, 0) }}>
          <StateBadge state={state} /> <strong>{name}</strong> {sentence}
        </li>
      ))}
    </ul>
  );
}
