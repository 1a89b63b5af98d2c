import { Alert } from '@grafana/ui';
import { useState } from 'react';

/** What went wrong with the last thing that was tried, until it is put away. */
export function useFailure() {
  const [message, setMessage] = useState<string>();
  const shown = message && (
    <Alert severity="error" title="Barograph refused" onRemove={() => setMessage(undefined)}>
      {message}
    </Alert>
  );
  return { shown, tell: setMessage as (message: string) => void };
}
