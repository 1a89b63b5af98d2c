import { useTheme2 } from '@grafana/ui';
import type { HTMLAttributes } from 'react';

/** What is worth less attention than the rest. */
export function Muted(props: HTMLAttributes<HTMLSpanElement>) {
  const theme = useTheme2();
  return <span {...props} style={{ color: theme.colors.text.secondary, ...props.style }} />;
}
