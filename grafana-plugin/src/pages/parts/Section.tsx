import { useTheme2 } from '@grafana/ui';
import type { HTMLAttributes } from 'react';

/** A part of a page with air above it. */
export function Section(props: HTMLAttributes<HTMLElement>) {
  const theme = useTheme2();
  return <section {...props} style={{ marginTop: theme.spacing(3), ...props.style }} />;
}
