import { HandClock, Wire } from './line.doubles';
import type { LiveListener } from './live';
import { LiveHub } from './sharing';

const HELLO = { type: 'hello', id: 7, heartbeat_seconds: 20 };
const event = (topic: string) => ({ type: 'event', id: 8, event: 'x', topic, payload: {} });

function start() {
  const wires: Wire[] = [];
  const clock = new HandClock();
  const hub = new LiveHub(() => {
    wires.push(new Wire());
    return wires.at(-1) as Wire;
  }, clock);
  const heard: string[] = [];
  const listen = (name: string, topics: string[], more: LiveListener = {}, url = 'ws://a') =>
    hub.listen(url, topics, {
      onEvent: ({ topic }) => heard.push(`${name} ${topic}`),
      onScores: ({ topic }) => heard.push(`${name} ${topic}`),
      onReload: () => heard.push(`${name} reload`),
      ...more,
    });
  return { wires, clock, heard, listen, wire: (index: number) => wires[index] as Wire };
}

test('two who want different things share a socket, and each hears its own', () => {
  const { wires, wire, heard, listen } = start();
  listen('lanes', ['detectors', 'scores:cart']);
  listen('table', ['anomalies']);
  wire(0).say(HELLO);
  expect([wires.length, wire(0).sent]).toEqual([1, [{ type: 'subscribe', topics: ['detectors', 'scores:cart', 'anomalies'] }]]);
  wire(0).say(event('anomalies'));
  wire(0).say(event('detectors'));
  wire(0).say({ type: 'scores', topic: 'scores:cart', detector_id: 'cart', at_ms: [1], series: [] });
  wire(0).say({ type: 'reload', id: 40, oldest_id: 30, message: '' });
  expect(heard.slice(2)).toEqual(['table anomalies', 'lanes detectors', 'lanes scores:cart', 'lanes reload', 'table reload']);
});

test('who comes to an open line is told so, and its topics are asked for', () => {
  const { wires, wire, listen } = start();
  listen('table', ['anomalies']);
  wire(0).say(HELLO);
  const states: string[] = [];
  listen('lanes', ['anomalies', 'scores:cart'], { onState: (state) => states.push(state) });
  expect([wires.length, states, wire(0).sent.at(-1)]).toEqual([
    1,
    ['live'],
    { type: 'subscribe', topics: ['scores:cart'], resume_from: 7 },
  ]);
});

test('who stood without a line loads anew when it stands, who came to an open one does not', () => {
  const { wire, clock, heard, listen } = start();
  listen('early', ['anomalies']);
  wire(0).say(HELLO);
  listen('late', ['anomalies']);
  expect(heard).toEqual(['early reload']);
  wire(0).onclose?.({ code: 1006 });
  clock.pass(500);
  wire(1).say(HELLO);
  expect(heard.slice(1)).toEqual(['early reload', 'late reload']);
});

test('topics are let go with the last who heard them, and the socket with the last of all', () => {
  const { wire, clock, heard, listen } = start();
  const stops = [listen('a', ['anomalies', 'detectors']), listen('b', ['anomalies'])];
  wire(0).say(HELLO);
  stops[0]?.();
  clock.pass(1000);
  expect(wire(0).sent.at(-1)).toEqual({ type: 'unsubscribe', topics: ['detectors'] });
  wire(0).say(event('anomalies'));
  expect(heard).toEqual(['a reload', 'b reload', 'b anomalies']);
  stops[1]?.();
  expect(wire(0).isClosed).toBe(false);
  clock.pass(1000);
  expect(wire(0).isClosed).toBe(true);
});

test('who leaves and comes back at once keeps the line', () => {
  const { wires, wire, clock, listen } = start();
  const stop = listen('a', ['anomalies']);
  wire(0).say(HELLO);
  stop();
  listen('a', ['anomalies']);
  clock.pass(5000);
  expect([wires.length, wire(0).isClosed, wire(0).sent.length]).toEqual([1, false, 1]);
});

test('backends have lines of their own, and so has what one line would not hold', () => {
  const { wires, listen } = start();
  listen('a', ['anomalies']);
  listen('b', ['anomalies'], {}, 'ws://b');
  listen('c', Array.from({ length: 90 }, (_, index) => `scores:${index}`));
  listen('d', ['scores:1']);
  expect(wires).toHaveLength(3);
});
