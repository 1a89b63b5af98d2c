import { mount, settled } from '../../mounting.doubles';
import type { PageBackend } from '../backend';
import { Comparison } from './Comparison';

test('a comparison that can not be had never shows another under its name', async () => {
  const compare = async (_id: string, left: number, right: number) => {
    if (right === 3) {
      throw new Error('away');
    }
    return { left: { version: left }, right: { version: right }, differences: { series_count: [left, right] } };
  };
  const between = (right: number) => <Comparison backend={{ manage: { compare } } as unknown as PageBackend} id="d" left={1} right={right} />;
  const { page, show, leave } = mount(between(2));
  await settled();
  show(between(3));
  await settled();
  expect(page.textContent).toContain('This may be old: away');
  expect(page.querySelector('h3')?.textContent).toBe('Version 1 and version 2');
  leave();
});
