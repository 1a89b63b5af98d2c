import type { Source } from './backend';

/** The data source that an address names, or the one that was open last, or the usual one. */
export function choose(sources: Source[], named: string | null, last: string | undefined): Source | undefined {
  const byUid = (uid: string | null | undefined) => sources.find((one) => one.uid === uid);
  return byUid(named) ?? byUid(last) ?? sources.find(({ isDefault }) => isDefault) ?? sources[0];
}
