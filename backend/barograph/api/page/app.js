// The page: what is picked, what is shown, and when it is asked for again.

const find = (id) => document.getElementById(id);
const state = { incident: null, detectors: [], detector: null, seriesKey: null, known: [], answer: null, minutes: 60, range: null, timer: null, asked: 0, wasPicked: false };
const chart = new Chart(find("chart"));
const feed = new Feed(find("feed"), pickAnomaly);
const incidentCard = new IncidentCard(find("incident"), pickEpisode, showIncident);
const keyOf = (labels) => JSON.stringify(Object.entries(labels).sort());
const titleOf = (detector) => detector.spec.title || detector.id;

async function loadDetectors() {
  const page = await ask("/api/v1/detectors?limit=200");
  state.detectors = page.items;
  const options = page.items.map((detector) => new Option(titleOf(detector), detector.id));
  find("detector").replaceChildren(...options);
  drawStates(find("detectors"), page.items.map((detector) => ({
    name: titleOf(detector),
    state: detector.health.state,
    sentence: detector.health.sentence,
    onPick: () => pickDetector(detector.id, null),
  })));
  if (!state.detector && page.items.length) pickFirst(page.items);
  find("detector").value = state.detector;
  summarisePage();
}

async function loadAnomalies() {
  feed.replace((await ask("/api/v1/anomalies?limit=100")).items);
  summarisePage();
}

async function loadHealth() {
  const health = await ask("/health").catch((error) => ({ components: { web: { state: "down", sentence: error.message } } }));
  drawStates(find("health"), Object.entries(health.components).map(([name, part]) => ({ name, state: part.state, sentence: part.sentence })));
}

function summarisePage() {
  const open = feed.open();
  find("summary").textContent = summarise(open, state.detectors);
  document.title = open.length ? `(${open.length}) Barograph` : "Barograph";
}

// A link says what to show; without one it is the first detector.
function pickFirst(detectors) {
  const { incident, anomaly, detector, labels, range } = readAddress();
  if (!detector && (incident || anomaly)) return;
  if (!detectors.some(({ id }) => id === detector)) return pickDetector(detectors[0].id, null, false);
  if (range) pressMinutes(null);
  pickDetector(detector, labels && keyOf(labels), true, range);
}

// Messages name an incident or an anomaly, so the page must find out what to draw.
async function openLinked() {
  const { incident, anomaly, detector } = readAddress();
  if (incident) await showIncident(incident, !detector);
  else if (anomaly) await ask(`/api/v1/anomalies/${encodeURIComponent(anomaly)}`).then(pickEpisode).catch((error) => chart.say(error.message));
}

async function showIncident(id, isPicked = true) {
  const { id: found, first } = await incidentCard.open(id);
  state.incident = found || null;
  if (first && isPicked) pickEpisode(first);
}

function pickEpisode(anomaly) {
  const around = 60 * stepMs(state.detectors.find(({ id }) => id === anomaly.detector_id)?.spec);
  const isShown = anomaly.state === "open" && Date.now() - anomaly.started_ms < 0.9 * state.minutes * 60000;
  const range = { startMs: anomaly.started_ms - around, endMs: (anomaly.ended_ms ?? anomaly.updated_ms) + around };
  if (!isShown) pressMinutes(null);
  pickDetector(anomaly.detector_id, keyOf(seriesLabels(anomaly)), true, isShown ? null : range);
}

function pickDetector(id, seriesKey, isWish = true, range = isWish ? null : state.range) {
  state.wasPicked = state.wasPicked || isWish;
  if (id !== state.detector) state.known = [];
  Object.assign(state, { detector: id, seriesKey, range, answer: null });
  if (!range) pressMinutes(state.minutes);
  find("detector").value = id;
  const spec = state.detectors.find((detector) => detector.id === id)?.spec;
  find("chart-title").textContent = spec?.title || id;
  find("chart-subtitle").textContent = spec?.description || spec?.query.expression || "";
  chart.say("Asking for the series …");
  refreshChart();
}

function pickAnomaly(anomaly, isWish = true) {
  pickDetector(anomaly.detector_id, keyOf(seriesLabels(anomaly)), isWish);
}

// An anomaly also carries the labels of its detector; those of its series are the others.
function seriesLabels(anomaly) {
  const own = state.detectors.find((detector) => detector.id === anomaly.detector_id)?.spec.labels || {};
  return Object.fromEntries(Object.entries(anomaly.labels).filter(([name]) => !(name in own)));
}

async function refreshChart() {
  clearTimeout(state.timer);
  if (!state.detector) return;
  const turn = ++state.asked;
  const { spec, health } = state.detectors.find((detector) => detector.id === state.detector) || {};
  if (health?.state === "pending") {
    chart.say(health.sentence);
    state.timer = setTimeout(refreshChart, 1000);
    return;
  }
  try {
    const endMs = state.range?.endMs ?? Date.now();
    const startMs = state.range?.startMs ?? endMs - state.minutes * 60000;
    if (!state.known.length) state.known = await listSeries(state.detector, state.range ? startMs : endMs - 5 * stepMs(spec), endMs);
    if (turn !== state.asked) return;
    drawSeriesList();
    if (state.wasPicked) writeAddress({ ...state, labels: JSON.parse(state.seriesKey || "[]") });
    const answer = await askSeries(state.detector, startMs, endMs, JSON.parse(state.seriesKey || "[]"));
    if (turn !== state.asked) return;
    state.answer = answer;
    drawChart();
  } catch (error) {
    if (turn === state.asked && !state.answer) chart.say(error.message);
  }
  if (turn === state.asked) state.timer = setTimeout(refreshChart, Math.min(30000, Math.max(5000, stepMs(spec))));
}

// The list holds every series for a moment; the chart then asks for the one that is picked.
async function listSeries(id, startMs, endMs) {
  const { series } = await askSeries(id, startMs, endMs, []);
  const known = series.map(({ labels }) => ({ key: keyOf(labels), name: sayLabels(labels) }));
  return known.sort((a, b) => a.name.localeCompare(b.name));
}

async function askSeries(id, startMs, endMs, labels) {
  const query = new URLSearchParams({ start_ms: Math.round(startMs), end_ms: Math.round(endMs), limit: 200 });
  for (const [name, value] of labels.slice(0, 10)) query.append("label", `${name}=${value}`);
  const answer = await ask(`/api/v1/detectors/${id}/series?${query}`);
  if (answer.series) return answer;
  for (let turn = 0; turn < 60; turn += 1) {
    const job = await ask(`/api/v1/jobs/${answer.id}`);
    if (job.state === "done") return job.result;
    if (job.state !== "queued" && job.state !== "running") throw new Error(job.error?.message || "The series can't be computed.");
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error("The engine does not answer. Look at its health below.");
}

function stepMs(spec) {
  const match = /^(\d+)(s|m|h)$/.exec(spec?.query.step || "");
  return match ? match[1] * { s: 1e3, m: 60e3, h: 3600e3 }[match[2]] : 15000;
}

function drawSeriesList() {
  const select = find("series");
  const { known } = state;
  select.replaceChildren(...known.map(({ key, name }) => new Option(name, key)));
  if (!known.some(({ key }) => key === state.seriesKey)) state.seriesKey = known[0]?.key || null;
  select.value = state.seriesKey;
}

function drawChart() {
  const series = state.answer.series.find((item) => keyOf(item.labels) === state.seriesKey);
  if (!series) return chart.say("The detector has no series in this range.");
  const times = state.answer.timestamps_ms;
  const unit = state.detectors.find((detector) => detector.id === state.detector)?.spec.unit || "";
  const episodes = feed.of(state.detector)
    .filter((anomaly) => keyOf(seriesLabels(anomaly)) === state.seriesKey)
    .map((anomaly) => ({ start: anomaly.started_ms, end: anomaly.ended_ms ?? Date.now(), severity: anomaly.severity }));
  chart.show({ ...series, times, episodes, unit, startMs: times[0], endMs: times.at(-1) });
  sayNow(series, unit);
}

function sayNow(series, unit) {
  const last = series.value.findLastIndex((value) => value !== null);
  const name = sayLabels(series.labels);
  if (last < 0) return find("chart-now").replaceChildren(`${name} has no data in this range.`);
  const [lower, upper] = [notBelowZero(series.value)(series.lower[last]), series.upper[last]];
  const usual = lower === null ? "" : `; usual is ${sayRange(lower, upper, unit)}`;
  find("chart-now").replaceChildren(`${name} is at `, make("strong", {}, sayNumber(series.value[last], unit)), `${usual}.`);
}

function onEvent(message) {
  if (message.event.startsWith("anomaly_")) {
    const { anomaly } = message.payload;
    feed.put(anomaly);
    summarisePage();
    if (message.event === "anomaly_detected" && !state.wasPicked) pickAnomaly(anomaly, false);
    else if (anomaly.detector_id === state.detector && state.answer) drawChart();
  } else if (/^(detector|model)_/.test(message.event)) {
    clearTimeout(onEvent.timer);
    onEvent.timer = setTimeout(() => loadDetectors().catch(() => {}), 300);
  }
}

function onConnection(kind) {
  const pill = find("connection");
  pill.textContent = kind;
  pill.dataset.state = kind === "live" ? "ok" : "degraded";
  pill.title = kind === "live" ? "News arrive by themselves." : "The live stream is interrupted; this page asks every few seconds.";
  state.isPolling = kind !== "live";
}

function loadAll() {
  return Promise.allSettled([loadDetectors(), loadAnomalies(), loadHealth()]);
}

// Who opens the page wants to see what is wrong, if anything is.
function pickWorst() {
  const ranks = ["info", "warning", "critical"];
  const [worst] = feed.open().sort((a, b) => ranks.indexOf(b.severity) - ranks.indexOf(a.severity) || b.started_ms - a.started_ms);
  if (worst && !state.wasPicked) pickAnomaly(worst, false);
}

function pressMinutes(minutes) {
  document.querySelectorAll("[data-minutes]").forEach((button) => button.setAttribute("aria-pressed", Number(button.dataset.minutes) === minutes));
}

function listen() {
  find("detector").addEventListener("change", (event) => pickDetector(event.target.value, null));
  find("series").addEventListener("change", (event) => { pickDetector(state.detector, event.target.value); });
  find("only-open").addEventListener("change", (event) => { feed.isOnlyOpen = event.target.checked; feed.draw(); });
  for (const button of document.querySelectorAll("[data-minutes]")) {
    button.addEventListener("click", () => {
      Object.assign(state, { minutes: Number(button.dataset.minutes), range: null });
      pressMinutes(state.minutes);
      refreshChart();
    });
  }
}

startTheme(find("theme"));
listen();
chart.say("Asking for detectors …");
ask("/api/v1/deployment").then(({ version }) => { find("version").textContent = version; }).catch(() => {});
loadAll().then(openLinked).then(pickWorst).then(() => new Live({ onEvent, onState: onConnection, onReload: loadAll }));
setInterval(loadHealth, 10000);
setInterval(() => { if (state.incident) incidentCard.open(state.incident); }, 10000);
setInterval(() => { if (state.isPolling) { loadDetectors().catch(() => {}); loadAnomalies().catch(() => {}); } else feed.draw(); }, 5000);
