// What belongs together, as a message about it leads here: what is suspected, and each anomaly to look at.

class IncidentCard {
  constructor(card, onPick, onOpen) {
    Object.assign(this, { card, onOpen });
    this.title = card.querySelector("h2");
    this.body = card.querySelector(".incident");
    this.list = new Feed(card.querySelector("ol"), onPick);
  }

  async open(id) {
    this.card.hidden = false;
    try {
      const incident = await ask(`/api/v1/incidents/${encodeURIComponent(id)}`);
      if (incident.merged_into) return await this.open(incident.merged_into);
      const { items } = await ask(`/api/v1/incidents/${incident.id}/members?limit=100`);
      this.draw(incident, items);
      return { id: incident.id, first: items[0] };
    } catch (error) {
      this.told = null;
      this.title.textContent = "The incident can't be shown";
      this.body.replaceChildren(error.message);
      return {};
    }
  }

  // Who looks at it is told when it ends; what is the same stays, so that nobody loses their place in it.
  draw(incident, anomalies) {
    const told = JSON.stringify([incident, anomalies]);
    if (told === this.told) return;
    this.told = told;
    this.title.textContent = incident.title;
    this.body.replaceChildren(
      make("p", { class: "quiet" }, this.say(incident)),
      make("p", {}, incident.sentence),
      ...(incident.note ? [make("p", { class: "note" }, incident.note)] : []),
      ...(incident.suspects.length ? [make("p", {}, "Look first at:"), this.suspects(incident.suspects)] : []),
      ...(incident.related.length ? [make("p", {}, "Of other teams, and likely the same trouble: ", ...this.related(incident.related))] : []),
    );
    this.list.replace(anomalies);
  }

  say({ state, severity, started_ms: startMs, ended_ms: endMs, calm_since_ms: calmMs, members }) {
    const since = `${severity} · since ${sayDay(startMs)}`;
    const now = state === "open" ? (calmMs ? `quiet since ${sayMoment(calmMs)}` : "goes on") : `over since ${sayDay(endMs)}`;
    return `${since} · ${now} · ${members.length} ${members.length > 1 ? "anomalies" : "anomaly"}`;
  }

  suspects(suspects) {
    return make("ul", {}, ...suspects.map(({ component, why }) => make("li", {}, make("strong", {}, component), ` ${why.join(", ")}`)));
  }

  related(ids) {
    return ids.flatMap((id) => {
      const link = make("button", { type: "button" }, id.slice(0, 8));
      link.addEventListener("click", () => this.onOpen(id));
      return [link, " "];
    });
  }
}
