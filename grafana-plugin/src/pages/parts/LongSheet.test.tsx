import { act } from 'react';
import { mount } from '../../mounting.doubles';
import { LongSheet } from './LongSheet';

const columns = [{ title: 'Number', cell: (number: number) => number }];
const sheet = (count: number) => <LongSheet label="Numbers" what="numbers" items={Array.from({ length: count }, (_, place) => place)} columns={columns} keyOf={(one) => one} empty="None." />;

test('of a long list as much is drawn as somebody wants', () => {
  const { page, leave } = mount(sheet(150));
  expect([page.querySelectorAll('tbody tr').length, page.textContent]).toEqual([100, expect.stringContaining('100 of 150 numbers')]);
  act(() => page.querySelector('button')?.click());
  expect([page.querySelectorAll('tbody tr').length, page.querySelector('button')]).toEqual([150, null]);
  leave();
});

test('a short list is drawn whole', () => {
  const { page, leave } = mount(sheet(3));
  expect([page.querySelectorAll('tbody tr').length, page.querySelector('button')]).toEqual([3, null]);
  leave();
});
