import { Stack, useTheme2 } from '@grafana/ui';
import { ReactNode } from 'react';

/** Fields and buttons below each other, no wider than people read. */
export function Form({ children }: { children: ReactNode }) {
  const theme = useTheme2();
  return (
    <div style={{ maxWidth: theme.breakpoints.values.lg }}>
      <Stack direction="column" gap={1} alignItems="stretch">
        {children}
      </Stack>
    </div>
  );
}
