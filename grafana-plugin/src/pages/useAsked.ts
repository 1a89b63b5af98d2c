import { useCallback, useEffect, useRef, useState } from 'react';
import { Inquiry, Told } from './inquiry';

export interface Asked<Value> extends Told<Value> {
  askAgain: () => void;
}

/** Ask once, and again each so often; the last good answer stays while a later one fails. */
export function useAsked<Value>(ask: (signal: AbortSignal) => Promise<Value>, everyMs?: number): Asked<Value> {
  const [answer, setAnswer] = useState<Told<Value>>({});
  const inquiry = useRef<Inquiry<Value>>();
  useEffect(() => {
    const own = new Inquiry(ask, (told) => setAnswer((old) => (told.problem ? { ...old, ...told } : told)), everyMs);
    inquiry.current = own;
    own.again();
    return () => own.end();
  }, [ask, everyMs]);
  const askAgain = useCallback(() => inquiry.current?.again(), []);
  return { ...answer, askAgain };
}

/** Whether what was asked about is not there, or not there any more. */
export function isNotFound({ problem }: Told<unknown>): boolean {
  return Boolean(problem?.message.endsWith('(not_found)'));
}
