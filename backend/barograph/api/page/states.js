// How the parts of the product and the detectors are, each in a sentence.

const DOTS = { ok: "●", running: "●", unknown: "○", stopped: "○", pending: "◐", degraded: "▲", failing: "◆", down: "◆" };

function drawStates(list, rows) {
  list.replaceChildren(...rows.map(({ name, state, sentence, onPick }) => {
    const title = onPick ? make("button", { type: "button", class: "name" }, name) : make("span", { class: "name" }, name);
    if (onPick) title.addEventListener("click", onPick);
    return make(
      "li", { class: state },
      make("span", { class: "dot", title: state, role: "img", "aria-label": state }, DOTS[state] || "○"),
      title,
      make("span", { class: "said" }, sentence),
    );
  }));
}

function summarise(open, detectors) {
  if (!detectors.length) return "No detector yet.";
  const failing = detectors.filter((detector) => detector.health.state === "failing").length;
  const ill = failing ? ` ${failing} detector${failing > 1 ? "s" : ""} can't look.` : "";
  if (!open.length) return `All calm: ${detectors.length} detectors see nothing unusual.${ill}`;
  const worst = ["critical", "warning", "info"].map((severity) => [severity, open.filter((item) => item.severity === severity).length]);
  const said = worst.filter(([, count]) => count).map(([severity, count]) => `${count} ${severity}`).join(", ");
  return `${open.length} open ${open.length > 1 ? "anomalies" : "anomaly"}: ${said}.${ill}`;
}
