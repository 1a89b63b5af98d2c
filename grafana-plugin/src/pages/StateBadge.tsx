import { Badge, BadgeColor, IconName } from '@grafana/ui';

const LOOKS: Record<string, { color: BadgeColor; icon: IconName }> = {
  ok: { color: 'green', icon: 'check' },
  running: { color: 'green', icon: 'check' },
  pending: { color: 'blue', icon: 'clock-nine' },
  degraded: { color: 'orange', icon: 'exclamation-triangle' },
  failing: { color: 'red', icon: 'exclamation-circle' },
  down: { color: 'red', icon: 'exclamation-circle' },
};

export function StateBadge({ state, tooltip }: { state: string; tooltip?: string }) {
  const { color, icon } = LOOKS[state] ?? { color: 'darkgrey', icon: 'pause' };
  return <Badge text={state} color={color} icon={icon} tooltip={tooltip} />;
}
