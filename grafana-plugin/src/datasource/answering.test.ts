import { lastValueFrom } from 'rxjs';
import { BarographApi } from '../api/client';
import { Socket } from '../api/live';
import { LiveHub } from '../api/sharing';
import { answer, Answer, Backend, pauseAfter } from './answering';
import { feedOf } from './frames';
import type { BarographQuery, QueryKind } from './query';

const DETECTOR = { id: 'd', spec: { name: 'd', title: 'Carts', unit: 'seconds', query: { expression: 'up' } }, health: { state: 'running' } };
const INCIDENT = { id: 'i', title: 'cart', severity: 'warning', state: 'open', started_ms: 50, updated_ms: 60, ended_ms: null, members: ['f'], suspects: [], merged_into: null };
const ANSWERS: Record<string, unknown> = {
  'api/v1/detectors': { items: [DETECTOR], next_cursor: null },
  'api/v1/detectors/d': DETECTOR,
  'api/v1/detectors/d/templates': { items: [{ id: 't', template: 'user <*> left', count: 3, first_ms: 1, last_ms: 2, examples: ['user 7 left'] }] },
  'api/v1/detectors/d/forecast': {
    items: [{ labels: { disk: 'a' }, timestamps_ms: [1], expected: [5], lower: [4], upper: [6], reaches: [{ limit: 9, at_ms: 9, sentence: 'Full on Friday.' }] }],
  },
  'api/v1/incidents': { items: [INCIDENT, { ...INCIDENT, id: 'old', ended_ms: 5 }, { ...INCIDENT, id: 'gone', merged_into: 'i' }] },
  'api/v1/events': {
    items: [
      { id: 1, type: 'model_promoted', detector_id: 'd', created_ms: 30, payload: {} },
      { id: 2, type: 'job_progress', detector_id: 'd', created_ms: 31, payload: {} },
      { id: 3, type: 'incident_opened', detector_id: null, created_ms: 50, payload: { incident: INCIDENT } },
      { id: 4, type: 'incident_updated', detector_id: null, created_ms: 60, payload: { incident: INCIDENT } },
    ],
    next_after: 4,
    first_id: 1,
    last_id: 4,
  },
};
const SPAN = { isLive: false, at: () => ({ fromMs: 10, toMs: 100 }) };
const LIVE = { isLive: true, at: (toMs: number) => ({ fromMs: toMs - 90, toMs }) };

interface HeldBackend extends Backend {
  wires: Socket[];
  asked: string[];
  isDown: boolean;
}

function backend(answers = ANSWERS): HeldBackend {
  const wires: Socket[] = [];
  const asked: string[] = [];
  const api = new BarographApi(async (_method, path) => {
    asked.push(path);
    if (held.isDown) {
      throw new Error('Bad Gateway');
    }
    return answers[path];
  });
  const hub = new LiveHub(() => {
    wires.push({ send: () => undefined, close: () => undefined, onmessage: null, onclose: null });
    return wires.at(-1) as Socket;
  });
  const held: HeldBackend = { api, hub, liveUrl: 'ws://x', wires, asked, isDown: false };
  return held;
}

const query = (kind: QueryKind): BarographQuery => ({ refId: 'A', kind, detector: 'd' });
const column = ({ frames }: Answer, name: string) => frames[0]?.fields.find((field) => field.name === name)?.values;

test('incidents that ended before the range or became part of another are not told', async () => {
  expect(column(await lastValueFrom(answer(backend(), query('incidents'), SPAN)), 'id')).toEqual(['i']);
});

test('a forecast tells when a limit is reached', async () => {
  const { frames } = await lastValueFrom(answer(backend(), query('forecast'), SPAN));
  expect(frames[0]?.meta?.notices).toEqual([{ severity: 'info', text: 'Full on Friday.' }]);
  expect(frames[0]?.fields.find(({ name }) => name === 'expected')?.config.unit).toBe('s');
});

test('log templates come with an example', async () => {
  expect(column(await lastValueFrom(answer(backend(), query('templates'), SPAN)), 'example')).toEqual(['user 7 left']);
});

test('an incident is one region among the events, and chatter is left out', async () => {
  const told = await lastValueFrom(answer(backend(), query('events'), SPAN));
  expect(column(told, 'id')).toEqual(['4', '1']);
  expect([column(told, 'time'), column(told, 'timeEnd')]).toEqual([[50, 30], [60, 30]]);
});

test('why something happened is said in words', async () => {
  const event = { id: 1, type: 'model_trained', detector_id: 'd', created_ms: 30, payload: { reason: 'no_model' } };
  const known = backend({ ...ANSWERS, 'api/v1/events': { items: [event], next_after: 1, first_id: 1, last_id: 1 } });
  expect(column(await lastValueFrom(answer(known, query('events'), SPAN)), 'text')).toEqual(['d: Model trained, no model']);
});

test('ad-hoc filters narrow what is seen, also those that Barograph can not apply itself', async () => {
  const anomaly = (service: string) => ({ fingerprint: service, detector_id: 'd', labels: { service }, severity: 'info', state: 'open', started_ms: 50, updated_ms: 50, evidence: {} });
  const known = backend({ ...ANSWERS, 'api/v1/anomalies': { items: [anomaly('cart'), anomaly('queue')], next_cursor: null } });
  const filters = [{ name: 'service', operator: '=~' as const, value: 'ca.*' }];
  expect(column(await lastValueFrom(answer(known, query('anomalies'), SPAN, filters)), 'id')).toEqual(['cart']);
});

test('a live query is complete first and then follows the line', async () => {
  const known = backend();
  const seen: Answer[] = [];
  const going = answer(known, query('incidents'), LIVE, [], () => 100).subscribe((told) => seen.push(told));
  await new Promise((go) => setTimeout(go));
  const say = (message: object) => known.wires[0]?.onmessage?.({ data: JSON.stringify(message) });
  say({ type: 'hello', id: 1, heartbeat_seconds: 20 });
  say({ type: 'event', id: 9, event: 'incident_opened', topic: 'anomalies', payload: { incident: { ...INCIDENT, id: 'new', started_ms: 90 } } });
  expect(seen.map((told) => [told.live, column(told, 'id')])).toEqual([
    ['connecting', ['i']],
    ['live', ['i']],
    ['live', ['new', 'i']],
  ]);
  going.unsubscribe();
});

test('news that come in a rush are asked for once more, not each time', async () => {
  const known = backend();
  const going = answer(known, query('health'), LIVE).subscribe();
  const say = (message: object) => known.wires[0]?.onmessage?.({ data: JSON.stringify(message) });
  say({ type: 'hello', id: 1, heartbeat_seconds: 20 });
  for (let id = 2; id < 20; id += 1) {
    say({ type: 'event', id, event: 'detector_health', topic: 'detectors', payload: {} });
  }
  await new Promise((go) => setTimeout(go));
  expect(known.asked).toEqual(['api/v1/detectors', 'api/v1/detectors']);
  going.unsubscribe();
});

const BAND = { value: [1], expected: [1], lower: [0], upper: [2], score: [0] };
const bands = (count: number, value: number) =>
  Array.from({ length: count }, (_, pod) => ({ ...BAND, labels: { pod: String(pod) }, value: [value] }));

/** A live query for series whose first answer is there, and the line it hears. */
async function listenTo(count: number) {
  const known = backend({
    ...ANSWERS,
    'api/v1/detectors/d/series': { detector: 'd', timestamps_ms: [60], series_total: count, series: bands(count, 1) },
  });
  const seen: Answer[] = [];
  const wish = { ...query('series'), limit: count };
  const going = answer(known, wish, LIVE, [], () => 100).subscribe((told) => seen.push(told));
  await new Promise((go) => setTimeout(go));
  const wire = known.wires[0];
  const say = (message: object) => wire?.onmessage?.({ data: JSON.stringify(message) });
  say({ type: 'hello', id: 1, heartbeat_seconds: 20 });
  const tick = (point: number) =>
    say({ type: 'scores', topic: 'scores:d', detector_id: 'd', at_ms: [60 + point], series: bands(count, point) });
  const lose = () => wire?.onclose?.({ code: 1006 });
  return { seen, tick, lose, end: () => going.unsubscribe(), latest: () => column(seen.at(-1) as Answer, 'value')?.at(-1) };
}

test('hundreds of series are drawn when the page can, and the last news are never lost', async () => {
  const { seen, tick, latest, end } = await listenTo(60);
  const before = seen.length;
  for (let point = 2; point < 10; point += 1) {
    tick(point);
  }
  for (let turn = 0; turn < 100 && latest() !== 9; turn += 1) {
    await new Promise((go) => setTimeout(go, 10));
  }
  expect(latest()).toBe(9);
  expect(seen.length - before).toBeLessThan(8);
  end();
});

test('a panel that follows hears each point at once, frames come seldom, and a lost line is told at once', async () => {
  const { seen, tick, lose, latest, end } = await listenTo(60);
  const feed = feedOf(seen.at(-1)?.frames[0] as never);
  const heard: unknown[] = [];
  const stop = feed?.follow(() => heard.push(feed.seriesOf({ pod: '7' })?.value.at(-1)));
  jest.useFakeTimers();
  lose();
  expect(seen.at(-1)?.live).toBe('lost');
  jest.advanceTimersByTime(1000);
  const before = seen.length;
  tick(2);
  tick(3);
  expect(heard).toEqual([2, 3]);
  jest.advanceTimersByTime(28_000);
  expect(seen).toHaveLength(before);
  jest.advanceTimersByTime(3000);
  expect([seen.length - before, latest()]).toEqual([1, 3]);
  jest.useRealTimers();
  stop?.();
  end();
});

test('a list that can not be asked for again is asked for later, and what is known stays', async () => {
  const known = backend();
  const seen: Answer[] = [];
  const problems: unknown[] = [];
  const wish = answer(known, query('incidents'), LIVE, [], () => 100);
  const going = wish.subscribe({ next: (told) => seen.push(told), error: (problem) => problems.push(problem) });
  await new Promise((go) => setTimeout(go));
  const say = (message: object) => known.wires[0]?.onmessage?.({ data: JSON.stringify(message) });
  jest.useFakeTimers();
  known.isDown = true;
  say({ type: 'reload', id: 40, oldest_id: 30, message: '' });
  await jest.advanceTimersByTimeAsync(1000);
  known.isDown = false;
  const before = [known.asked.length, seen.length];
  await jest.advanceTimersByTimeAsync(5000);
  jest.useRealTimers();
  expect([known.asked.length, seen.length]).toEqual(before.map((count) => count + 1));
  expect(problems).toEqual([]);
  going.unsubscribe();
});

test('an anomaly that overtakes the list it belongs to is kept', async () => {
  const anomaly = (fingerprint: string) => ({ fingerprint, detector_id: 'd', labels: {}, severity: 'info', state: 'open', started_ms: 50, updated_ms: 50, evidence: {} });
  const known = backend({ ...ANSWERS, 'api/v1/anomalies': { items: [anomaly('listed')], next_cursor: null } });
  const seen: Answer[] = [];
  const going = answer(known, query('anomalies'), LIVE, [], () => 100).subscribe((told) => seen.push(told));
  const say = (message: object) => known.wires[0]?.onmessage?.({ data: JSON.stringify(message) });
  const hear = (fingerprint: string) => say({ type: 'event', id: 2, event: 'anomaly_detected', topic: 'anomalies', payload: { anomaly: anomaly(fingerprint) } });
  hear('early');
  await new Promise((go) => setTimeout(go));
  say({ type: 'reload', id: 3, oldest_id: 3, message: '' });
  hear('meanwhile');
  await new Promise((go) => setTimeout(go));
  expect([...(column(seen.at(-1) as Answer, 'id') ?? [])].sort()).toEqual(['listed', 'meanwhile']);
  expect([...(column(seen[0] as Answer, 'id') ?? [])].sort()).toEqual(['early', 'listed']);
  going.unsubscribe();
});

test('frames that are saved as text leave the feed out', async () => {
  const { seen, end } = await listenTo(1);
  expect(JSON.stringify(seen[0]?.frames[0]?.meta?.custom)).toBe('{"barograph":"band"}');
  end();
});

test.each([
  [1, 0],
  [50, 0],
  [500, 500],
  [5000, 1000],
])('after %i frames the next answer waits %i ms', (frames, pause) => expect(pauseAfter(frames)).toBe(pause));
