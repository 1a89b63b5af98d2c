import { useCallback, useEffect, useState } from 'react';
import type { Page } from '../api/types';
import { Asked, useAsked } from './useAsked';

interface Paged<Item> {
  asked: Asked<Page<Item>>;
  items: Item[];
  /** Asks for the next page; there is none where it is undefined. */
  goOn?: () => Promise<void>;
}

/** A list that is read page by page, the next one when somebody wants it. */
export function usePages<Item>(ask: (cursor?: string) => Promise<Page<Item>>): Paged<Item> {
  const asked = useAsked(useCallback(() => ask(), [ask]));
  const { value } = asked;
  const [more, setMore] = useState<Item[]>([]);
  const [cursor, setCursor] = useState<string | null>();
  useEffect(() => {
    setMore([]);
    setCursor(value?.next_cursor);
  }, [value]);
  const goOn = async () => {
    const page = await ask(cursor ?? undefined);
    setMore((old) => [...old, ...page.items]);
    setCursor(page.next_cursor);
  };
  return { asked, items: [...(value?.items ?? []), ...more], goOn: cursor ? goOn : undefined };
}
