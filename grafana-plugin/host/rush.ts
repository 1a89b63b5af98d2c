import { BarographApi } from '../src/api/client';
import type { Socket } from '../src/api/live';
import { LiveHub } from '../src/api/sharing';
import type { Band } from '../src/api/types';
import type { Backend } from '../src/datasource/answering';

const PHASES = 16;
const HELLO = '{"type":"hello","id":1,"heartbeat_seconds":20}';

/** A backend in the page that answers with many series and then sends a point of each, `rate` times a second. */
export function rushOf(count: number, rate: number, points: number): Backend {
  const stepMs = 1000 / rate;
  const answers: Record<string, (now: number) => unknown> = {
    'api/v1/detectors/bench': () => ({ id: 'bench', spec: { name: 'bench', query: { expression: 'up' } } }),
    'api/v1/detectors/bench/series': (now) => {
      const times = Array.from({ length: points }, (_, index) => Math.round(now - (points - 1 - index) * stepMs));
      const series = Array.from({ length: count }, (_, row) => bandOf(row, times.map((_, index) => index)));
      return { detector: 'bench', timestamps_ms: times, series_total: count, series };
    },
  };
  const api = new BarographApi(async (_method, path) => answers[path]?.(Date.now()));
  return { uid: 'barograph', api, hub: new LiveHub(() => socketOf(count, stepMs)), liveUrl: 'ws://bench' };
}

/** The texts are made beforehand but for their time, so that only reading them costs. */
function socketOf(count: number, stepMs: number): Socket {
  const tails = Array.from({ length: PHASES }, (_, phase) =>
    JSON.stringify(Array.from({ length: count }, (_, row) => bandOf(row, [phase])))
  );
  const socket: Socket = { send: () => undefined, close: () => clearInterval(timer), onmessage: null, onclose: null };
  let turn = 0;
  setTimeout(() => socket.onmessage?.({ data: HELLO }));
  const timer = setInterval(() => {
    turn += 1;
    const head = `{"type":"scores","topic":"scores:bench","detector_id":"bench","at_ms":[${Date.now()}],"series":`;
    socket.onmessage?.({ data: `${head}${tails[turn % PHASES]}}` });
  }, stepMs);
  return socket;
}

function bandOf(row: number, steps: number[]): Band {
  const score = steps.map((step) => 0.5 + 0.5 * Math.sin(step / 8 + row));
  const around = (by: number) => score.map((value) => 100 * value + by);
  const labels = { __name__: 'http_requests_total', job: 'shop', namespace: 'default', pod: `pod-${row}` };
  return { labels, value: around(0), expected: around(1), lower: around(-5), upper: around(5), score };
}
