import { toggled, versionsIn } from './comparing';

test('an address names the versions that are compared', () => {
  const found = ['', 'compare=3+5', 'compare=3+3', 'compare=x+-1+2', 'compare=1+2+3'].map((address) => versionsIn(new URLSearchParams(address)));
  expect(found).toEqual([[], [3, 5], [3], [2], [2, 3]]);
});

test('a third choice replaces the first, a second look takes one back', () => {
  expect([toggled([], 1), toggled([1], 2), toggled([1, 2], 3), toggled([2, 3], 2)]).toEqual([[1], [1, 2], [2, 3], [3]]);
});
