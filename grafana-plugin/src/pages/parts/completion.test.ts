import { placeIn, Schema, wordsAt } from './completion';

const SCHEMA: Schema = {
  properties: { detectors: { items: { $ref: '#/$defs/Detector' } } },
  $defs: {
    Detector: { properties: { name: { description: 'Unique.' }, query: { $ref: '#/$defs/Query' }, enabled: { type: 'boolean' }, steps: { items: { oneOf: [{ $ref: '#/$defs/Rate' }, { $ref: '#/$defs/Clip' }] } } } },
    Query: { properties: { expression: {}, mode: { anyOf: [{ enum: ['metric', 'templates'] }, { type: 'null' }] } } },
    Rate: { properties: { op: { const: 'rate' }, window: {} } },
    Clip: { properties: { op: { const: 'clip' }, least: {} } },
  },
};
const words = (text: string) => wordsAt(SCHEMA, placeIn(text)).map(({ name }) => name);

test.each([
  ['', [], undefined],
  ['detectors:\n  - ', ['detectors', '[]'], undefined],
  ['detectors:\n- ', ['detectors', '[]'], undefined],
  ['detectors:\n  - name: a\n    qu', ['detectors', '[]'], undefined],
  ['detectors:\n  - name: a\n    query:\n      expression: up\n\n      # note\n      ', ['detectors', '[]', 'query'], undefined],
  ['detectors:\n  - name: a\n    query:\n      expression: up\n    ', ['detectors', '[]'], undefined],
  ['detectors:\n  - name: a\n    query:\n      mode: te', ['detectors', '[]', 'query'], 'mode'],
  ['detectors:\n  - name: a\n  - query:\n      ', ['detectors', '[]', 'query'], undefined],
  ['detectors:\n  - name: a\napi', [], undefined],
  ['detectors:\n  - steps:\n      - op: rate\n        ', ['detectors', '[]', 'steps', '[]'], undefined],
])('at the end of %j one is at %j', (text, path, value) => expect(placeIn(text)).toEqual({ path, value }));

test('only what may stand at a place is proposed', () => {
  expect(words('')).toEqual(['detectors']);
  expect(words('detectors:\n  - ')).toEqual(['name', 'query', 'enabled', 'steps']);
  expect(words('detectors:\n  - query:\n      ')).toEqual(['expression', 'mode']);
  expect(words('detectors:\n  - steps:\n      - ')).toEqual(['op', 'window', 'least']);
  expect(words('nonsense:\n  ')).toEqual([]);
});

test('after a key its values are proposed', () => {
  expect(words('detectors:\n  - query:\n      mode: ')).toEqual(['metric', 'templates']);
  expect(words('detectors:\n  - enabled: ')).toEqual(['true', 'false']);
  expect(words('detectors:\n  - steps:\n      - op: ')).toEqual(['rate', 'clip']);
});

test('help comes with a key, and nothing without a schema', () => {
  expect(wordsAt(SCHEMA, placeIn('detectors:\n  - '))[0]).toEqual({ name: 'name', help: 'Unique.' });
  expect(wordsAt(undefined, { path: [] })).toEqual([]);
});
