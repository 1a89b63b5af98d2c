import { sayWell, troubled } from './trouble';

const part = (state: string) => ({ state, sentence: '', latency_seconds: null });

test('only parts that need somebody are in trouble; what is not set up is none', () => {
  const parts: Parameters<typeof troubled>[0] = [
    ['database', part('ok')],
    ['loki', part('unknown')],
    ['sinks', part('degraded')],
  ];
  expect(troubled(parts).map(([name]) => name)).toEqual(['sinks']);
  expect(sayWell(parts.slice(0, 2))).toBe('1 of 2 parts are set up, and all of them are well.');
  expect(sayWell([])).toContain('No part');
});
