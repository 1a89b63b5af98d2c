import { Alert, LoadingPlaceholder } from '@grafana/ui';
import { ReactNode } from 'react';
import type { Asked } from '../useAsked';

interface Props<Value> {
  asked: Asked<Value>;
  what: string;
  children: (value: Value) => ReactNode;
}

/** An answer once it is there: until then that it is asked for, and why it is missing where it is. */
export function Loaded<Value>({ asked, what, children }: Props<Value>) {
  const { value, problem } = asked;
  if (value !== undefined) {
    return (
      <>
        {problem && <Alert severity="warning" title={`This may be old: ${problem.message}`} />}
        {children(value)}
      </>
    );
  }
  if (problem) {
    return (
      <Alert severity="error" title={`No answer about ${what}`} buttonContent="Ask again" onRemove={asked.askAgain}>
        {problem.message}
      </Alert>
    );
  }
  return <LoadingPlaceholder text={`Asking for ${what}`} />;
}
