import { useCallback, useEffect, useState } from 'react';

export interface Asked<Value> {
  value?: Value;
  problem?: Error;
  askAgain: () => void;
}

/** Ask once, and again each so often; the last good answer stays while a later one fails. */
export function useAsked<Value>(ask: () => Promise<Value>, everyMs?: number): Asked<Value> {
  const [answer, setAnswer] = useState<{ value?: Value; problem?: Error }>({});
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let isCurrent = true;
    const run = () =>
      ask().then(
        (value) => isCurrent && setAnswer({ value }),
        (problem: Error) => isCurrent && setAnswer((old) => ({ ...old, problem }))
      );
    void run();
    const timer = everyMs ? setInterval(run, everyMs) : undefined;
    return () => {
      isCurrent = false;
      clearInterval(timer);
    };
  }, [ask, everyMs, turn]);
  const askAgain = useCallback(() => setTurn((count) => count + 1), []);
  return { ...answer, askAgain };
}
