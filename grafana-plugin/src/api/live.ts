import type { LiveEvent, LiveScores } from './types';

/** The part of a browser's WebSocket that is used here, so that tests can bring their own. */
export interface Socket {
  send(text: string): void;
  close(): void;
  onmessage: ((message: { data: string }) => void) | null;
  onclose: ((closing: { code: number }) => void) | null;
}

/** Timers of the browser, or a test's. */
export interface Clock {
  after(ms: number, act: () => void): () => void;
  random(): number;
}

export type LiveState = 'connecting' | 'live' | 'lost' | 'refused';

export interface LiveListener {
  onEvent?(event: LiveEvent): void;
  onScores?(scores: LiveScores): void;
  onState?(state: LiveState): void;
  /** Something may have come unheard: load the state anew. */
  onReload?(): void;
}

interface Message {
  type: string;
  id?: number;
  heartbeat_seconds?: number;
  /** Of a greeting: the kinds of topics that this identity may hear. */
  topics?: string[];
  code?: string;
}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
const SILENCES_BEFORE_GIVING_UP = 3;
const MOST_TOPICS_A_MESSAGE = 50;
const REFUSALS = new Set([4401, 4403]);

/** One connection: subscribes, resumes where it broke, waits longer after each failure, gives signs of life. */
export class LiveClient {
  private socket: Socket | null = null;
  private lastId: number | null = null;
  private pauseMs = FIRST_PAUSE_MS;
  private heartbeatMs = 20_000;
  private stops: Array<() => void> = [];
  private stopListening: () => void = () => undefined;
  private isClosed = false;
  private readonly topics: Set<string>;
  /** Tells which topics the open line admits; null while there is none. */
  private admits: ((topic: string) => boolean) | null = null;

  constructor(
    private readonly connect: () => Socket,
    topics: string[],
    private readonly listener: LiveListener,
    private readonly clock: Clock = browserClock
  ) {
    this.topics = new Set(topics);
  }

  open(): void {
    this.listener.onState?.('connecting');
    const socket = this.connect();
    this.socket = socket;
    socket.onmessage = ({ data }) => this.read(socket, JSON.parse(data) as Message);
    socket.onclose = ({ code }) => this.lose(socket, code);
  }

  close(): void {
    this.isClosed = true;
    this.rest();
    this.socket?.close();
  }

  /** Hear of more topics; on an open line from the last event on, so that nothing falls between. */
  add(topics: string[]): void {
    const fresh = topics.filter((topic) => !this.topics.has(topic));
    fresh.forEach((topic) => this.topics.add(topic));
    this.subscribe(fresh);
  }

  /** Hear of nothing but these any more. */
  keep(topics: Set<string>): void {
    const gone = [...this.topics].filter((topic) => !topics.has(topic));
    gone.forEach((topic) => this.topics.delete(topic));
    this.send('unsubscribe', gone);
  }

  private subscribe(topics: string[]): void {
    this.send('subscribe', topics, this.lastId === null ? {} : { resume_from: this.lastId });
  }

  /** A topic that this identity may not hear would have the whole message refused. */
  private send(type: string, topics: string[], more: object = {}): void {
    const admitted = topics.filter((topic) => this.admits?.(topic));
    for (let at = 0; at < admitted.length; at += MOST_TOPICS_A_MESSAGE) {
      this.socket?.send(JSON.stringify({ type, topics: admitted.slice(at, at + MOST_TOPICS_A_MESSAGE), ...more }));
    }
  }

  private read(socket: Socket, message: Message): void {
    this.expectSilenceToEnd(socket);
    switch (message.type) {
      case 'hello':
        this.greet(socket, message);
        break;
      case 'event':
        this.lastId = message.id ?? this.lastId;
        this.listener.onEvent?.(message as unknown as LiveEvent);
        break;
      case 'heartbeat':
        // Never answered in kind: the server answers ours, and two echoes would not end.
        this.lastId = message.id ?? this.lastId;
        break;
      case 'reload':
        this.lastId = message.id ?? this.lastId;
        this.listener.onReload?.();
        break;
      case 'scores':
        this.listener.onScores?.(message as unknown as LiveScores);
    }
  }

  private greet(socket: Socket, hello: Message): void {
    const kinds = hello.topics && new Set(hello.topics);
    this.admits = (topic) => !kinds || kinds.has(topic.split(':')[0] ?? '');
    this.subscribe([...this.topics]);
    // The id of the greeting is where to go on from, should the line break before the first event.
    this.lastId ??= hello.id ?? null;
    this.pauseMs = FIRST_PAUSE_MS;
    this.heartbeatMs = 1000 * (hello.heartbeat_seconds ?? 20);
    this.beat(socket);
    this.expectSilenceToEnd(socket);
    this.listener.onState?.('live');
  }

  private beat(socket: Socket): void {
    const stop = this.clock.after(this.heartbeatMs, () => {
      socket.send('{"type":"heartbeat"}');
      this.beat(socket);
    });
    this.stops = [stop];
  }

  private expectSilenceToEnd(socket: Socket): void {
    this.stopListening();
    this.stopListening = this.clock.after(SILENCES_BEFORE_GIVING_UP * this.heartbeatMs, () => {
      socket.close();
      this.lose(socket, 4001);
    });
  }

  private lose(socket: Socket, code: number): void {
    if (this.isClosed || socket !== this.socket) {
      return;
    }
    this.socket = null;
    this.admits = null;
    this.rest();
    this.listener.onState?.(REFUSALS.has(code) ? 'refused' : 'lost');
    const pause = REFUSALS.has(code) ? LONGEST_PAUSE_MS : this.pauseMs * (0.75 + 0.5 * this.clock.random());
    this.stops.push(this.clock.after(pause, () => this.open()));
    this.pauseMs = Math.min(2 * this.pauseMs, LONGEST_PAUSE_MS);
  }

  private rest(): void {
    this.stopListening();
    this.stops.forEach((stop) => stop());
    this.stops = [];
  }
}

export const browserClock: Clock = {
  after(ms, act) {
    const timer = setTimeout(act, ms);
    return () => clearTimeout(timer);
  },
  random: Math.random,
};

export function browserSocket(url: string): Socket {
  return new WebSocket(url, 'barograph.v1') as unknown as Socket;
}
