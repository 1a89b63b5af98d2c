import { lastValueFrom } from 'rxjs';
import { answer, Answer, pauseAfter } from './answering';
import { ANSWERS, backend, column, INCIDENT, LIVE, query, settled, SPAN } from './answering.doubles';

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

test('where a time has more than is read, the table says so', async () => {
  const known = backend({ ...ANSWERS, 'api/v1/incidents': { items: [INCIDENT], next_cursor: 'x' } });
  const { frames } = await lastValueFrom(answer(known, query('incidents'), SPAN));
  expect(frames[0]?.meta?.notices?.[0]?.text).toContain('there are more');
  const whole = await lastValueFrom(answer(backend(), query('incidents'), SPAN));
  expect(whole.frames[0]?.meta?.notices).toBeUndefined();
});

test('why something happened is said in words', async () => {
  const event = { id: 1, type: 'model_trained', detector_id: 'd', created_ms: 30, payload: { reason: 'no_model' } };
  const known = backend({ ...ANSWERS, 'api/v1/events/history': { items: [event], next_cursor: null } });
  expect(column(await lastValueFrom(answer(known, query('events'), SPAN)), 'text')).toEqual(['d: Model trained, no model']);
});

test('conditions narrow what is seen, also those that Barograph can not apply itself', async () => {
  const anomaly = (service: string) => ({ fingerprint: service, detector_id: 'd', labels: { service }, severity: 'info', state: 'open', started_ms: 50, updated_ms: 50, evidence: {} });
  const known = backend({ ...ANSWERS, 'api/v1/anomalies': { items: [anomaly('cart'), anomaly('queue')], next_cursor: null } });
  const wish = { ...query('anomalies'), labels: 'service=~ca.*' };
  expect(column(await lastValueFrom(answer(known, wish, SPAN)), 'id')).toEqual(['cart']);
});

test('a live query is complete first and then follows the line', async () => {
  const known = backend();
  const seen: Answer[] = [];
  const going = answer(known, query('incidents'), LIVE, () => 100).subscribe((told) => seen.push(told));
  await settled();
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

test('what came before the line first stood is asked for when it stands', async () => {
  const answers = { ...ANSWERS };
  const known = backend(answers);
  const seen: Answer[] = [];
  const going = answer(known, query('incidents'), LIVE, () => 100).subscribe((told) => seen.push(told));
  await settled();
  answers['api/v1/incidents'] = { items: [{ ...INCIDENT, id: 'between', started_ms: 90 }, INCIDENT] };
  known.wires[0]?.onmessage?.({ data: JSON.stringify({ type: 'hello', id: 1, heartbeat_seconds: 20 }) });
  await settled();
  expect(column(seen.at(-1) as Answer, 'id')).toEqual(['between', 'i']);
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
  await settled();
  expect(known.asked).toEqual(['api/v1/detectors', 'api/v1/detectors']);
  going.unsubscribe();
});

test('a query that fails says why, listens on, and has its answer when there is a model', async () => {
  const known = backend();
  const seen: Answer[] = [];
  known.isDown = true;
  const going = answer(known, query('forecast'), LIVE, () => 100).subscribe((told) => seen.push(told));
  await settled();
  expect([seen.at(-1)?.problem?.message, seen.at(-1)?.frames]).toEqual(['Bad Gateway', []]);
  known.isDown = false;
  const say = (message: object) => known.wires[0]?.onmessage?.({ data: JSON.stringify(message) });
  say({ type: 'event', id: 9, event: 'model_promoted', topic: 'detectors', detector_id: 'd', payload: {} });
  await settled();
  expect([seen.at(-1)?.problem, seen.at(-1)?.frames.length]).toEqual([undefined, 1]);
  going.unsubscribe();
});

test('a query of the past that fails says why and ends', async () => {
  const known = backend();
  known.isDown = true;
  const { problem, live } = await lastValueFrom(answer(known, query('incidents'), SPAN));
  expect([problem?.message, live]).toEqual(['Bad Gateway', undefined]);
});

test('a list that can not be asked for again is asked for later, and what is known stays', async () => {
  const known = backend();
  const seen: Answer[] = [];
  const problems: unknown[] = [];
  const wish = answer(known, query('incidents'), LIVE, () => 100);
  const going = wish.subscribe({ next: (told) => seen.push(told), error: (problem) => problems.push(problem) });
  await settled();
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

test('what leaves the window goes although nothing happens', async () => {
  const known = backend({ ...ANSWERS, 'api/v1/incidents': { items: [INCIDENT, { ...INCIDENT, id: 'over', ended_ms: 60 }] } });
  const seen: Answer[] = [];
  const time = { ms: 100 };
  const going = answer(known, query('incidents'), LIVE, () => time.ms).subscribe((told) => seen.push(told));
  jest.useFakeTimers();
  await jest.advanceTimersByTimeAsync(0);
  expect(column(seen.at(-1) as Answer, 'id')).toEqual(['i', 'over']);
  time.ms = 200;
  await jest.advanceTimersByTimeAsync(30_000);
  jest.useRealTimers();
  expect(column(seen.at(-1) as Answer, 'id')).toEqual(['i']);
  going.unsubscribe();
});

test.each([false, true])('a query that is left while its answer is under way sets no timer any more (it fails: %s)', async (isDown) => {
  jest.useFakeTimers();
  const known = backend();
  known.isDown = isDown;
  const seen: Answer[] = [];
  answer(known, query('incidents'), LIVE, () => 100).subscribe((told) => seen.push(told)).unsubscribe();
  await jest.advanceTimersByTimeAsync(0);
  const timers = jest.getTimerCount();
  jest.useRealTimers();
  expect([known.asked, seen, timers]).toEqual([['api/v1/incidents'], [], 0]);
});

test('the questions of a query are called back when it is left', () => {
  const known = backend();
  const going = answer(known, query('series'), LIVE, () => 100).subscribe();
  const calledBack = () => known.signals.map((signal) => signal?.aborted);
  expect(calledBack()).toEqual([false, false]);
  going.unsubscribe();
  expect(calledBack()).toEqual([true, true]);
});

test('events that overtake the list of them are kept, and each is told once', async () => {
  const known = backend();
  const seen: Answer[] = [];
  const going = answer(known, query('events'), LIVE, () => 100).subscribe((told) => seen.push(told));
  const say = (message: object) => known.wires[0]?.onmessage?.({ data: JSON.stringify(message) });
  say({ type: 'event', id: 1, event: 'model_promoted', topic: 'detectors', detector_id: 'd', at_ms: 30, payload: {} });
  say({ type: 'event', id: 9, event: 'model_trained', topic: 'detectors', detector_id: 'd', at_ms: 90, payload: {} });
  await settled();
  expect(column(seen.at(-1) as Answer, 'id')).toEqual(['9', '4', '1']);
  going.unsubscribe();
});

test('an anomaly that overtakes the list it belongs to is kept', async () => {
  const anomaly = (fingerprint: string) => ({ fingerprint, detector_id: 'd', labels: {}, severity: 'info', state: 'open', started_ms: 50, updated_ms: 50, evidence: {} });
  const known = backend({ ...ANSWERS, 'api/v1/anomalies': { items: [anomaly('listed')], next_cursor: null } });
  const seen: Answer[] = [];
  const going = answer(known, query('anomalies'), LIVE, () => 100).subscribe((told) => seen.push(told));
  const say = (message: object) => known.wires[0]?.onmessage?.({ data: JSON.stringify(message) });
  const hear = (fingerprint: string) => say({ type: 'event', id: 2, event: 'anomaly_detected', topic: 'anomalies', payload: { anomaly: anomaly(fingerprint) } });
  hear('early');
  await settled();
  say({ type: 'reload', id: 3, oldest_id: 3, message: '' });
  hear('meanwhile');
  await settled();
  expect([...(column(seen.at(-1) as Answer, 'id') ?? [])].sort()).toEqual(['listed', 'meanwhile']);
  expect([...(column(seen[0] as Answer, 'id') ?? [])].sort()).toEqual(['early', 'listed']);
  going.unsubscribe();
});

test.each([
  [1, 0],
  [50, 0],
  [500, 500],
  [5000, 1000],
])('after %i frames the next answer waits %i ms', (frames, pause) => expect(pauseAfter(frames)).toBe(pause));
