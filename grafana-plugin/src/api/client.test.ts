import { BarographApi, Parameters, Send } from './client';

/** An interface over a list of any length, and what it was asked. */
function over(length: number) {
  const asked: Array<[string, Parameters | undefined]> = [];
  const api = new BarographApi(async (_method, path, parameters) => {
    asked.push([path, parameters]);
    return { items: Array.from({ length: Math.min(length, Number(parameters?.limit)) }), next_cursor: length > Number(parameters?.limit) ? 'x' : null };
  });
  return { api, asked };
}

test('events of a time are asked for as such, without what nobody reads', async () => {
  const { api, asked } = over(3);
  const found = await api.events({ fromMs: 10.4, toMs: 20.6, detector: 'cart', without: ['heartbeat'] });
  expect([found.items.length, found.isCut]).toEqual([3, false]);
  const wanted = { detector: 'cart', without: ['heartbeat'], from_ms: 10, to_ms: 21, limit: 500, cursor: undefined };
  expect(asked).toEqual([['api/v1/events/history', wanted]]);
});

test('the incident of an anomaly is asked for by the anomaly, however old it is', async () => {
  const { api, asked } = over(1);
  await api.incidents({ anomaly: 'f' }, 1);
  expect(asked[0]?.[1]).toMatchObject({ anomaly: 'f', limit: 1 });
});

test('where incidents of a time are more than can be read, that is told', async () => {
  const { api, asked } = over(10_000);
  const found = await api.incidents({ fromMs: 1, toMs: 2 });
  expect([found.items.length, found.isCut, asked.length]).toEqual([5000, true, 10]);
});

test('a job is followed for as long as somebody waits for it', async () => {
  const asked: string[] = [];
  const leaving = new AbortController();
  const send: Send = async (_method, path, _parameters, _body, _headers, signal) => {
    if (signal?.aborted) {
      throw new Error('left');
    }
    asked.push(path);
    return { id: 'j', state: 'running', progress: 0.5 };
  };
  const api = new BarographApi(send, async () => {
    if (asked.length === 3) {
      leaving.abort();
    }
  });
  await expect(api.until(leaving.signal).logTemplates('d')).rejects.toThrow('left');
  expect(asked).toEqual(['api/v1/detectors/d/templates', 'api/v1/jobs/j', 'api/v1/jobs/j']);
});
