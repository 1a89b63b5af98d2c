import { useRef } from 'react';
import type { BarographQuery } from '../query';

type Change = (part: Partial<BarographQuery>) => void;

/** Changes parts of a query. */
export function useChange(query: BarographQuery, onChange: (changed: BarographQuery) => void): Change {
  const latest = useRef(query);
  latest.current = query;
  return changesOf(latest, onChange);
}

/** A field tells its choice again while the form around it changes: only what is new goes on, or in Explore it would never end. */
export function changesOf(latest: { current: BarographQuery }, onChange: (changed: BarographQuery) => void): Change {
  return (part) => {
    const changed = { ...latest.current, ...part };
    if (Object.entries(part).some(([name, value]) => latest.current[name as keyof BarographQuery] !== value)) {
      latest.current = changed;
      onChange(changed);
    }
  };
}
