import { browserClock, browserSocket, Clock, LiveClient, LiveListener, LiveState, Socket } from './live';

interface Hearer {
  topics: string[];
  listener: LiveListener;
  /** Something may have come unheard: before the line stood, or while it was down. */
  isBehind: boolean;
}

interface Line {
  url: string;
  client: LiveClient;
  hearers: Set<Hearer>;
  state: LiveState;
}

/** The server lets one line have a hundred. */
const MOST_TOPICS = 90;
/** Panels that ask anew leave and come back at once. */
const LINGER_MS = 1000;

/** One socket for all who listen, with the topics of all of them; each hears its own. */
export class LiveHub {
  private lines: Line[] = [];

  constructor(
    private readonly connect: (url: string) => Socket = browserSocket,
    private readonly clock: Clock = browserClock
  ) {}

  listen(url: string, topics: string[], listener: LiveListener): () => void {
    const line = this.lines.find((one) => one.url === url && hasRoom(one, topics)) ?? this.open(url);
    const hearer = { topics, listener, isBehind: false };
    line.hearers.add(hearer);
    line.client.add(topics);
    tellState(hearer, line.state);
    return () => {
      if (line.hearers.delete(hearer)) {
        this.clock.after(LINGER_MS, () => this.tidy(line));
      }
    };
  }

  private open(url: string): Line {
    const hearers = new Set<Hearer>();
    const tell = (act: (listener: LiveListener) => void) => hearers.forEach(({ listener }) => act(listener));
    const tellOf = (topic: string, act: (listener: LiveListener) => void) =>
      hearers.forEach(({ topics, listener }) => topics.includes(topic) && act(listener));
    const client = new LiveClient(
      () => this.connect(url),
      [],
      {
        onEvent: (event) => tellOf(event.topic, (listener) => listener.onEvent?.(event)),
        onScores: (scores) => tellOf(scores.topic, (listener) => listener.onScores?.(scores)),
        onReload: () => tell((listener) => listener.onReload?.()),
        onState: (state) => {
          line.state = state;
          hearers.forEach((hearer) => tellState(hearer, state));
        },
      },
      this.clock
    );
    const line: Line = { url, client, hearers, state: 'connecting' };
    this.lines.push(line);
    client.open();
    return line;
  }

  /** Let go of topics that nobody hears any more, and of a line without hearers. */
  private tidy(line: Line): void {
    if (line.hearers.size > 0) {
      line.client.keep(topicsOf(line));
    } else if (this.lines.includes(line)) {
      this.lines = this.lines.filter((other) => other !== line);
      line.client.close();
    }
  }
}

/** Who stood without a line loads anew: events are sent again only to who heard one before, scores never. */
function tellState(hearer: Hearer, state: LiveState): void {
  const { listener, isBehind } = hearer;
  hearer.isBehind = state !== 'live';
  listener.onState?.(state);
  if (isBehind && state === 'live') {
    listener.onReload?.();
  }
}

function topicsOf({ hearers }: Line): Set<string> {
  return new Set([...hearers].flatMap(({ topics }) => topics));
}

function hasRoom(line: Line, topics: string[]): boolean {
  return new Set([...topicsOf(line), ...topics]).size <= MOST_TOPICS;
}

export const liveHub = new LiveHub();
