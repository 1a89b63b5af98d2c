import { Badge, BadgeColor, IconName } from '@grafana/ui';

const LOOKS: Record<string, { color: BadgeColor; icon: IconName }> = {
  ok: { color: 'green', icon: 'check' },
  running: { color: 'green', icon: 'check' },
  pending: { color: 'blue', icon: 'clock-nine' },
  degraded: { color: 'orange', icon: 'exclamation-triangle' },
  failing: { color: 'red', icon: 'exclamation-circle' },
  done: { color: 'green', icon: 'check' },
  waiting: { color: 'orange', icon: 'user' },
  failed: { color: 'red', icon: 'exclamation-circle' },
  steady: { color: 'green', icon: 'check' },
  valid: { color: 'green', icon: 'check' },
  spent: { color: 'orange', icon: 'exclamation-triangle' },
  unlimited: { color: 'blue', icon: 'minus' },
  within: { color: 'green', icon: 'check' },
  resolved: { color: 'green', icon: 'check' },
  open: { color: 'orange', icon: 'bell' },
  drifting: { color: 'orange', icon: 'exclamation-triangle' },
  over: { color: 'orange', icon: 'exclamation-triangle' },
  down: { color: 'red', icon: 'exclamation-circle' },
};

export function StateBadge({ state, tooltip }: { state: string; tooltip?: string }) {
  const { color, icon } = LOOKS[state] ?? { color: 'darkgrey', icon: state === 'stopped' ? 'pause' : 'minus' };
  return <Badge text={state} color={color} icon={icon} tooltip={tooltip} />;
}
