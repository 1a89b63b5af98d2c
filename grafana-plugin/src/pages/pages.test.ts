import type { ScopedVars } from '@grafana/data';
import { BarographApi } from '../api/client';
import { ADMIN_PATHS, messageOf } from '../api/errors';
import plugin from '../datasource/plugin.json';
import { addressOf, draftIn, nameFrom, specOf } from './drafting';
import { linkFrom } from './linking';

const asked = (path: string | undefined) => new URL(path ?? '', 'http://grafana').searchParams;

const replace = (text: string, own: ScopedVars = {}) => text.replace('$service', String(own.service?.value ?? 'cart'));

test('the menu of a panel leads to the guide with the first query that has an expression and is shown', () => {
  const targets = [{ refId: 'A' }, { refId: 'C', expr: 'down', hide: true }, { refId: 'B', expr: 'up == 0', datasource: { type: 'loki' } }];
  const path = linkFrom({ title: 'Up', targets } as never, replace);
  expect(path).toBe('/a/barograph-anomaly-app/create?expression=up+%3D%3D+0&source=loki&title=Up');
  expect(linkFrom({ title: 'Text', targets: [{ refId: 'A' }] } as never, replace)).toBeUndefined();
});

test('variables of the dashboard, and of a panel that is repeated, are put in', () => {
  const targets = [{ refId: 'A', expr: 'sum(rate(x{service="$service"}[$__rate_interval])) / sum(rate(y[${__range}]))' }];
  const found = asked(linkFrom({ title: 'Rate of $service', targets, scopedVars: { service: { text: 'queue', value: 'queue' } } } as never, replace));
  expect(found.get('expression')).toBe('sum(rate(x{service="queue"}[5m])) / sum(rate(y[1h]))');
  expect(found.get('title')).toBe('Rate of queue');
});

test('what the source was asked in truth comes before what stands in the panel', () => {
  const meta = { executedQueryString: 'Expr: sum(\n  rate(x{service="cart", pod="a"}[1m0s])\n)\nStep: 15s' };
  const context = { targets: [{ refId: 'A', expr: 'sum(rate(x[$__rate_interval]))' }], data: { series: [{ refId: 'B', meta: {} }, { refId: 'A', meta }] } };
  expect(asked(linkFrom(context as never, replace)).get('expression')).toBe('sum(\n  rate(x{service="cart", pod="a"}[1m])\n)');
});

test.each([
  ['Latency of the checkout', 'latency-of-the-checkout'],
  [' Fehlerquote (°C) ', 'fehlerquote-c'],
  ['---', ''],
])('%j becomes the name %j', (title, name) => expect(nameFrom(title)).toBe(name));

test('a link holds a draft, and what it leaves out is as usual', () => {
  const usual = { title: '', source: 'prometheus', expression: '', step: '1m', alertsPerWeek: 2 };
  expect(draftIn(new URLSearchParams('tab=guided'))).toEqual(usual);
  const said = draftIn(new URLSearchParams('title=Up&expression=up+%3D%3D+0&step=5m&alerts=7'));
  expect(said).toEqual({ ...usual, title: 'Up', expression: 'up == 0', step: '5m', alertsPerWeek: 7 });
  expect(draftIn(new URLSearchParams(addressOf(said)))).toEqual(said);
});

test('a draft becomes a specification without blanks around', () => {
  const spec = specOf({ title: ' Up ', source: 'prometheus ', expression: ' up ', step: '1m', alertsPerWeek: 2 });
  const query = { source: 'prometheus', expression: 'up', step: '1m' };
  expect(spec).toEqual({ name: 'up', title: 'Up', query, policy: { budget: { alerts: 2, per: '1w' } } });
});

test('a refusal says what to do', () => {
  expect(messageOf({ status: 403 })).toContain('An Editor can');
  expect(messageOf({ status: 403 }, 'api/v1/keys/7')).toContain('An Admin can');
  const guarded = plugin.routes.filter(({ reqRole }) => reqRole === 'Admin').map(({ path }) => path);
  expect(guarded).toEqual(ADMIN_PATHS);
  expect(messageOf({ status: 400, data: { message: 'Authentication to data source failed' } })).toContain('API key');
  expect(messageOf({ status: 409, data: { code: 'read_only', message: 'Change the file.' } })).toBe('Change the file. (read_only)');
});

test('a series that takes long is followed as a job to its end', async () => {
  const asked: string[] = [];
  const answers = [{ id: '7', state: 'queued', progress: 0 }, { id: '7', state: 'running', progress: 0.5 }, { id: '7', state: 'done', progress: 1, result: { series: [] } }];
  const api = new BarographApi(async (_method, path) => {
    asked.push(path);
    return answers.shift();
  }, async () => undefined);
  expect(await api.series('d', 1, 2, [], 5)).toEqual({ series: [] });
  expect(asked).toEqual(['api/v1/detectors/d/series', 'api/v1/jobs/7', 'api/v1/jobs/7']);
});

test('where an answer takes long a job comes in its place, and its result is the answer', async () => {
  const answers = [{ id: '7', state: 'running', progress: 0 }, { id: '7', state: 'done', progress: 1, result: { series: [1] } }, { series: [2] }];
  const api = new BarographApi(async () => answers.shift(), async () => undefined);
  expect(await api.series('d', 1, 2, [], 5)).toEqual({ series: [1] });
  expect(await api.series('d', 1, 2, [], 5)).toEqual({ series: [2] });
});

test('lists are read page by page', async () => {
  const pages = [{ items: [1, 2], next_cursor: 'x' }, { items: [3], next_cursor: null }];
  const api = new BarographApi(async () => pages.shift());
  expect(await api.detectors()).toEqual([1, 2, 3]);
});
