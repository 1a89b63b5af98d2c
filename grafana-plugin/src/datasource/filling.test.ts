import type { AdHocVariableFilter } from '@grafana/data';
import { matchesAll, readMatchers } from '../words/matchers';
import { Fill, filled } from './filling';

const VARIABLES: Record<string, string | string[]> = {
  detector: 'carts',
  route: 'GET /a?b',
  services: ['c++', 'a, b'],
  severities: ['warning', 'critical'],
  name: 'service',
  filter: 'team=shop',
};
const fill: Fill = (text, format) => text.replace(/\$(\w+)/g, (whole, name: string) => (name in VARIABLES ? format(VARIABLES[name] ?? '') : whole));
const query = (labels: string) => ({ refId: 'A', kind: 'series' as const, labels });
const meets = (labels: string, own: Record<string, string>, filters: AdHocVariableFilter[] = []) =>
  matchesAll(own, readMatchers(filled(query(labels), filters, fill).labels ?? ''));

test.each([
  ['route=~"$route"', { route: 'GET /a?b' }, true],
  ['route=~"$route"', { route: 'GET /b' }, false],
  ['route=$route', { route: 'GET /a?b' }, true],
  ['service=~"$services"', { service: 'c++' }, true],
  ['service=~"x-$services"', { service: 'x-a, b' }, true],
  ['service!~$services', { service: 'a, b' }, false],
  ['$name=cart', { service: 'cart' }, true],
  ['$filter, service=cart', { service: 'cart', team: 'ops' }, false],
])('%s meets %j: %s', (labels, own, isMet) => expect(meets(labels, own)).toBe(isMet));

test('filters of the dashboard are conditions like others', () => {
  const filter = (operator: string, value: string) => [{ key: 'service', operator, value }];
  expect(meets('team=shop', { team: 'shop', service: 'a, "b"' }, filter('=', 'a, "b"'))).toBe(true);
  expect(meets('team=shop', { team: 'shop', service: 'cart' }, filter('!=', 'cart'))).toBe(false);
  expect(() => meets('', { service: '5' }, filter('<', '7'))).toThrow('"service<7" is no condition');
});

test('detector, severity and state may be variables', () => {
  const wish = { ...query(''), detector: '$detector', severity: '$severities', state: 'open' };
  expect(filled(wish, [], fill)).toMatchObject({ detector: 'carts', severity: 'warning|critical', state: 'open', labels: '' });
});
