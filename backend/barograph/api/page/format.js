// Numbers, times and durations as people say them.

const SCALES = [[1e12, "T"], [1e9, "G"], [1e6, "M"], [1e3, "k"]];
const BINARY = [[2 ** 40, "TiB"], [2 ** 30, "GiB"], [2 ** 20, "MiB"], [2 ** 10, "KiB"]];

function sayNumber(value, unit = "") {
  if (value === null || value === undefined) return "nothing";
  if (unit === "ratio") return `${trim(100 * value)} %`;
  if (unit === "seconds") return saySeconds(value);
  if (unit.startsWith("bytes")) return sayScaled(value, BINARY, " ", "B") + unit.slice(5);
  return sayScaled(value, SCALES, "", "") + (unit ? ` ${unit}` : "");
}

function sayRange(lower, upper, unit) {
  const [from, to] = [sayNumber(lower, unit), sayNumber(upper, unit)];
  const sign = to.slice(to.search(/[^\d.-]/));
  return from.endsWith(sign) && sign !== to ? `${from.slice(0, -sign.length)} to ${to}` : `${from} to ${to}`;
}

function saySeconds(value) {
  const size = Math.abs(value);
  if (size >= 120) return `${trim(value / 60)} min`;
  if (size >= 1 || size === 0) return `${trim(value)} s`;
  return size >= 1e-3 ? `${trim(1e3 * value)} ms` : `${trim(1e6 * value)} µs`;
}

function sayScaled(value, scales, gap, plain) {
  for (const [size, sign] of scales) {
    if (Math.abs(value) >= size) return `${trim(value / size)}${gap}${sign}`;
  }
  return plain ? `${trim(value)} ${plain}` : trim(value);
}

function trim(value) {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  const text = value.toFixed(digits);
  return Math.abs(value) < 0.01 && value !== 0 ? value.toPrecision(2) : text.replace(/\.0+$|(\.\d*?)0+$/, "$1");
}

function sayMoment(ms, withSeconds = true) {
  const options = { hour: "2-digit", minute: "2-digit", hour12: false };
  if (withSeconds) options.second = "2-digit";
  return new Date(ms).toLocaleTimeString([], options);
}

function sayDay(ms) {
  const isToday = new Date(ms).toDateString() === new Date().toDateString();
  const day = new Date(ms).toLocaleDateString([], { day: "numeric", month: "short" });
  return isToday ? sayMoment(ms) : `${day}, ${sayMoment(ms)}`;
}

function sayAgo(ms) {
  const seconds = Math.max(0, Math.round((Date.now() - ms) / 1000));
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  return seconds < 86400 ? `${Math.floor(seconds / 3600)} h ago` : `${Math.floor(seconds / 86400)} d ago`;
}

function sayLength(ms) {
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? `${seconds} s` : seconds < 3600 ? `${Math.round(seconds / 60)} min` : `${trim(seconds / 3600)} h`;
}

function sayLabels(labels) {
  const hidden = new Set(["__name__", "job", "instance", "namespace"]);
  const own = Object.entries(labels).filter(([name]) => !hidden.has(name));
  const shown = own.length ? own : Object.entries(labels);
  const pod = shown.find(([name]) => name === "pod");
  if (pod) return pod[1];
  return shown.map(([, value]) => value).join(" · ") || "all";
}
