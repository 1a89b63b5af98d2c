import { parseMetrics } from './metrics';

test('the text format of Prometheus is read, comments and nonsense are not', () => {
  const text = ['# HELP barograph_ticks_total Ticks.', 'barograph_ticks_total{engine="vm/engine"} 183.0', 'up 1', 'x{a="b\\"c,d",e="f\\\\g"} +Inf 1795800', '', '!!'].join('\n');
  expect(parseMetrics(text)).toEqual([
    { name: 'barograph_ticks_total', labels: { engine: 'vm/engine' }, value: 183 },
    { name: 'up', labels: {}, value: 1 },
    { name: 'x', labels: { a: 'b"c,d', e: 'f\\g' }, value: Infinity },
  ]);
});
