// What is known of the incidents at one place: facts and claims, fetched when asked for, written as text nodes.
(function (atlas) {
  const held = new Map();
  const WIDEST_PX = 340;
  const AROUND_PX = 84; // a popup's own margins, and the space that is kept to the edges of the map

  // How wide a popup may be: no wider than the map of a phone shows.
  atlas.popupSize = function () {
    const maxWidth = Math.min(WIDEST_PX, atlas.map.getSize().x - AROUND_PX);
    return { maxWidth, minWidth: Math.min(240, maxWidth), autoPanPadding: [20, 20] };
  };

  atlas.popup = function (incidents, grown) {
    const box = atlas.element("div", "popup");
    if (incidents.length === 1) {
      open(box, incidents[0], grown);
      return box;
    }
    const places = [...new Set(incidents.map((each) => each.place || each.precision))];
    const where = places.length === 1 ? places[0] : `${places[0]} and elsewhere`;
    box.append(atlas.element("div", "popup-place", `${incidents.length} incidents: ${where}`));
    incidents.forEach((incident) => box.append(folded(incident, grown)));
    return box;
  };

  function folded(incident, grown) {
    const details = atlas.element("details");
    details.append(atlas.element("summary", "", `${incident.title} · ${incident.date}`));
    const body = atlas.element("div");
    details.append(body);
    details.addEventListener("toggle", () => {
      if (details.open && !body.childNodes.length) open(body, incident, grown);
    });
    return details;
  }

  function open(box, incident, grown) {
    box.append(atlas.element("h3", "", incident.title));
    const waiting = atlas.element("p", "quiet", `${incident.date}. Loading the facts …`);
    box.append(waiting);
    fetched(incident.id)
      .then((record) => fill(box, waiting, record, grown))
      .catch(() => (waiting.textContent = `${incident.date}, ${incident.place}. The facts could not be loaded; try again.`));
  }

  function fetched(id) {
    const key = `${atlas.shown.version} ${id}`; // an import may replace an incident
    if (!held.has(key)) {
      const own = new URLSearchParams(atlas.shown.query).get("data");
      const query = new URLSearchParams(own ? { id, data: own } : { id });
      const asked = fetch(`/api/incident.json?${query}`).then((answer) => {
        if (!answer.ok) throw new Error("not found");
        return answer.json();
      });
      asked.catch(() => held.delete(key));
      held.set(key, asked);
    }
    return held.get(key);
  }

  function fill(box, waiting, record, grown) {
    waiting.remove();
    if (record.contested) box.append(atlas.element("div", "badge", "Contested: the parties disagree"));
    const facts = atlas.element("dl", "facts");
    Object.entries(record.facts).forEach(([label, text]) => {
      facts.append(atlas.element("dt", "", label), atlas.element("dd", "", text));
    });
    box.append(facts, atlas.element("p", "", record.summary));
    if (record.claims.length) box.append(claims(record.claims));
    box.append(sources(record.publications), link(record.id));
    grown();
  }

  function claims(list) {
    const box = atlas.element("div", "claims");
    box.append(atlas.element("h4", "", "Who says what"));
    list.forEach((claim) => {
      const line = atlas.element("p");
      line.append(atlas.element("b", "", claim.claimant), ` (${claim.stance}): `, claim.claim);
      box.append(line);
    });
    return box;
  }

  function sources(publications) {
    const told = publications.map((each) => `${[each.reference, each.title].filter(Boolean).join(", ")}, paragraph ${each.paragraph}`);
    return atlas.element("p", "quiet", told.length ? `Source: ${told.join("; ")}` : "No source given");
  }

  function link(id) {
    const query = [atlas.shown.query, `incident=${encodeURIComponent(id)}`].filter(Boolean).join("&");
    const anchor = atlas.element("a", "full", "The incident in full (new tab)");
    anchor.href = `/filter?${query}`;
    anchor.target = "_blank";
    anchor.rel = "noopener";
    return anchor;
  }
})(window.Faultline);
