import { useFirst } from '../useFirst';
import { Sheet, SheetProps } from './Sheet';
import { ShowMore } from './ShowMore';

interface Props<Item> extends SheetProps<Item> {
  /** What the rows are, in the plural. */
  what: string;
}

/** A table of a list that comes whole, however long it is. */
export function LongSheet<Item>({ items, what, ...sheet }: Props<Item>) {
  const { found, showMore } = useFirst(items);
  return (
    <>
      <Sheet {...sheet} items={found.items} />
      <ShowMore found={found} total={items.length} what={what} onMore={showMore} />
    </>
  );
}
