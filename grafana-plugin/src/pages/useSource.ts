import { useEffect } from 'react';
import { backendOf, listSources, PageBackend, Source } from './backend';
import { choose } from './choosing';
import { useAddress } from './useAddress';

let last: string | undefined;

/** The backend of the page. Where there are several data sources the address always names one, so that a link can be passed on. */
export function useSource(): { backend?: PageBackend; sources: Source[] } {
  const [search, change] = useAddress();
  const sources = listSources();
  const named = search.get('ds');
  const uid = choose(sources, named, last)?.uid;
  const isMissing = sources.length > 1 && uid !== named;
  useEffect(() => {
    last = uid;
    if (isMissing) {
      change({ ds: uid });
    }
  }, [uid, isMissing, change]);
  return { backend: uid && !isMissing ? backendOf(uid) : undefined, sources };
}
