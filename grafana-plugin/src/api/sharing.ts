import { browserSocket, LiveClient, LiveListener, LiveState, Socket } from './live';

interface Shared {
  client: LiveClient;
  listeners: Set<LiveListener>;
  state: LiveState;
}

/** One socket for all panels that want the same topics; it ends with the last of them. */
export class LiveHub {
  private readonly lines = new Map<string, Shared>();

  constructor(private readonly connect: (url: string) => Socket = browserSocket) {}

  listen(url: string, topics: string[], listener: LiveListener): () => void {
    const key = [url, ...topics].join('\n');
    const line = this.lines.get(key) ?? this.open(key, url, topics);
    line.listeners.add(listener);
    listener.onState?.(line.state);
    return () => {
      line.listeners.delete(listener);
      if (line.listeners.size === 0 && this.lines.get(key) === line) {
        this.lines.delete(key);
        line.client.close();
      }
    };
  }

  private open(key: string, url: string, topics: string[]): Shared {
    const listeners = new Set<LiveListener>();
    const tell = (act: (listener: LiveListener) => void) => listeners.forEach(act);
    const client = new LiveClient(() => this.connect(url), topics, {
      onEvent: (event) => tell((listener) => listener.onEvent?.(event)),
      onScores: (scores) => tell((listener) => listener.onScores?.(scores)),
      onReload: () => tell((listener) => listener.onReload?.()),
      onState: (state) => {
        line.state = state;
        tell((listener) => listener.onState?.(state));
      },
    });
    const line: Shared = { client, listeners, state: 'connecting' };
    this.lines.set(key, line);
    client.open();
    return line;
  }
}

export const liveHub = new LiveHub();
