import { askedLabels, labelsKey, ownLabels, sayLabels, shortened } from './labels';
import { grafanaUnit } from './units';

test('a series is named by what tells it apart', () => {
  expect(sayLabels({ job: 'shop', service: 'cart', pod: 'a' })).toBe('cart · a');
  expect(sayLabels({ job: 'shop' })).toBe('shop');
  expect(sayLabels({})).toBe('all');
  expect(sayLabels({ pattern: 'order <*> placed', template: '88d656b16a2a' })).toBe('order <*> placed');
  expect(sayLabels({ template: 'mail' })).toBe('mail');
});

test('what all have in common tells none of them apart', () => {
  const [web, cart] = [{ labels: { team: 'shop', service: 'web' } }, { labels: { team: 'shop', service: 'cart' } }];
  expect(ownLabels([web, cart]).map(([, own]) => own)).toEqual([{ service: 'web' }, { service: 'cart' }]);
  expect(ownLabels([web])).toEqual([[web, web.labels]]);
  expect(ownLabels([web, web]).map(([, own]) => own)).toEqual([web.labels, web.labels]);
});

test('no more labels are asked for than the backend takes', () => {
  const many = Object.fromEntries(Array.from({ length: 12 }, (_, place) => [`l${place}`, 'x']));
  expect(askedLabels(many)).toHaveLength(10);
  expect(askedLabels({ pod: 'a=b' })).toEqual(['pod=a=b']);
});

test('labels are the same whatever their order', () => {
  expect(labelsKey({ a: '1', b: '2' })).toBe(labelsKey({ b: '2', a: '1' }));
  expect(labelsKey({ a: '1' })).not.toBe(labelsKey({ a: '1', b: '2' }));
});

test('units that Grafana knows are translated, others are written out', () => {
  expect(['seconds', 'ratio', 'cores', ''].map(grafanaUnit)).toEqual(['s', 'percentunit', 'suffix: cores', 'short']);
});

test.each([
  ['cart', 'cart'],
  ['recommendation-1', 'recommend…'],
])('%s is written as %s where ten letters fit', (text, shown) => expect(shortened(text, (some) => some.length <= 10)).toBe(shown));
