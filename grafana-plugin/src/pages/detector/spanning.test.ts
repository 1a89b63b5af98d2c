import { spanAround } from './spanning';

test.each([
  [undefined, 100, 1000, { fromMs: 900, toMs: 1000 }],
  [500, 100, 1000, { fromMs: 450, toMs: 550 }],
  [990, 100, 1000, { fromMs: 900, toMs: 1000 }],
])('around %s, %i long, at %i: %j', (at, length, now, span) => expect(spanAround(at, length, now)).toEqual(span));
