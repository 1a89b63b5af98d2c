// Where the flows play: the host page of `make test`, or a real Grafana when GRAFANA_URL is given.
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, afterEach, before } from 'node:test';

const require = createRequire(new URL('../../../grafana-plugin/package.json', import.meta.url));
const { chromium } = require('playwright-core');
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];
const PROXY = '/api/datasources/proxy/uid/barograph';

export const base = (process.env.GRAFANA_URL ?? process.env.HOST_URL)?.replace(/\/$/, '');
export const isGrafana = Boolean(process.env.GRAFANA_URL);
assert.ok(base, 'Run these flows with `make test`, or with GRAFANA_URL=http://127.0.0.1:3000');
const shots = process.env.SHOTS ?? new URL('../screenshots/', import.meta.url).pathname;

export const liveBrowser = () => chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS });

/** Opens a browser for the flows of one file; `visit` gives a page for a person with a role. */
export function useBrowser() {
  const held = { browser: undefined, people: [] };
  before(async () => {
    await mkdir(shots, { recursive: true });
    held.browser = await liveBrowser();
    await meetEverybody(held.browser);
  });
  // A flow that fails leaves nothing behind either, but what was seen last.
  afterEach(async ({ name, passed }) => {
    for (const [place, person] of held.people.splice(0).filter(({ isHere }) => isHere).entries()) {
      if (!passed) {
        await person.show(`failed-${name.replace(/\W+/g, '-').slice(0, 60)}-${place}`).catch(() => undefined);
      }
      await person.leave();
    }
  });
  after(() => held.browser?.close());
  return async ({ role = 'Admin', theme = 'dark', width = 1400, height = 1000 } = {}) => {
    const context = await held.browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce' });
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    await signIn(context, role);
    const person = new Visit(page, theme);
    held.people.push(person);
    return person;
  };
}

/** How long a flow waits for something to happen: the machine may have other work. */
export const PATIENCE_MS = 1000 * Number(process.env.PATIENCE ?? 120);

class Visit {
  constructor(page, theme) {
    this.page = page;
    this.theme = theme;
    this.isHere = true;
    this.complaints = [];
    this.debts = [];
    page.on('pageerror', (problem) => this.complaints.push(String(problem)));
  }

  async open(path) {
    await this.page.goto(`${base}${path}${path.includes('?') ? '&' : '?'}theme=${this.theme}`, { waitUntil: 'domcontentloaded' });
    return this.page;
  }

  /** Ask Barograph through the proxy, as this person. */
  async ask(method, path, data) {
    return this.page.request.fetch(`${base}${PROXY}/${path}`, { method, data });
  }

  /** What Barograph answers, which must be good. */
  async read(path) {
    const answer = await this.ask('GET', `api/v1/${path}`);
    assert.ok(answer.ok(), `${path}: ${await answer.text()}`);
    return answer.json();
  }

  /** Change something at Barograph, beside the page. */
  async change(method, path, data) {
    const answer = await this.ask(method, `api/v1/${path}`, data);
    assert.ok(answer.ok(), `${method} ${path}: ${await answer.text()}`);
  }

  /** Keep what is seen, for people to look at. */
  async show(name) {
    await this.page.screenshot({ path: `${shots}/${name}-${this.theme}.png` });
  }

  /** Something to be taken away again when this person leaves, whatever happens until then. */
  owe(takeAway) {
    this.debts.push(takeAway);
  }

  /** Take away what was made, and go. */
  async leave() {
    this.isHere = false;
    for (const takeAway of this.debts.splice(0).reverse()) {
      await takeAway();
    }
    await this.page.context().close();
  }

  async close() {
    await this.leave();
    assert.deepEqual(this.complaints, []);
  }
}

const login = process.env.GRAFANA_USER ?? 'admin';
const admin = { user: login, password: process.env.GRAFANA_PASSWORD ?? 'admin' };
const headers = { authorization: `Basic ${Buffer.from(`${admin.user}:${admin.password}`).toString('base64')}` };
const LOCAL = 'local administrator';
const met = { isKnown: true };

/** How a person with a role is called in histories. */
export const nameOf = (role) =>
  isGrafana ? (met.isKnown ? (role === 'Admin' ? login : `flow-${role.toLowerCase()}`) : LOCAL) : role.toLowerCase();

/** Where Barograph was not told its Grafana (`grafana_url`), everybody is the same to it: look which it is. */
async function meetEverybody(browser) {
  if (!isGrafana) {
    return;
  }
  const context = await browser.newContext({ extraHTTPHeaders: headers });
  const name = `flow-meeting-${process.pid}-${Date.now()}`;
  const at = `${base}${PROXY}/api/v1/detectors`;
  const made = await context.request.post(at, { data: { name, enabled: false, query: { expression: 'up' } } });
  assert.ok(made.ok(), await made.text());
  const { items } = await (await context.request.get(`${at}/${name}/revisions`)).json();
  await context.request.delete(`${at}/${name}`);
  met.isKnown = !items[0].actor.includes(LOCAL);
  await context.close();
}

/** Ask Grafana itself, as its administrator. */
export async function askGrafana(method, path, body) {
  const answer = await fetch(`${base}${path}`, { method, headers: { ...headers, 'content-type': 'application/json' }, body: body && JSON.stringify(body) });
  const text = await answer.text();
  assert.ok(answer.ok, `${method} ${path}: ${text}`);
  return JSON.parse(text);
}

/** Wait until something that is asked again and again is there, and return it. */
export async function until(ask, what, deadlineMs = PATIENCE_MS) {
  const end = Date.now() + deadlineMs;
  for (;;) {
    const found = await ask();
    if (found) {
      return found;
    }
    assert.ok(Date.now() < end, `${what} did not happen within ${deadlineMs / 1000} s`);
    await new Promise((go) => setTimeout(go, 250));
  }
}

async function signIn(context, role) {
  if (!isGrafana) {
    await context.addCookies([{ name: 'host_role', value: role, url: base }]);
    return;
  }
  const data = role === 'Admin' ? admin : await personOf(context, role);
  const answer = await context.request.post(`${base}/login`, { data });
  assert.equal(answer.status(), 200, 'Grafana refuses GRAFANA_USER and GRAFANA_PASSWORD');
}

/** A person with a role in Grafana, made where there is none yet. */
async function personOf(context, role) {
  const user = `flow-${role.toLowerCase()}`;
  const password = 'flow-of-people';
  const made = await context.request.post(`${base}/api/admin/users`, { headers, data: { name: user, login: user, password } });
  assert.ok([200, 412].includes(made.status()), await made.text());
  const { id } = await (await context.request.get(`${base}/api/users/lookup?loginOrEmail=${user}`, { headers })).json();
  await context.request.patch(`${base}/api/org/users/${id}`, { headers, data: { role } });
  return { user, password };
}

/** Take the live line in hand before the page opens it: cut it, for everybody in the host and for this page in Grafana, and mend it. */
export async function holdLine(page) {
  if (!isGrafana) {
    const set = (isWhole) => fetch(`${base}/host/line`, { method: 'POST', body: JSON.stringify({ is_whole: isWhole }) });
    return { cut: () => set(false), mend: () => set(true) };
  }
  const line = { isWhole: true, sockets: [] };
  await page.routeWebSocket('**/api/v1/live', (socket) => {
    if (line.isWhole) {
      socket.connectToServer();
      line.sockets.push(socket);
    } else {
      socket.close();
    }
  });
  const cut = async () => {
    line.isWhole = false;
    await Promise.all(line.sockets.splice(0).map((socket) => socket.close()));
  };
  const mend = async () => {
    line.isWhole = true;
  };
  return { cut, mend };
}

export const liveDot = (page, state = 'live') =>
  page.getByTestId('barograph-live').first().and(page.locator(`[data-state="${state}"]`));
