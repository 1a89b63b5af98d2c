import type { Found, Page } from './types';

const PAGE_SIZE = 500;

/** Read a list page by page, as much of it as is wanted. */
export async function readPages<Item>(ask: (part: { limit: number; cursor?: string }) => Promise<Page<Item>>, most: number): Promise<Found<Item>> {
  const items: Item[] = [];
  let cursor: string | undefined;
  do {
    const page = await ask({ limit: Math.min(PAGE_SIZE, most - items.length), cursor });
    items.push(...page.items);
    cursor = page.next_cursor ?? undefined;
  } while (cursor && items.length < most);
  return { items, isCut: cursor !== undefined };
}
