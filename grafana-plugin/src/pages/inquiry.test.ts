import { HandClock } from '../api/line.doubles';
import { Inquiry, Told } from './inquiry';

/** An inquiry whose answers come when the test gives them. */
function start(everyMs?: number) {
  const clock = new HandClock();
  const told: Array<Told<number>> = [];
  const open: Array<{ give: (value: number) => void; fail: (problem: Error) => void; signal: AbortSignal }> = [];
  const ask = (signal: AbortSignal) => new Promise<number>((give, fail) => open.push({ give, fail, signal }));
  const inquiry = new Inquiry(ask, (one) => told.push(one), everyMs, clock);
  const settle = async (act: () => void) => {
    act();
    await Promise.resolve();
    await Promise.resolve();
  };
  return { clock, told, open, inquiry, settle };
}

test('three hundred events while a question is open are one more question', async () => {
  const { inquiry, open, told, clock, settle } = start();
  inquiry.again();
  Array.from({ length: 300 }, () => inquiry.again());
  await settle(() => open[0]?.give(1));
  Array.from({ length: 300 }, () => inquiry.again());
  expect([open.length, told]).toEqual([1, [{ value: 1 }]]);
  clock.pass(500);
  expect(open.length).toBe(2);
  await settle(() => open[1]?.give(2));
  clock.pass(60_000);
  expect([open.length, told.at(-1)]).toEqual([2, { value: 2 }]);
});

test('the next question of many waits for the answer to the last, however long that takes', async () => {
  const { inquiry, open, clock, settle } = start(5000);
  inquiry.again();
  clock.pass(60_000);
  expect(open.length).toBe(1);
  await settle(() => open[0]?.give(1));
  clock.pass(4999);
  expect(open.length).toBe(1);
  clock.pass(1);
  expect(open.length).toBe(2);
});

test('a failure is told, and what was asked meanwhile is asked all the same', async () => {
  const { inquiry, open, told, clock, settle } = start();
  inquiry.again();
  inquiry.again();
  await settle(() => open[0]?.fail(new Error('away')));
  clock.pass(500);
  expect([told[0]?.problem?.message, open.length]).toEqual(['away', 2]);
});

test('who left hears nothing more and asks nothing more', async () => {
  const { inquiry, open, told, clock, settle } = start(5000);
  inquiry.again();
  expect(open[0]?.signal.aborted).toBe(false);
  inquiry.end();
  expect(open[0]?.signal.aborted).toBe(true);
  await settle(() => open[0]?.give(1));
  clock.pass(60_000);
  expect([told.length, open.length]).toEqual([0, 1]);
});
