import { Alert } from '@grafana/ui';
import type { Mistake } from '../../api/authored';

interface Props {
  mistakes: Mistake[];
  /** What a text without mistakes holds. */
  valid: string;
}

/** What is wrong in a text, with line and column. */
export function Mistakes({ mistakes, valid }: Props) {
  return (
    <Alert severity={mistakes.length ? 'error' : 'success'} title={mistakes.length ? 'Not valid yet' : `Valid: ${valid}`}>
      {mistakes.map(({ line, column, message }) => (
        <div key={`${line} ${column} ${message}`}>{`Line ${line}, column ${column}: ${message}`}</div>
      ))}
    </Alert>
  );
}
