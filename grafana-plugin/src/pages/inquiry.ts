import { browserClock, Clock } from '../api/live';

export interface Told<Value> {
  value?: Value;
  problem?: Error;
}

const REST_MS = 500;

/** Asks one question at a time: whatever comes to be asked meanwhile is asked once, a little afterwards. At its end a signal calls the open question back. */
export class Inquiry<Value> {
  private isBusy = false;
  private isStale = false;
  private readonly ending = new AbortController();
  private stop: () => void = () => undefined;

  constructor(
    private readonly ask: (signal: AbortSignal) => Promise<Value>,
    private readonly tell: (told: Told<Value>) => void,
    private readonly everyMs?: number,
    private readonly clock: Clock = browserClock
  ) {}

  again(): void {
    if (this.isBusy) {
      this.isStale = true;
      return;
    }
    this.stop();
    this.isBusy = true;
    this.isStale = false;
    this.ask(this.ending.signal).then(
      (value) => this.finish({ value }),
      (problem: Error) => this.finish({ problem })
    );
  }

  end(): void {
    this.ending.abort();
    this.stop();
  }

  private finish(told: Told<Value>): void {
    if (!this.ending.signal.aborted) {
      this.tell(told);
      this.stop = this.clock.after(REST_MS, () => this.wake());
    }
  }

  private wake(): void {
    this.isBusy = false;
    if (this.isStale) {
      this.again();
    } else if (this.everyMs !== undefined) {
      this.stop = this.clock.after(this.everyMs - REST_MS, () => this.again());
    }
  }
}
