import { useTheme2 } from '@grafana/ui';
import type { LiveState } from '../api/live';

const WORDS: Record<LiveState, string> = {
  connecting: 'connecting',
  live: 'live',
  lost: 'line lost, trying again',
  refused: 'not admitted: check the API key of the data source',
};
const SIGNS: Record<LiveState, string> = { connecting: '◐', live: '●', lost: '▲', refused: '◆' };

export function LiveDot({ state }: { state: LiveState }) {
  const { colors } = useTheme2();
  const colour = { connecting: colors.info.text, live: colors.success.text, lost: colors.warning.text, refused: colors.error.text };
  return (
    <span role="status" data-testid="barograph-live" data-state={state}>
      <span aria-hidden style={{ color: colour[state] }}>
        {SIGNS[state]}
      </span>{' '}
      {WORDS[state]}
    </span>
  );
}
