import { inkOf, pointAtPixel, shadeRow } from './shading';

test('a point is in force until the next one, and not across a hole', () => {
  const pixels = pointAtPixel([10, 20, 30, 80], 0, 100, 10);
  expect([...pixels]).toEqual([-1, 0, 1, 2, 2, -1, -1, -1, 3, 3]);
});

test('the stranger a point, the more ink; no point leaves the ground as it is', () => {
  const row = new Uint32Array(3);
  shadeRow(row, Int32Array.from([-1, 0, 1]), [0.5, 1], { red: 1, green: 2, blue: 3 });
  const alphas = [...row].map((pixel) => pixel >>> 24);
  expect(alphas[0]).toBe(0);
  expect(alphas[1]).toBeLessThan(alphas[2] ?? 0);
  expect((row[2] ?? 0) & 0xffffff).toBe(0x030201);
});

test.each([
  ['#fff', { red: 255, green: 255, blue: 255 }],
  ['#102030', { red: 16, green: 32, blue: 48 }],
  ['rgb(204, 204, 220)', { red: 204, green: 204, blue: 220 }],
  ['rgba(36, 41, 46, 1)', { red: 36, green: 41, blue: 46 }],
])('%s is read', (colour, ink) => expect(inkOf(colour)).toEqual(ink));
