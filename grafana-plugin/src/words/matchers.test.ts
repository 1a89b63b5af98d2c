import { askable, askedMatcher, matchesAll, readMatchers, sayMatcher } from './matchers';

test.each([
  ['team=shop', ['team=shop']],
  ['{team="shop", pod=web-1}', ['team=shop', 'pod=web-1']],
  ['expr=a=b', ['expr=a=b']],
  ['pod=~"a,b", zone!=eu', ['pod=~"a,b"', 'zone!=eu']],
  [',,', []],
  ['route="GET /a?b, c", q="say \\"yes\\"", path="C:\\\\x"', ['route="GET /a?b, c"', 'q="say \\"yes\\""', 'path=C:\\x']],
  ['pod=~"a\\d \\"b\\""', ['pod=~"a\\d \\"b\\""']],
])('%s is read as %j', (text, said) => expect(readMatchers(text).map(sayMatcher)).toEqual(said));

test.each([
  ['service=cart', true],
  ['service!=cart', false],
  ['service=~"ca.*|queue"', true],
  ['service=~ca', false],
  ['service!~ca.*', false],
  ['region=""', true],
  ['service=~"("', false],
  ['service!~"("', false],
  ['region=~"("', false],
  ['service=cart, region=eu', false],
])('labels of the cart meet %s: %s', (text, isMet) => {
  expect(matchesAll({ service: 'cart' }, readMatchers(text))).toBe(isMet);
});

test.each(['nonsense', 'cpu<5', 'cpu>=5'])('%s is refused', (text) => {
  expect(() => readMatchers(`a=1, ${text}`)).toThrow(`"${text}" is no condition on labels`);
});

test.each([
  ['=', 'a "quoted", \\ value'],
  ['=~', 'a \\"quoted\\"|\\d'],
])('a value after %s is read back as it was: %s', (operator, value) => {
  expect(readMatchers(sayMatcher({ name: 'a', operator, value }))).toEqual([{ name: 'a', operator, value }]);
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
