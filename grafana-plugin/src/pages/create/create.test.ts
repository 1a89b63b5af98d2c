import { hoursFor, isEmptyHanded, questionFor, sayStage, shortHistory } from './asking';

test.each([
  ['node_load1', 'gauge', 'node_load1'],
  ['http_requests_total', 'counter', 'sum(rate(http_requests_total[5m]))'],
  ['http_requests_total', undefined, 'sum(rate(http_requests_total[5m]))'],
  ['latency_seconds', 'histogram', 'histogram_quantile(0.95, sum by (le) (rate(latency_seconds_bucket[5m])))'],
  ['latency_seconds_bucket', undefined, 'histogram_quantile(0.95, sum by (le) (rate(latency_seconds_bucket[5m])))'],
])('%s, a %s, is asked as %s', (metric, kind, question) => expect(questionFor(metric, kind)).toBe(question));

test('a query that finds nothing says what to do, one that finds something what', () => {
  expect(sayStage({ series_total: 0, transform: [] })).toContain('no series');
  const stage = { op: 'source', series: 2, points: 60, gaps: 3, smallest: 0, largest: 5, example: { labels: { pod: 'a' } } };
  expect(sayStage({ series_total: 2, transform: [stage] })).toBe('2 series in the last hour, values from 0 to 5, 3 gaps, such as a.');
});

test('a look at a query takes no more history than it must', () => {
  expect(['1m', '5m', '15m', '1h'].map(hoursFor)).toEqual([1, 2, 5, 20]);
  expect(['1m', '15m', '1h'].map(shortHistory)).toEqual(['30m', '450m', '30h']);
  expect([isEmptyHanded('x has at most 0 points of history'), isEmptyHanded('x has at most 12 points')]).toEqual([true, false]);
});
