import { useCallback, useState } from 'react';
import type { Page } from '../api/types';
import { Asked, useAsked } from './useAsked';

interface Paged<Item> {
  asked: Asked<Page<Item>>;
  items: Item[];
  /** Asks for the next page; there is none where it is undefined. */
  goOn?: () => Promise<void>;
}

/** What was read behind a first page. */
interface Rest<Item> {
  of?: Page<Item>;
  items: Item[];
  cursor: string | null;
}

/** A list that is read page by page, the next one when somebody wants it. */
export function usePages<Item>(ask: (cursor?: string) => Promise<Page<Item>>): Paged<Item> {
  const asked = useAsked(useCallback(() => ask(), [ask]));
  const { value: first } = asked;
  const [read, setRead] = useState<Rest<Item>>();
  // What was read behind another first page does not belong behind this one.
  const rest = read && read.of === first ? read : { items: [], cursor: first?.next_cursor };
  const goOn = async () => {
    const page = await ask(rest.cursor ?? undefined);
    setRead({ of: first, items: [...rest.items, ...page.items], cursor: page.next_cursor });
  };
  return { asked, items: [...(first?.items ?? []), ...rest.items], goOn: rest.cursor ? goOn : undefined };
}
