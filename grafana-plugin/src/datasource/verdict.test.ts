import { BarographApi } from '../api/client';
import { Socket } from '../api/live';
import { LiveHub } from '../api/sharing';
import { judge } from './verdict';

const ANSWERS: Record<string, unknown> = {
  health: { state: 'ok', components: { database: { state: 'ok', sentence: 'Fine.' }, loki: { state: 'down', sentence: 'Loki is away.' } } },
  'api/v1/deployment': { version: '1.2.3' },
  'api/v1/detectors': { items: [{ id: 'd', health: { state: 'running' } }, { id: 'e', health: { state: 'failing' } }], next_cursor: null },
};

function judged(act: (wire: Socket) => void, answers = ANSWERS) {
  const hub = new LiveHub(() => {
    const wire: Socket = { send: () => undefined, close: () => undefined, onmessage: null, onclose: null };
    queueMicrotask(() => act(wire));
    return wire;
  });
  const api = new BarographApi(async (_method, path) => {
    if (!(path in answers)) {
      throw new Error(`nothing at ${path}`);
    }
    return answers[path];
  });
  return judge({ uid: 'barograph', api, hub, liveUrl: 'ws://x' });
}

const greet = (wire: Socket) => wire.onmessage?.({ data: JSON.stringify({ type: 'hello', id: 1, heartbeat_seconds: 20 }) });

test('the verdict names version, detectors and line, and what is ill', async () => {
  expect(await judged(greet)).toEqual({
    status: 'success',
    message: 'Barograph 1.2.3 answers: 1 of 2 detectors run, the live line is live.',
    details: { verboseMessage: 'Loki is away.' },
  });
});

test('a line that is refused is a warning that says what to set', async () => {
  const verdict = await judged((wire) => wire.onclose?.({ code: 4401 }));
  expect(verdict.status).toBe('warning');
  expect(verdict.details?.verboseMessage).toContain('grafana_url');
});

test('a key that is not accepted is told apart from a service that is away', async () => {
  const { health } = ANSWERS;
  expect((await judged(greet, { health })).details?.verboseMessage).toContain('API key');
  expect((await judged(greet, {})).details?.verboseMessage).toContain('barograph doctor');
});
