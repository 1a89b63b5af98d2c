import { Alert, Button } from '@grafana/ui';
import { useState } from 'react';
import type { BarographApi } from '../../api/client';
import { Draft, specOf } from '../drafting';
import { useLeaving } from '../useLeaving';
import { hoursFor, isEmptyHanded, sayStage, shortHistory, Stage } from './asking';

const HOUR_MS = 3_600_000;

/** Whether the query finds anything, before it is judged: how many series, which values, how many gaps. */
export function QueryPreview({ api, draft }: { api: BarographApi; draft: Draft | undefined }) {
  const [text, setText] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const [isBusy, setIsBusy] = useState(false);
  const leaving = useLeaving();
  const look = async () => {
    if (!draft) {
      return;
    }
    const hours = hoursFor(draft.step);
    setIsBusy(true);
    setProblem(undefined);
    setText(undefined);
    try {
      const endMs = Date.now();
      // As little history as the rehearsal takes: this is only a look.
      const spec = { ...specOf(draft), algorithm: { name: 'threshold' }, schedule: { history: shortHistory(draft.step) } };
      const found = await api.until(leaving()).preview(spec, endMs - hours * HOUR_MS, endMs, () => undefined);
      setText(sayStage(found as unknown as { series_total: number; transform: Stage[] }, hours));
    } catch (failure) {
      const { message } = failure as Error;
      if (isEmptyHanded(message)) {
        setText(sayStage({ series_total: 0, transform: [] }, hours));
      } else {
        setProblem(message);
      }
    }
    setIsBusy(false);
  };
  return (
    <div>
      <Button variant="secondary" icon="eye" onClick={look} disabled={!draft || isBusy}>
        {isBusy ? 'Asking the source' : 'Try the query'}
      </Button>
      {text && <p role="status">{text}</p>}
      {problem && (
        <Alert severity="warning" title="The query does not work">
          {problem}
        </Alert>
      )}
    </div>
  );
}
