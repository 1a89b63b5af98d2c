import { useState } from 'react';

/** A value that is a new object at each turn, kept as it was for as long as its key says that nothing else is meant. */
export function useSame<Value>(value: Value, key: string): Value {
  const [kept, keep] = useState({ key, value });
  if (kept.key === key) {
    return kept.value;
  }
  keep({ key, value });
  return value;
}
