// One chain in the panel, in place of what lies in view: its incidents numbered in order of date, also those without a place.
(function (atlas) {
  let box = null;

  atlas.setUpChainList = function (map) {
    box = atlas.element("section", "chain-list");
    box.setAttribute("aria-label", "The chain in order of date");
    box.hidden = true;
    atlas.panel.body.append(box);
    map.on("faultline:chain", draw);
    map.on("faultline:hover", ({ id, ids }) => mark(new Set(ids || [id])));
  };

  function draw() {
    const answer = atlas.chainAnswer();
    box.hidden = !answer || !answer.incidents.length;
    atlas.panel.body.classList.toggle("has-chain", !box.hidden);
    box.replaceChildren();
    if (box.hidden) return;
    const { incidents, links } = answer;
    const list = atlas.element("ol", "chain-entries");
    list.append(...incidents.map((incident, number) => entryOf(incident, number, links)));
    atlas.arrowKeys(list, "button.chain-entry");
    box.append(atlas.element("p", "quiet chain-words", wordsOf(incidents)), list);
  }

  function wordsOf(incidents) {
    const nUnplaced = incidents.filter(({ longitude }) => longitude === null).length;
    const parts = [
      `${atlas.phrases.countOf(incidents.length, "incident")} in order of date`,
      nUnplaced && `${nUnplaced.toLocaleString("en")} not on the map`,
    ];
    return parts.filter(Boolean).join(" · ");
  }

  function entryOf(incident, number, links) {
    const item = atlas.element("li");
    const button = atlas.element("button", `chain-entry type-${incident.type}`);
    button.type = "button";
    button.tabIndex = -1;
    button.dataset.id = incident.id;
    const title = atlas.element("span", "line-title", incident.title);
    title.dir = "auto";
    const place = atlas.element("bdi", "", placeText(incident));
    const facts = atlas.element("span", "line-facts quiet");
    facts.append(`${incident.date} · `, place);
    const body = atlas.element("span", "chain-entry-body");
    body.append(title, facts, ...relationsOf(number, links));
    button.append(atlas.element("span", "chain-number", String(number + 1)), body);
    button.addEventListener("click", () => {
      atlas.openIncident(incident.id, { focus: true });
      atlas.goToIncident(incident.id);
    });
    ["mouseenter", "focus"].forEach((kind) => button.addEventListener(kind, () => point(incident)));
    ["mouseleave", "blur"].forEach((kind) => button.addEventListener(kind, () => atlas.pointAt({})));
    item.append(button);
    return item;
  }

  function placeText({ place, longitude, shape }) {
    if (longitude === null) return place ? `${place}, not on the map` : "not on the map";
    return shape ? `somewhere in ${place}` : place || "place not named";
  }

  // What it answers, by number: “in response to 4”.
  function relationsOf(number, links) {
    return links
      .filter(({ to }) => to === number)
      .map(({ phrase, from, relation }) => {
        const line = atlas.element("span", `chain-entry-relation link-${relation}`);
        line.append(`${phrase} `, atlas.element("span", "chain-number small", String(from + 1)));
        return line;
      });
  }

  function point(incident) {
    atlas.pointAt(
      incident.longitude === null || incident.shape ? { ids: [incident.id], areaId: incident.shape } : { incident },
    );
  }

  function mark(ids) {
    box
      .querySelectorAll(".chain-entry")
      .forEach((entry) => entry.classList.toggle("pointed", ids.has(entry.dataset.id)));
  }
})(window.Faultline);
