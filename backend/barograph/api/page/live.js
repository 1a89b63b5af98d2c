// Where news come from: the WebSocket while it holds, the REST interface otherwise.

const UNAUTHENTICATED = 401;
const TOPICS = ["anomalies", "detectors", "system"];

// Beside the page, which may stand under a path of a reverse proxy.
function addressOf(path) { return new URL(`.${path}`, document.baseURI); }

async function ask(path, method = "GET") {
  const key = identity.key();
  const answer = await fetch(addressOf(path), { method, headers: { Accept: "application/json", ...identity.headers() } });
  const body = await answer.json().catch(() => ({}));
  if (answer.status === UNAUTHENTICATED) {
    // An answer that comes late may refuse a key that was replaced meanwhile.
    if (key === identity.key()) await identity.ask(body.message);
    return ask(path, method);
  }
  if (!answer.ok && !body.components) throw new Error(body.message || `${answer.status} ${answer.statusText}`);
  return body;
}

class Live {
  // onEvent gets every event; onState gets "live" or "polling"; onReload asks to load the state anew.
  constructor({ onEvent, onState, onReload }) {
    Object.assign(this, { onEvent, onState, onReload });
    this.lastId = null;
    this.pauseMs = 500;
    this.open();
  }

  async open() {
    const address = addressOf(`/api/v1/live${await this.ticket()}`).href.replace(/^http/, "ws");
    const socket = new WebSocket(address, "barograph.v1");
    socket.onmessage = ({ data }) => this.read(socket, JSON.parse(data));
    socket.onclose = () => {
      clearInterval(this.timer);
      this.onState("polling");
      setTimeout(() => this.open(), this.pauseMs);
      this.pauseMs = Math.min(2 * this.pauseMs, 15000);
    };
  }

  // A browser sends no headers with a WebSocket, so a key is exchanged for a ticket that is good once.
  async ticket() {
    if (identity.key() === null) return "";
    const issued = await ask("/api/v1/live/ticket", "POST").catch(() => null);
    return issued ? `?ticket=${encodeURIComponent(issued.ticket)}` : "";
  }

  read(socket, message) {
    if (message.type === "hello") {
      const wish = { type: "subscribe", topics: TOPICS.filter((topic) => message.topics.includes(topic)) };
      if (this.lastId !== null) wish.resume_from = this.lastId;
      socket.send(JSON.stringify(wish));
      this.pauseMs = 500;
      // Browsers answer pings by themselves; this sign of life is for proxies that count messages.
      this.timer = setInterval(() => socket.send('{"type":"heartbeat"}'), message.heartbeat_seconds * 800);
      this.onState("live");
    }
    if (message.type === "reload") this.onReload();
    if (message.id !== undefined) this.lastId = message.id;
    if (message.type === "event") this.onEvent(message);
  }
}
