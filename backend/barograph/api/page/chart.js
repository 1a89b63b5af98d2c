// A series with its band, drawn as SVG by hand.

const SVG = "http://www.w3.org/2000/svg";
const MARGIN = { top: 14, right: 14, bottom: 26, left: 64 };
const STEPS_MS = [60e3, 2 * 60e3, 5 * 60e3, 10 * 60e3, 15 * 60e3, 30 * 60e3, 3600e3, 2 * 3600e3, 4 * 3600e3, 6 * 3600e3];

class Chart {
  constructor(box) {
    this.box = box;
    this.view = null;
    new ResizeObserver(() => this.draw()).observe(box);
    box.addEventListener("pointermove", (event) => this.point(event.clientX - box.getBoundingClientRect().left));
    box.addEventListener("pointerleave", () => this.point(null));
    box.addEventListener("keydown", (event) => this.step({ ArrowLeft: -1, ArrowRight: 1 }[event.key] || 0));
  }

  // view: {times, value, expected, lower, upper, episodes: [{start, end, severity}], unit, startMs, endMs}
  show(view) {
    this.view = { ...view, lower: view.lower.map(notBelowZero(view.value)) };
    this.draw();
  }

  say(sentence) {
    this.view = null;
    this.box.replaceChildren(make("div", { class: "empty" }, sentence));
  }

  draw() {
    const view = this.view;
    if (!view) return;
    this.width = this.box.clientWidth;
    this.height = this.box.clientHeight;
    const [low, high] = extentOf(view);
    this.x = (ms) => MARGIN.left + ((ms - view.startMs) / (view.endMs - view.startMs)) * (this.width - MARGIN.left - MARGIN.right);
    this.y = (value) => this.height - MARGIN.bottom - ((value - low) / (high - low)) * (this.height - MARGIN.top - MARGIN.bottom);
    const svg = makeSvg("svg", { viewBox: `0 0 ${this.width} ${this.height}`, "aria-hidden": "true" });
    svg.append(...this.episodes(view), ...this.axes(low, high, view));
    svg.append(makeSvg("path", { class: "band", d: this.area(view) }));
    svg.append(makeSvg("path", { class: "expected", d: this.path(view.times, view.expected) }));
    svg.append(makeSvg("path", { class: "value", d: this.path(view.times, view.value) }));
    this.cursor = makeSvg("line", { class: "cursor", y1: MARGIN.top, y2: this.height - MARGIN.bottom, visibility: "hidden" });
    svg.append(this.cursor);
    this.bubble = make("div", { class: "bubble", hidden: "" });
    this.box.replaceChildren(svg, this.bubble);
  }

  episodes(view) {
    return view.episodes.flatMap(({ start, end, severity }) => {
      const from = Math.max(this.x(start), MARGIN.left);
      const to = Math.min(this.x(end), this.width - MARGIN.right);
      if (to < from) return [];
      const height = this.height - MARGIN.top - MARGIN.bottom;
      const area = { class: "episode", x: from, y: MARGIN.top, width: Math.max(3, to - from), height };
      return [makeSvg("rect", area), makeSvg("rect", { class: `mark-${severity}`, x: from, y: MARGIN.top, width: 2.5, height })];
    });
  }

  axes(low, high, view) {
    const drawn = [];
    for (const value of ticksOf(low, high, 5)) {
      const y = this.y(value);
      drawn.push(makeSvg("line", { class: "grid-line", x1: MARGIN.left, x2: this.width - MARGIN.right, y1: y, y2: y }));
      drawn.push(makeSvg("text", { x: MARGIN.left - 8, y: y + 4, "text-anchor": "end" }, sayNumber(value, shortUnit(view.unit))));
    }
    const wanted = (view.endMs - view.startMs) / Math.max(3, this.width / 110);
    const step = STEPS_MS.find((size) => size >= wanted) || STEPS_MS.at(-1);
    for (let ms = Math.ceil(view.startMs / step) * step; ms <= view.endMs; ms += step) {
      if (this.x(ms) > this.width - 40 || this.x(ms) < MARGIN.left + 8) continue;
      drawn.push(makeSvg("text", { x: this.x(ms), y: this.height - 6, "text-anchor": "middle" }, sayMoment(ms, false)));
    }
    return drawn;
  }

  path(times, values) {
    let isGap = true;
    return times.map((ms, i) => {
      if (values[i] === null) { isGap = true; return ""; }
      const command = isGap ? "M" : "L";
      isGap = false;
      return `${command}${this.x(ms).toFixed(1)} ${this.y(values[i]).toFixed(1)}`;
    }).join("");
  }

  area(view) {
    const runs = [];
    let run = [];
    view.times.forEach((ms, i) => {
      if (view.lower[i] === null || view.upper[i] === null) { if (run.length) runs.push(run); run = []; } else run.push(i);
    });
    if (run.length) runs.push(run);
    const at = (values) => (i) => `${this.x(view.times[i]).toFixed(1)} ${this.y(values[i]).toFixed(1)}`;
    return runs.map((indices) => `M${indices.map(at(view.upper)).join("L")}L${[...indices].reverse().map(at(view.lower)).join("L")}Z`).join("");
  }

  point(x) {
    if (!this.view || !this.bubble) return;
    if (x === null || !this.view.times.length) {
      this.index = null;
      this.bubble.hidden = true;
      this.cursor.setAttribute("visibility", "hidden");
      return;
    }
    const distances = this.view.times.map((ms) => Math.abs(this.x(ms) - x));
    this.mark(distances.indexOf(Math.min(...distances)));
  }

  step(direction) {
    if (!this.view || !direction) return;
    const last = this.view.times.length - 1;
    this.mark(Math.min(last, Math.max(0, (this.index ?? last) + direction)));
  }

  mark(index) {
    const { times, value, expected, lower, upper, unit } = this.view;
    this.index = index;
    const x = this.x(times[index]);
    this.cursor.setAttribute("visibility", "visible");
    this.cursor.setAttribute("x1", x);
    this.cursor.setAttribute("x2", x);
    const range = lower[index] === null ? "" : `usual ${sayRange(lower[index], upper[index], unit)}`;
    this.bubble.replaceChildren(
      make("b", {}, sayNumber(value[index], unit)),
      make("span", {}, `${sayMoment(times[index])}${expected[index] === null ? "" : ` · expected ${sayNumber(expected[index], unit)}`}`),
      make("div", {}, range),
    );
    this.bubble.hidden = false;
    const left = x + 14 + this.bubble.offsetWidth > this.width ? x - 14 - this.bubble.offsetWidth : x + 14;
    this.bubble.style.left = `${left}px`;
    this.bubble.style.top = `${MARGIN.top + 6}px`;
  }
}

function extentOf({ value, expected, lower, upper }) {
  const known = [...value, ...expected, ...lower, ...upper].filter((item) => item !== null);
  let low = Math.min(...known), high = Math.max(...known);
  if (!known.length) [low, high] = [0, 1];
  if (low === high) [low, high] = [low - 0.5, high + 0.5];
  const room = 0.08 * (high - low);
  return [low >= 0 && low - room < 0 ? 0 : low - room, high + room];
}

// What never was negative is not expected to be: its band is shown from zero on.
function notBelowZero(values) {
  const isNeverNegative = values.every((value) => value === null || value >= 0);
  return (bound) => (isNeverNegative && bound !== null ? Math.max(0, bound) : bound);
}

function ticksOf(low, high, count) {
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((part) => part * power).find((size) => size >= rough);
  const ticks = [];
  for (let i = Math.ceil(low / step); i * step <= high; i += 1) ticks.push(i * step);
  return ticks;
}

function shortUnit(unit) {
  return unit === "ratio" || unit === "seconds" || unit.startsWith("bytes") ? unit : "";
}

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

function makeSvg(tag, attributes, text) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (text !== undefined) element.textContent = text;
  return element;
}
