import { useCallback, useEffect, useRef } from 'react';

/** Gives the signal that comes when what is shown here leaves the page, so that nobody waits for its answers any more. */
export function useLeaving(): () => AbortSignal {
  const leaving = useRef<AbortController>();
  useEffect(() => {
    const own = new AbortController();
    leaving.current = own;
    return () => own.abort();
  }, []);
  return useCallback(() => leaving.current?.signal ?? AbortSignal.abort(), []);
}
