import { BarographApi } from '../api/client';
import { HandClock } from '../api/line.doubles';
import { Socket } from '../api/live';
import { LiveHub } from '../api/sharing';
import { answer, Answer, Backend } from './answering';
import type { BarographQuery, QueryKind } from './query';

const DETECTOR = { id: 'd', spec: { name: 'd', title: 'Carts', unit: 'seconds', query: { expression: 'up' } }, health: { state: 'running' } };
export const INCIDENT = { id: 'i', title: 'cart', severity: 'warning', state: 'open', started_ms: 50, updated_ms: 60, ended_ms: null, members: ['f'], suspects: [], merged_into: null };
/** What a backend of one detector answers. */
export const ANSWERS: Record<string, unknown> = {
  'api/v1/detectors': { items: [DETECTOR], next_cursor: null },
  'api/v1/detectors/d': DETECTOR,
  'api/v1/detectors/d/templates': { items: [{ id: 't', template: 'user <*> left', count: 3, first_ms: 1, last_ms: 2, examples: ['user 7 left'] }] },
  'api/v1/detectors/d/forecast': {
    series_total: 1,
    items: [{ labels: { disk: 'a' }, timestamps_ms: [1], expected: [5], lower: [4], upper: [6], reaches: [{ limit: 9, at_ms: 9, sentence: 'Full on Friday.' }] }],
  },
  'api/v1/incidents': { items: [INCIDENT, { ...INCIDENT, id: 'old', ended_ms: 5 }, { ...INCIDENT, id: 'gone', merged_into: 'i' }] },
  'api/v1/events/history': {
    items: [
      { id: 1, type: 'model_promoted', detector_id: 'd', created_ms: 30, payload: {} },
      { id: 2, type: 'job_progress', detector_id: 'd', created_ms: 31, payload: {} },
      { id: 3, type: 'incident_opened', detector_id: null, created_ms: 50, payload: { incident: INCIDENT } },
      { id: 4, type: 'incident_updated', detector_id: null, created_ms: 60, payload: { incident: INCIDENT } },
    ],
    next_cursor: null,
  },
};
export const SPAN = { isLive: false, at: () => ({ fromMs: 10, toMs: 100 }) };
export const LIVE = { isLive: true, at: (toMs: number) => ({ fromMs: toMs - 90, toMs }) };

/** A backend in a test's hand: its lines, what it was asked, and a way to make it fail. */
export interface HeldBackend extends Backend {
  wires: Socket[];
  asked: string[];
  /** With what each path was asked for last. */
  parameters: Record<string, unknown>;
  /** What calls each question back. */
  signals: Array<AbortSignal | undefined>;
  /** The time of the line. */
  clock: HandClock;
  isDown: boolean;
}

export function backend(answers = ANSWERS): HeldBackend {
  const wires: Socket[] = [];
  const asked: string[] = [];
  const clock = new HandClock();
  const parameters: Record<string, unknown> = {};
  const signals: HeldBackend['signals'] = [];
  const api = new BarographApi(async (_method, path, given, _body, _headers, signal) => {
    asked.push(path);
    signals.push(signal);
    parameters[path] = given;
    if (held.isDown) {
      throw new Error('Bad Gateway');
    }
    return answers[path];
  });
  const hub = new LiveHub(() => {
    wires.push({ send: () => undefined, close: () => undefined, onmessage: null, onclose: null });
    return wires.at(-1) as Socket;
  }, clock);
  const held: HeldBackend = { uid: 'barograph', api, hub, liveUrl: 'ws://x', wires, asked, parameters, signals, clock, isDown: false };
  return held;
}

/** All answers that were asked for are there. */
export const settled = () => new Promise((go) => setTimeout(go));
export const query = (kind: QueryKind): BarographQuery => ({ refId: 'A', kind, detector: 'd' });
export const column = ({ frames }: Answer, name: string) => frames[0]?.fields.find((field) => field.name === name)?.values;

const BAND = { value: [1], expected: [1], lower: [0], upper: [2], score: [0] };
export const bands = (count: number, value: number) =>
  Array.from({ length: count }, (_, pod) => ({ ...BAND, labels: { pod: String(pod) }, value: [value] }));

export const seriesOf = (times: number[], series: object[]) => ({ detector: 'd', timestamps_ms: times, series_total: series.length, series });

/** A live query for series whose first answer is there, and the line it hears. */
export async function listenTo(count: number, time = { ms: 100 }) {
  const answers: Record<string, unknown> = { ...ANSWERS, 'api/v1/detectors/d/series': seriesOf([60], bands(count, 1)) };
  const known = backend(answers);
  const seen: Answer[] = [];
  const wish = { ...query('series'), limit: count };
  const going = answer(known, wish, LIVE, () => time.ms).subscribe((told) => seen.push(told));
  const say = (message: object) => known.wires.at(-1)?.onmessage?.({ data: JSON.stringify(message) });
  const greet = () => say({ type: 'hello', id: 1, heartbeat_seconds: 20 });
  greet();
  await settled();
  const tick = (point: number, more = {}) =>
    say({ type: 'scores', topic: 'scores:d', detector_id: 'd', at_ms: [60 + point], series: bands(count, point), ...more });
  const lose = () => known.wires.at(-1)?.onclose?.({ code: 1006 });
  const latest = () => column(seen.at(-1) as Answer, 'value')?.at(-1);
  return { ...known, answers, seen, greet, tick, lose, end: () => going.unsubscribe(), latest };
}
