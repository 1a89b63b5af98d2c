import { useEffect } from 'react';
import { backendOf, listSources, PageBackend, Source } from './backend';
import { choose } from './choosing';
import { useAddress } from './useAddress';

let last: string | undefined;

interface Shown {
  backend?: PageBackend;
  sources: Source[];
  /** What the address names and what is not there, or not there any more; nothing else is shown in its place. */
  missing?: string;
}

/** The backend of the page. Where there are several data sources the address always names one, so that a link can be passed on. */
export function useSource(): Shown {
  const [search, change] = useAddress();
  const sources = listSources();
  const named = search.get('ds');
  const uid = choose(sources, named, last)?.uid;
  const isUnsaid = uid !== undefined && sources.length > 1 && uid !== named;
  useEffect(() => {
    last = uid ?? last;
    if (isUnsaid) {
      change({ ds: uid });
    }
  }, [uid, isUnsaid, change]);
  return { backend: uid && !isUnsaid ? backendOf(uid) : undefined, sources, missing: uid || !named ? undefined : named };
}
