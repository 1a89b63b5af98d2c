import { useState } from 'react';
import type { Found } from '../api/types';

const STEP = 100;

/** The first of many and a way to more: a page that draws thousands of rows at once stands still at each change. */
export function useFirst<Item>(items: Item[]): { found: Found<Item>; showMore: () => void } {
  const [most, setMost] = useState(STEP);
  return { found: { items: items.slice(0, most), isCut: items.length > most }, showMore: () => setMost((old) => old + STEP) };
}
