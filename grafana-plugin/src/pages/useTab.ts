import { useSearchParams } from 'react-router-dom';

/** Which tab is open; it stands in the address, so that a link leads there. */
export function useTab<Name extends string>(names: readonly Name[]): [Name, (name: Name) => void] {
  const [search, setSearch] = useSearchParams();
  const wanted = search.get('tab') as Name | null;
  const tab = wanted && names.includes(wanted) ? wanted : (names[0] as Name);
  const open = (name: Name) => {
    const next = new URLSearchParams(search);
    next.set('tab', name);
    setSearch(next);
  };
  return [tab, open];
}
