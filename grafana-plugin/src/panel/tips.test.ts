import type { Line } from './reading';
import { tipRows } from './tips';

const line = (name: string, times: number[], value: number[]): Line => ({ name, labels: {}, times, value, expected: value, lower: value, upper: value, score: [] });

test('the pointer tells of each line what it was nearest to that moment, whatever the steps of the others', () => {
  const lines = [line('each minute', [10, 20, 30, 40], [1, 2, 3, 4]), line('each half', [10, 40], [100, 400])];
  expect(tipRows(lines, 38, true)).toEqual([
    { name: 'each minute', value: '4', usual: '4 to 4' },
    { name: 'each half', value: '400', usual: '400 to 400' },
  ]);
});

test('a line without a point tells so, and without a band nothing is usual', () => {
  expect(tipRows([line('none', [], [])], 38, false)).toEqual([{ name: 'none', value: 'nothing', usual: '' }]);
});
