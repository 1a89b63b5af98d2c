import type { Source } from './backend';

/** The data source that an address names, if it is there, else the one that was open last, or the usual one. */
export function choose(sources: Source[], named: string | null, last: string | undefined): Source | undefined {
  const byUid = (uid: string | null | undefined) => sources.find((one) => one.uid === uid);
  return named ? byUid(named) : (byUid(last) ?? sources.find(({ isDefault }) => isDefault) ?? sources[0]);
}
