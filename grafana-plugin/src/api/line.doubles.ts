import type { Clock, Socket } from './live';

/** A socket in a test's hand: what was sent, and a way to say something. */
export class Wire implements Socket {
  sent: Array<Record<string, unknown>> = [];
  isClosed = false;
  onmessage: Socket['onmessage'] = null;
  onclose: Socket['onclose'] = null;
  send(text: string) {
    this.sent.push(JSON.parse(text));
  }
  close() {
    this.isClosed = true;
  }
  say(message: object) {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
}

/** Time that passes when a test says so. */
export class HandClock implements Clock {
  nowMs = 0;
  private due: Array<{ atMs: number; act: () => void }> = [];
  after(ms: number, act: () => void) {
    const entry = { atMs: this.nowMs + ms, act };
    this.due.push(entry);
    return () => {
      this.due = this.due.filter((other) => other !== entry);
    };
  }
  random() {
    return 0.5;
  }
  pass(ms: number) {
    const endMs = this.nowMs + ms;
    for (;;) {
      const next = this.due.filter(({ atMs }) => atMs <= endMs).sort((a, b) => a.atMs - b.atMs)[0];
      if (!next) {
        break;
      }
      this.due = this.due.filter((entry) => entry !== next);
      this.nowMs = next.atMs;
      next.act();
    }
    this.nowMs = endMs;
  }
}
