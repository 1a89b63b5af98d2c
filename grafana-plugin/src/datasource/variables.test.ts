import { BarographApi } from '../api/client';
import { findValues } from './variables';

const detector = (id: string, state: string, team: string) => ({ id, spec: { title: id.toUpperCase(), labels: { team } }, health: { state } });
const ANSWERS: Record<string, unknown> = {
  'api/v1/detectors': { items: [detector('a', 'running', 'shop'), detector('b', 'failing', 'ops')], next_cursor: null },
  'api/v1/labels': { items: [{ name: 'team', values: ['ops', 'shop'] }, { name: 'zone', values: ['eu'] }] },
  'api/v1/anomalies': { items: [{ labels: { service: 'cart', team: 'shop' } }], next_cursor: null },
  'api/v1/incidents': { items: [{ id: 'i', title: 'cart: 3 anomalies' }] },
};
const api = new BarographApi(async (_method, path) => ANSWERS[path]);

test.each([
  ['', ['A', 'B']],
  ['detectors()', ['A', 'B']],
  ['detectors(failing)', ['B']],
  ['incidents()', ['cart: 3 anomalies']],
  ['severities()', ['info', 'warning', 'critical']],
  ['states()', ['open', 'resolved']],
  ['label_names()', ['service', 'team', 'zone']],
  ['label_values( team )', ['ops', 'shop']],
  ['label_values(service)', ['cart']],
  ['label_values(none)', []],
])('%j gives %j', async (query, texts) => {
  expect((await findValues(api, query)).map(({ text }) => text)).toEqual(texts);
});

test('what is not understood says what can be written', async () => {
  await expect(findValues(api, 'metrics(x)')).rejects.toThrow('label_values(name)');
});
