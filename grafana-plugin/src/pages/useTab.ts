import { useAddress } from './useAddress';

/** Which tab is open; it stands in the address, so that a link leads there. */
export function useTab<Name extends string>(names: readonly Name[]): [Name, (name: Name) => void] {
  const [search, change] = useAddress();
  const wanted = search.get('tab') as Name | null;
  const tab = wanted && names.includes(wanted) ? wanted : (names[0] as Name);
  return [tab, (name) => change({ tab: name }, true)];
}
