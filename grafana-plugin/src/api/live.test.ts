import { HandClock, Wire } from './line.doubles';
import { LiveClient, LiveListener } from './live';

const HELLO = { type: 'hello', id: 7, heartbeat_seconds: 20 };

function start(listener: LiveListener = {}) {
  const wires: Wire[] = [];
  const clock = new HandClock();
  const client = new LiveClient(
    () => {
      wires.push(new Wire());
      return wires.at(-1) as Wire;
    },
    ['anomalies'],
    listener,
    clock
  );
  client.open();
  return { client, clock, wires, wire: (index: number) => wires[index] as Wire };
}

test('the first subscription asks for live events only', () => {
  const { wire } = start();
  wire(0).say(HELLO);
  expect(wire(0).sent).toEqual([{ type: 'subscribe', topics: ['anomalies'] }]);
});

test('a broken line is resumed after the last event that was seen', () => {
  const seen: number[] = [];
  const { wire, clock } = start({ onEvent: ({ id }) => seen.push(id) });
  wire(0).say(HELLO);
  wire(0).say({ type: 'event', id: 9, event: 'anomaly_detected', payload: {} });
  wire(0).onclose?.({ code: 1006 });
  clock.pass(500);
  wire(1).say({ ...HELLO, id: 12 });
  expect(wire(1).sent[0]).toEqual({ type: 'subscribe', topics: ['anomalies'], resume_from: 9 });
  expect(seen).toEqual([9]);
});

test('a line that breaks before its first event resumes from the greeting', () => {
  const { wire, clock } = start();
  wire(0).say(HELLO);
  wire(0).onclose?.({ code: 1006 });
  clock.pass(500);
  wire(1).say({ ...HELLO, id: 12 });
  expect(wire(1).sent[0]).toMatchObject({ resume_from: 7 });
});

test('the id of subscribed is not taken, since events that are sent again come after it', () => {
  const { wire, clock } = start();
  wire(0).say(HELLO);
  wire(0).say({ type: 'subscribed', id: 99, topics: [] });
  wire(0).onclose?.({ code: 1006 });
  clock.pass(500);
  wire(1).say(HELLO);
  expect(wire(1).sent[0]).toMatchObject({ resume_from: 7 });
});

test('heartbeats of the server are not answered, ours go at their own pace', () => {
  const { wire, clock } = start();
  wire(0).say(HELLO);
  wire(0).say({ type: 'heartbeat', id: 8 });
  wire(0).say({ type: 'heartbeat', id: 8 });
  expect(wire(0).sent).toHaveLength(1);
  clock.pass(45_000);
  expect(wire(0).sent.slice(1)).toEqual([{ type: 'heartbeat' }, { type: 'heartbeat' }]);
});

test('each failure waits longer, up to half a minute, and success starts anew', () => {
  const { wires, wire, clock } = start();
  const pauses = [];
  for (let turn = 0; turn < 9; turn += 1) {
    wire(turn).onclose?.({ code: 1006 });
    const fromMs = clock.nowMs;
    while (wires.length === turn + 1) {
      clock.pass(100);
    }
    pauses.push(clock.nowMs - fromMs);
  }
  expect(pauses).toEqual([500, 1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000]);
  wire(9).say(HELLO);
  wire(9).onclose?.({ code: 1006 });
  clock.pass(500);
  expect(wires).toHaveLength(11);
});

test('three heartbeats of silence count as a lost line', () => {
  const states: string[] = [];
  const { wire, wires, clock } = start({ onState: (state) => states.push(state) });
  wire(0).say(HELLO);
  clock.pass(59_000);
  expect(wires).toHaveLength(1);
  clock.pass(2_000);
  expect(wire(0).isClosed).toBe(true);
  expect(states).toEqual(['connecting', 'live', 'lost', 'connecting']);
});

test('who closes stays closed', () => {
  const { client, wire, wires, clock } = start();
  wire(0).say(HELLO);
  client.close();
  wire(0).onclose?.({ code: 1000 });
  clock.pass(120_000);
  expect(wires).toHaveLength(1);
});

test('a gap in the log asks to load the state anew and goes on from there', () => {
  let reloads = 0;
  const { wire, clock } = start({ onReload: () => (reloads += 1) });
  wire(0).say(HELLO);
  wire(0).say({ type: 'reload', id: 40, oldest_id: 30, message: '' });
  wire(0).onclose?.({ code: 1006 });
  clock.pass(500);
  wire(1).say(HELLO);
  expect(reloads).toBe(1);
  expect(wire(1).sent[0]).toMatchObject({ resume_from: 40 });
});

test('a refused identity is said so and asked again only after half a minute', () => {
  const states: string[] = [];
  const { wire, wires, clock } = start({ onState: (state) => states.push(state) });
  wire(0).onclose?.({ code: 4401 });
  clock.pass(29_000);
  expect([states.at(-1), wires.length]).toEqual(['refused', 1]);
  clock.pass(1_000);
  expect(wires).toHaveLength(2);
});

test('topics that come later are heard from the last event on, and those that go are let go', () => {
  const { client, wire } = start();
  wire(0).say(HELLO);
  wire(0).say({ type: 'event', id: 9, event: 'anomaly_detected', topic: 'anomalies', payload: {} });
  client.add(['anomalies', 'scores:cart']);
  client.keep(new Set(['scores:cart']));
  expect(wire(0).sent.slice(1)).toEqual([
    { type: 'subscribe', topics: ['scores:cart'], resume_from: 9 },
    { type: 'unsubscribe', topics: ['anomalies'] },
  ]);
});

test('what comes and goes while the line is lost is asked for with the greeting', () => {
  const { client, wire, clock } = start();
  client.add(['detectors']);
  client.keep(new Set(['detectors']));
  wire(0).say(HELLO);
  expect(wire(0).sent).toEqual([{ type: 'subscribe', topics: ['detectors'] }]);
  wire(0).onclose?.({ code: 1006 });
  client.add(['scores:cart']);
  clock.pass(500);
  wire(1).say(HELLO);
  expect(wire(1).sent).toEqual([{ type: 'subscribe', topics: ['detectors', 'scores:cart'], resume_from: 7 }]);
});

test('a topic that the identity may not hear does not spoil the others', () => {
  const { client, wire } = start();
  client.add(['system']);
  wire(0).say({ ...HELLO, topics: ['anomalies', 'detectors', 'scores'] });
  client.add(['scores:cart']);
  expect(wire(0).sent.map(({ topics }) => topics)).toEqual([['anomalies'], ['scores:cart']]);
});

test('more topics than a message holds are asked for in several', () => {
  const { client, wire } = start();
  client.add(Array.from({ length: 60 }, (_, index) => `scores:${index}`));
  wire(0).say(HELLO);
  expect(wire(0).sent.map(({ topics }) => (topics as string[]).length)).toEqual([50, 11]);
});
