import { BarographApi } from '../api/client';
import { knownLabels } from './labelling';

const answers = { 'api/v1/labels': { items: [{ name: 'service', values: ['cart'] }] }, 'api/v1/anomalies': { items: [{ labels: { service: 'gone' } }], next_cursor: null } };

function start() {
  const asked: string[] = [];
  const held = { isDown: false };
  const api = new BarographApi(async (_method, path, parameters) => {
    asked.push(`${path} ${parameters?.detector ?? ''}`.trim());
    if (held.isDown) {
      throw new Error('No engine answered in time.');
    }
    return answers[path as keyof typeof answers];
  });
  return { api, asked, held };
}

test('labels are those that are seen and those of anomalies, asked for once while they are fresh', async () => {
  const { api, asked } = start();
  expect([...((await knownLabels(api, 'd', () => 0)).get('service') ?? [])]).toEqual(['cart', 'gone']);
  await knownLabels(api, 'd', () => 59_999);
  expect(asked).toEqual(['api/v1/anomalies d', 'api/v1/labels d']);
  await knownLabels(api, 'd', () => 60_000);
  await knownLabels(api, '', () => 60_000);
  expect(asked.slice(2)).toEqual(['api/v1/anomalies d', 'api/v1/labels d', 'api/v1/anomalies', 'api/v1/labels']);
});

test('what could not be asked is asked again', async () => {
  const { api, held } = start();
  held.isDown = true;
  await expect(knownLabels(api)).rejects.toThrow('No engine');
  held.isDown = false;
  expect((await knownLabels(api)).size).toBe(1);
});
