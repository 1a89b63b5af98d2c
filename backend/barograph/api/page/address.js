// The address of the page holds what is shown, so that a link leads to it again.

function readAddress() {
  const query = new URLSearchParams(location.search);
  const [startMs, endMs] = [Number(query.get("start")), Number(query.get("end"))];
  const labels = query.getAll("label").map((text) => [text.slice(0, text.indexOf("=")), text.slice(text.indexOf("=") + 1)]);
  return {
    incident: query.get("incident"),
    anomaly: query.get("anomaly"),
    detector: query.get("detector"),
    labels: labels.length ? Object.fromEntries(labels) : null,
    range: startMs > 0 && endMs > startMs ? { startMs, endMs } : null,
  };
}

function writeAddress({ incident, detector, labels, range }) {
  const query = new URLSearchParams({ ...(incident && { incident }), detector });
  if (range) { query.set("start", range.startMs); query.set("end", range.endMs); }
  for (const [name, value] of labels) query.append("label", `${name}=${value}`);
  history.replaceState(null, "", `?${query}`);
}
