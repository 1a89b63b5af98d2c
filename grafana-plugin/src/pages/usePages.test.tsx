import type { Page } from '../api/types';
import { act } from 'react';
import { mountHook, settled } from '../mounting.doubles';
import { usePages } from './usePages';

type Ask = (cursor?: string) => Promise<Page<string>>;

/** A list of two pages under a word; its second page comes when the test lets it. */
function list(word: string) {
  const held = { let: (): void => undefined };
  const ask: Ask = (cursor) =>
    cursor
      ? new Promise((go) => (held.let = () => go({ items: [`${word} 2`], next_cursor: null })))
      : Promise.resolve({ items: [`${word} 1`], next_cursor: 'next' });
  return { held, ask };
}

test('a list goes on with its next page', async () => {
  const { ask, held } = list('a');
  const { now, leave } = mountHook(usePages<string>, ask);
  await settled();
  expect([now().items, now().goOn]).toEqual([['a 1'], expect.any(Function)]);
  act(() => void now().goOn?.());
  held.let();
  await settled();
  expect([now().items, now().goOn]).toEqual([['a 1', 'a 2'], undefined]);
  leave();
});

test('a page that comes when something else is looked for is not put behind it', async () => {
  const [one, other] = [list('a'), list('b')];
  const { now, give, leave } = mountHook(usePages<string>, one.ask);
  await settled();
  act(() => void now().goOn?.());
  give(other.ask);
  await settled();
  one.held.let();
  await settled();
  expect([now().items, now().goOn]).toEqual([['b 1'], expect.any(Function)]);
  leave();
});
