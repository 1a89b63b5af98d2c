import { askable, askedMatcher, matchesAll, readMatchers, sayMatcher } from './matchers';

test.each([
  ['team=shop', ['team=shop']],
  ['{team="shop", pod=web-1}', ['team=shop', 'pod=web-1']],
  ['expr=a=b', ['expr=a=b']],
  ['pod=~"a,b", zone!=eu', ['pod=~"a,b"', 'zone!=eu']],
  ['nonsense,,', []],
])('%s is read as %j', (text, said) => expect(readMatchers(text).map(sayMatcher)).toEqual(said));

test.each([
  ['service=cart', true],
  ['service!=cart', false],
  ['service=~"ca.*|queue"', true],
  ['service=~ca', false],
  ['service!~ca.*', false],
  ['region=""', true],
  ['service=~"("', false],
  ['service=cart, region=eu', false],
])('labels of the cart meet %s: %s', (text, isMet) => {
  expect(matchesAll({ service: 'cart' }, readMatchers(text))).toBe(isMet);
});

test.each([
  ['=', 'GET /a?b', 'a=GET /a?b'],
  ['=~', 'ca.*|"x"', 'a=~ca.*|"x"'],
  ['!=', '', 'a!=""'],
  ['=', '"q\\u"', 'a="\\"q\\\\u\\""'],
  ['=~', '"\\d"', 'a=~"\\"\\d\\""'],
] as const)('the backend is asked for a %s %s with %s', (operator, value, said) => {
  expect(askedMatcher({ name: 'a', operator, value })).toBe(said);
});

test('lists of anomalies are asked for equality only, the rest is narrowed here', () => {
  expect(askable(readMatchers('a=1, b!=2, c=~3'))).toEqual(['a=1']);
});
