import { useTheme2 } from '@grafana/ui';
import { ReactNode } from 'react';

/** Things beside each other that wrap where the page is narrow. */
export function Row({ children, gap = 1 }: { children: ReactNode; gap?: number }) {
  const theme = useTheme2();
  return <div style={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(gap) }}>{children}</div>;
}
