import { readPages } from './paging';

/** A list of numbers behind pages, and what was asked of it. */
function listOf(length: number) {
  const asked: unknown[] = [];
  const ask = async (part: { limit: number; cursor?: string }) => {
    asked.push(part);
    const first = Number(part.cursor ?? 0);
    const last = Math.min(length, first + part.limit);
    return { items: Array.from({ length: last - first }, (_, index) => first + index), next_cursor: last < length ? String(last) : null };
  };
  return { asked, ask };
}

test('a long list is read to its end, page by page', async () => {
  const { ask, asked } = listOf(1100);
  const { items, isCut } = await readPages(ask, 5000);
  expect([items.length, new Set(items).size, isCut]).toEqual([1100, 1100, false]);
  expect(asked).toEqual([{ limit: 500 }, { limit: 500, cursor: '500' }, { limit: 500, cursor: '1000' }]);
});

test('no more is read than is wanted, and it is told where there is more', async () => {
  const { ask, asked } = listOf(1100);
  const { items, isCut } = await readPages(ask, 600);
  expect([items.length, isCut]).toEqual([600, true]);
  expect(asked.at(-1)).toEqual({ limit: 100, cursor: '500' });
  expect((await readPages(listOf(60).ask, 60)).isCut).toBe(false);
});
