// What is known of the incidents at one place: facts and claims, fetched when asked for, written as text nodes.
(function (atlas) {
  const records = new Map(); // by data version and incident: promises of what is known of it
  const WIDEST_PX = 360; // some 55 letters a line
  const TALLEST_PX = 440; // by judgement: the rest of the map stays in sight
  const AROUND_PX = { x: 60, y: 72 }; // a popup's own margins and tip, and the space that is kept to the edges of the map
  const EDGE_PX = 8;

  // How large a popup may be: no larger than the map shows. `autoPan` keeps it off the edges; nothing lies over it.
  atlas.popupSize = function () {
    const { x, y } = atlas.map.getSize();
    const maxWidth = Math.min(WIDEST_PX, x - AROUND_PX.x);
    atlas.map.getContainer().style.setProperty("--popup-height", `${Math.min(TALLEST_PX, y - AROUND_PX.y)}px`);
    return { maxWidth, minWidth: Math.min(240, maxWidth), autoPanPadding: [EDGE_PX, EDGE_PX] };
  };

  atlas.setUpPopups = function (map) {
    raisePopups(map);
    hideTips(map);
    map.on("popupopen", ({ popup }) => markMore(popup));
  };

  // Popups lie over all controls: their pane leaves the map's own, which lies below the controls, and moves along with it.
  function raisePopups(map) {
    const pane = map.getPane("popupPane");
    map.getContainer().append(pane);
    pane.classList.add("raised");
    const follow = () => L.DomUtil.setPosition(pane, L.DomUtil.getPosition(map.getPane("mapPane")) || L.point(0, 0));
    map.on("move viewreset zoomend moveend", follow);
    map.on("zoomanim", () => pane.classList.toggle("leaflet-zoom-anim", Boolean(map._animatingZoom)));
    map.on("zoomend", () => pane.classList.remove("leaflet-zoom-anim"));
    follow();
  }

  // A tip has told what it had to when the popup of its mark is open.
  function hideTips(map) {
    let tip = null;
    map.on("tooltipopen", ({ tooltip }) => {
      tip = tooltip;
      if (map._popup && map._popup.isOpen() && map._popup._source === tooltip._source) map.closeTooltip(tooltip);
    });
    map.on("popupopen", () => tip && map.closeTooltip(tip));
  }

  // Where a popup holds more than it shows, a button at its lower edge says so and leads there.
  function markMore(popup) {
    const content = popup.getElement().querySelector(".leaflet-popup-content");
    const more = atlas.element("button", "popup-more", "More ↓");
    more.type = "button";
    content.after(more);
    const scrolled = () => content.querySelector(".popup") || content;
    const update = () => {
      const box = scrolled();
      more.hidden = box.scrollTop + box.clientHeight >= box.scrollHeight - EDGE_PX;
    };
    L.DomEvent.on(more, "click", (event) => {
      L.DomEvent.stop(event);
      scrolled().scrollBy({ top: scrolled().clientHeight * 0.8 });
    });
    content.addEventListener("scroll", update, true);
    content.addEventListener("toggle", update, true);
    const sizes = new MutationObserver(update);
    sizes.observe(content, { childList: true, subtree: true, characterData: true });
    popup.once("remove", () => {
      sizes.disconnect();
      more.remove();
    });
    update();
  }

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
      .catch((error) => {
        const again = atlas.element("button", "full", "Try again");
        again.type = "button";
        L.DomEvent.on(again, "click", (event) => {
          L.DomEvent.stop(event);
          box.replaceChildren();
          fillWhenLoaded(box, incident, onGrowth);
        });
        placeholder.textContent = `${incident.date}, ${incident.place}. The facts could not be loaded. ${error.reason || ""}`;
        box.append(again);
        onGrowth();
      });
  }

  atlas.fetchRecord = fetchRecord;
  function fetchRecord(id) {
    const key = `${atlas.shown.version} ${id}`; // an import may replace an incident
    if (!records.has(key)) {
      const dataKey = new URLSearchParams(atlas.shown.query).get("data");
      const query = new URLSearchParams(dataKey ? { id, data: dataKey } : { id });
      const answer = atlas.fetchJson(`/api/incident.json?${query}`);
      answer.catch(() => records.delete(key));
      records.set(key, answer);
    }
    return records.get(key);
  }

  // Who says what comes first, for that is what a reader checks; the long facts follow.
  function fill(box, placeholder, record, onGrowth) {
    placeholder.textContent = record.facts.Date || "";
    if (record.contested) box.append(atlas.element("div", "badge", atlas.phrases.contestOf(record)));
    if (record.claims.length) box.append(claimsBox(record.claims));
    const facts = atlas.element("dl", "facts");
    Object.entries(record.facts).forEach(([label, text]) => {
      facts.append(atlas.element("dt", "", label), atlas.element("dd", "", text));
    });
    box.append(facts, atlas.element("p", "", record.summary));
    const sources = atlas.element(
      "p",
      "quiet",
      atlas.phrases.sourceLine(record.publications, record.publications_note),
    );
    box.append(sources, atlas.config.isAlone ? atlas.fullLink(record.id) : openButton(record.id));
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

  function openButton(id) {
    const button = atlas.element("button", "full", "Open beside the map");
    button.type = "button";
    L.DomEvent.on(button, "click", (event) => {
      L.DomEvent.stop(event);
      atlas.map.closePopup();
      atlas.openIncident(id, { focus: true });
    });
    return button;
  }
})(window.Faultline);
