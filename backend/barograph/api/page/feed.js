// The list of anomalies, newest first.

const SIGNS = { info: "●", warning: "▲", critical: "◆", resolved: "○" };
const MOST_SHOWN = 100;

class Feed {
  constructor(list, onPick) {
    this.list = list;
    this.onPick = onPick;
    this.anomalies = new Map();
    this.isOnlyOpen = false;
    this.picked = null;
  }

  replace(anomalies) {
    this.anomalies = new Map(anomalies.map((anomaly) => [anomaly.fingerprint, anomaly]));
    this.draw();
  }

  put(anomaly) {
    const isNew = !this.anomalies.has(anomaly.fingerprint);
    this.anomalies.set(anomaly.fingerprint, anomaly);
    this.draw(isNew ? anomaly.fingerprint : null);
  }

  open() {
    return [...this.anomalies.values()].filter((anomaly) => anomaly.state === "open");
  }

  of(detectorId) {
    return [...this.anomalies.values()].filter((anomaly) => anomaly.detector_id === detectorId);
  }

  draw(arrived = null) {
    const shown = [...this.anomalies.values()]
      .filter((anomaly) => !this.isOnlyOpen || anomaly.state === "open")
      .sort((a, b) => b.started_ms - a.started_ms)
      .slice(0, MOST_SHOWN);
    this.list.replaceChildren(...shown.map((anomaly) => this.row(anomaly, anomaly.fingerprint === arrived)));
    if (!shown.length) this.list.replaceChildren(make("li", { class: "quiet", style: "padding: 10px" }, "Nothing unusual so far. New anomalies appear here by themselves."));
  }

  row(anomaly, isNew) {
    const isOver = anomaly.state === "resolved";
    const kind = isOver ? "resolved" : anomaly.severity;
    const lasted = (anomaly.ended_ms ?? anomaly.updated_ms) - anomaly.started_ms;
    const meta = isOver
      ? `${anomaly.severity}, resolved after ${sayLength(lasted)} · ${sayAgo(anomaly.ended_ms)}`
      : `${anomaly.severity} · since ${sayMoment(anomaly.started_ms)} (${sayAgo(anomaly.started_ms)})`;
    const button = make(
      "button", { type: "button", class: `${isOver ? "resolved" : ""}${isNew ? " new" : ""}` },
      make("span", { class: `sign sign-${kind}`, "aria-hidden": "true" }, SIGNS[kind]),
      make("span", { class: "sentence" }, anomaly.evidence.sentence),
      make("span", { class: "meta" }, meta),
    );
    if (anomaly.fingerprint === this.picked) button.setAttribute("aria-current", "true");
    button.addEventListener("click", () => { this.picked = anomaly.fingerprint; this.draw(); this.onPick(anomaly); });
    return make("li", { "data-fingerprint": anomaly.fingerprint }, button);
  }
}
