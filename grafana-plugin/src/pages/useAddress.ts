import { useCallback, useState } from 'react';
import { useSearchParams } from 'react-router-dom';

export type Part = Record<string, string | undefined>;

/** What an address says behind its question mark, and a way to change a part of it; a step is one that "back" undoes. */
export function useAddress(): [URLSearchParams, (part: Part, isStep?: boolean) => void] {
  const [search, setSearch] = useSearchParams();
  const change = useCallback((part: Part, isStep = false) => setSearch((old) => changed(old, part), { replace: !isStep }), [setSearch]);
  return [search, change];
}

/** What somebody fills in; the address says it too, so that it can be passed on. */
export function useDraft<Draft>(read: (search: URLSearchParams) => Draft, say: (draft: Draft) => Part): [Draft, (part: Partial<Draft>) => Draft] {
  const [search, change] = useAddress();
  const [draft, setDraft] = useState(() => read(search));
  const set = (part: Partial<Draft>) => {
    const next = { ...draft, ...part };
    setDraft(next);
    change(say(next));
    return next;
  };
  return [draft, set];
}

/** The same with a part changed; what is empty is left out, the rest stays. */
export function changed(search: URLSearchParams, part: Part): URLSearchParams {
  const next = new URLSearchParams(search);
  for (const [name, value] of Object.entries(part)) {
    if (value) {
      next.set(name, value);
    } else {
      next.delete(name);
    }
  }
  return next;
}
