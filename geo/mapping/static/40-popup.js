// What is known of the incidents at one place: facts and claims, fetched when asked for, written as text nodes.
(function (atlas) {
  const records = new Map(); // by data version and incident: promises of what is known of it
  const WIDEST_PX = 340; // some 50 letters a line
  const AROUND_PX = 84; // a popup's own margins, and the space that is kept to the edges of the map

  // How wide a popup may be: no wider than the map of a phone shows.
  atlas.popupSize = function () {
    const maxWidth = Math.min(WIDEST_PX, atlas.map.getSize().x - AROUND_PX);
    return { maxWidth, minWidth: Math.min(240, maxWidth), autoPanPadding: [20, 20] };
  };

  // `onGrowth` is called when facts have arrived, for the popup has to fit them.
  atlas.popupBox = function (incidents, onGrowth) {
    const box = atlas.element("div", "popup");
    if (incidents.length === 1) {
      fillWhenLoaded(box, incidents[0], onGrowth);
      return box;
    }
    const heading = `${atlas.phrases.countOf(incidents.length, "incident")}: ${atlas.phrases.placeOf(incidents)}`;
    box.append(atlas.element("div", "popup-place", heading));
    incidents.forEach((incident) => box.append(detailsOf(incident, onGrowth)));
    return box;
  };

  function detailsOf(incident, onGrowth) {
    const details = atlas.element("details");
    details.append(atlas.element("summary", "", `${incident.title} · ${incident.date}`));
    const body = atlas.element("div");
    details.append(body);
    details.addEventListener("toggle", () => {
      if (details.open && !body.childNodes.length) fillWhenLoaded(body, incident, onGrowth);
    });
    return details;
  }

  function fillWhenLoaded(box, incident, onGrowth) {
    box.append(atlas.element("h3", "", incident.title));
    const placeholder = atlas.element("p", "quiet", `${incident.date}. Loading the facts …`);
    box.append(placeholder);
    fetchRecord(incident.id)
      .then((record) => fill(box, placeholder, record, onGrowth))
      .catch(() => {
        placeholder.textContent = `${incident.date}, ${incident.place}. The facts could not be loaded; try again.`;
      });
  }

  function fetchRecord(id) {
    const key = `${atlas.shown.version} ${id}`; // an import may replace an incident
    if (!records.has(key)) {
      const dataKey = new URLSearchParams(atlas.shown.query).get("data");
      const query = new URLSearchParams(dataKey ? { id, data: dataKey } : { id });
      const answer = fetch(`/api/incident.json?${query}`).then((response) => {
        if (!response.ok) throw new Error("not found");
        return response.json();
      });
      answer.catch(() => records.delete(key));
      records.set(key, answer);
    }
    return records.get(key);
  }

  function fill(box, placeholder, record, onGrowth) {
    placeholder.remove();
    if (record.contested) box.append(atlas.element("div", "badge", "Contested: the parties disagree"));
    const facts = atlas.element("dl", "facts");
    Object.entries(record.facts).forEach(([label, text]) => {
      facts.append(atlas.element("dt", "", label), atlas.element("dd", "", text));
    });
    box.append(facts, atlas.element("p", "", record.summary));
    if (record.claims.length) box.append(claimsBox(record.claims));
    const sources = atlas.element("p", "quiet", atlas.phrases.sourceLine(record.publications));
    box.append(sources, recordLink(record.id));
    onGrowth();
  }

  function claimsBox(claims) {
    const box = atlas.element("div", "claims");
    box.append(atlas.element("h4", "", "Who says what"));
    claims.forEach((claim) => {
      const line = atlas.element("p");
      line.append(atlas.element("b", "", claim.claimant), ` (${claim.stance}): `, claim.claim);
      box.append(line);
    });
    return box;
  }

  function recordLink(id) {
    const query = [atlas.shown.query, `incident=${encodeURIComponent(id)}`].filter(Boolean).join("&");
    const anchor = atlas.element("a", "full", "All about this incident (new tab)");
    anchor.href = `/filter?${query}`;
    anchor.target = "_blank";
    anchor.rel = "noopener";
    return anchor;
  }
})(window.Faultline);
