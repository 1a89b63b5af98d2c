// Where the flows play: the host page of `make test`, or a real Grafana when GRAFANA_URL is given.
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, before } from 'node:test';

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
  const held = { browser: undefined };
  before(async () => {
    await mkdir(shots, { recursive: true });
    held.browser = await liveBrowser();
  });
  after(() => held.browser?.close());
  return async ({ role = 'Admin', theme = 'dark', width = 1400, height = 1000 } = {}) => {
    const context = await held.browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce' });
    const page = await context.newPage();
    await signIn(context, role);
    return new Visit(page, theme);
  };
}

class Visit {
  constructor(page, theme) {
    this.page = page;
    this.theme = theme;
    this.complaints = [];
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

  async close() {
    assert.deepEqual(this.complaints, []);
    await this.page.context().close();
  }
}

/** How a person with a role is called in histories. */
export const nameOf = (role) => (isGrafana ? (role === 'Admin' ? (process.env.GRAFANA_USER ?? 'admin') : `flow-${role.toLowerCase()}`) : role.toLowerCase());

/** Wait until something that is asked again and again is there, and return it. */
export async function until(ask, what, deadlineMs = 60_000) {
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
  const admin = { user: process.env.GRAFANA_USER ?? 'admin', password: process.env.GRAFANA_PASSWORD ?? 'admin' };
  const login = role === 'Admin' ? admin : await personOf(context, role, admin);
  const answer = await context.request.post(`${base}/login`, { data: login });
  assert.equal(answer.status(), 200, 'Grafana refuses GRAFANA_USER and GRAFANA_PASSWORD');
}

/** A person with a role in Grafana, made where there is none yet. */
async function personOf(context, role, admin) {
  const login = `flow-${role.toLowerCase()}`;
  const headers = { authorization: `Basic ${Buffer.from(`${admin.user}:${admin.password}`).toString('base64')}` };
  const password = 'flow-of-people';
  const made = await context.request.post(`${base}/api/admin/users`, { headers, data: { name: login, login, password } });
  assert.ok([200, 412].includes(made.status()), await made.text());
  const { id } = await (await context.request.get(`${base}/api/users/lookup?loginOrEmail=${login}`, { headers })).json();
  await context.request.patch(`${base}/api/org/users/${id}`, { headers, data: { role } });
  return { user: login, password };
}

/** Cut the live line of everybody, or mend it; in Grafana this is done to the one page. */
export async function setLine(isWhole) {
  await fetch(`${base}/host/line`, { method: 'POST', body: JSON.stringify({ is_whole: isWhole }) });
}

export const liveDot = (page, state = 'live') =>
  page.getByTestId('barograph-live').first().and(page.locator(`[data-state="${state}"]`));

/** Let the shop's incidents begin; the first one is a burst of errors. */
export async function beginIncidents() {
  if (process.env.SHOP_URL) {
    await fetch(`${process.env.SHOP_URL}/shop/live`, { method: 'POST' });
  }
}
