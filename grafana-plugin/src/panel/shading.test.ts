import { inkOf, shadeRow, shadesOf, stretchesOf } from './shading';

test('a point is in force until the next one, and not across a hole', () => {
  const stretches = stretchesOf([10, 20, 30, 80], 0, 100, 10);
  expect([...stretches]).toEqual([0, 1, 2, 1, 2, 3, 2, 3, 5, 3, 8, 10]);
});

test('of points that lie closer than pixels one is shown, and what began before the window is shown too', () => {
  expect([...stretchesOf([1, 2, 3, 4, 5], 3, 5, 1)]).toEqual([3, 0, 1]);
  expect([...stretchesOf([0, 10, 20], 5, 25, 2)]).toEqual([1, 0, 1, 2, 1, 2]);
});

test('the stranger a point, the more ink; no point leaves the ground as it is', () => {
  const pixels = new Uint32Array(8);
  shadeRow(pixels, 4, Int32Array.from([0, 1, 2, 1, 2, 4]), [0.5, 1], shadesOf({ red: 1, green: 2, blue: 3 }));
  const alphas = [...pixels].map((pixel) => pixel >>> 24);
  expect(alphas.slice(0, 5)).toEqual([0, 0, 0, 0, 0]);
  expect(alphas[5]).toBeLessThan(alphas[6] ?? 0);
  expect(alphas[7]).toBe(alphas[6]);
  expect((pixels[7] ?? 0) & 0xffffff).toBe(0x030201);
});

test.each([
  ['#fff', { red: 255, green: 255, blue: 255 }],
  ['#102030', { red: 16, green: 32, blue: 48 }],
  ['rgb(204, 204, 220)', { red: 204, green: 204, blue: 220 }],
  ['rgba(36, 41, 46, 1)', { red: 36, green: 41, blue: 46 }],
])('%s is read', (colour, ink) => expect(inkOf(colour)).toEqual(ink));
