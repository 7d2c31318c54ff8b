// What of a chain has no place stands in a box at the edge of the map, never on it; lines lead from there to what it led to.
(function (atlas) {
  const BEND = 0.12; // of a line from the box; chosen by eye
  const NONE = { radius: 0 };

  let box = null;
  let lines = null; // below the marks, and drawn anew while the map moves under the box
  const rows = new Map(); // by number of the incident: its line of the box

  atlas.setUpUnplaced = function (map) {
    const container = map.getContainer();
    lines = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    lines.setAttribute("class", "unplaced-lines leaflet-zoom-hide");
    lines.setAttribute("width", 1);
    lines.setAttribute("height", 1);
    lines.setAttribute("aria-hidden", "true"); // the list beside the map says the same in words
    box = atlas.element("aside", "unplaced");
    box.setAttribute("aria-label", "Incidents of the chain whose place is not known");
    L.DomEvent.disableClickPropagation(box);
    map.getPane("links").append(lines);
    container.append(box);
    map.on("faultline:links", fill);
    map.on("move resize", drawLines);
    map.on("faultline:hover", ({ id, ids }) => light(new Set(ids || [id])));
  };

  function fill() {
    const answer = atlas.isChain() ? atlas.linksShown() : null;
    const unplaced = answer ? [...answer.incidents.entries()].filter(([, { longitude }]) => longitude === null) : [];
    const key = JSON.stringify(unplaced);
    box.hidden = !unplaced.length;
    if (box.dataset.key !== key) {
      box.dataset.key = key;
      rows.clear();
      box.replaceChildren(atlas.element("b", "unplaced-title", "Place not known"), ...unplaced.map(rowOf));
    }
    drawLines();
  }

  function rowOf([number, incident]) {
    const button = atlas.element("button", "unplaced-row");
    button.type = "button";
    const title = atlas.element("span", "unplaced-name", incident.title);
    title.dir = "auto";
    button.append(atlas.element("span", "chain-number", String(number + 1)), title);
    button.title = `${incident.title}, ${incident.date}`;
    button.addEventListener("click", () => atlas.openIncident(incident.id, { focus: true }));
    ["mouseenter", "focus"].forEach((kind) =>
      button.addEventListener(kind, () => atlas.pointAt({ ids: [incident.id] })),
    );
    ["mouseleave", "blur"].forEach((kind) => button.addEventListener(kind, () => atlas.pointAt({})));
    rows.set(number, button);
    return button;
  }

  let drawn = [];
  function drawLines() {
    lines.replaceChildren();
    drawn = [];
    const answer = atlas.isChain() ? atlas.linksShown() : null;
    if (!answer || box.hidden) return;
    const places = atlas.linkPlaces();
    atlas
      .linksOfDays()
      .filter(({ from, to }) => rows.has(from) !== rows.has(to))
      .forEach((link) => drawLine(link, places, answer.incidents));
  }

  // From the edge of the box, where an open ring says that this is no place.
  function drawLine(link, places, ends) {
    const [start, end] = [link.from, link.to].map((number) => placeOf(number, places));
    if (!start || !end) return;
    const arc = atlas.arcs.trim(atlas.arcs.bent(start, end, BEND), start.edge, end.edge);
    if (!arc) return;
    const node = atlas.linkNode(link, arc, start, end);
    node.classList.add("is-unplaced");
    lines.append(node);
    drawn.push({ node, ids: [ends[link.from].id, ends[link.to].id] });
  }

  // In pixels of the layer: the edge of the box beside its row, or where the incident is drawn.
  function placeOf(number, places) {
    const row = rows.get(number);
    if (!row) return places.get(number);
    const frame = atlas.map.getContainer().getBoundingClientRect();
    const { left, right, top, bottom } = row.getBoundingClientRect();
    if (!right) return null;
    const edge = box.getBoundingClientRect();
    // In a line of numbers, as on a phone, from above; else from beside it.
    const isLine = getComputedStyle(box).display === "flex";
    const point = [
      (isLine ? (left + right) / 2 : edge.right + 4) - frame.left,
      (isLine ? edge.top - 4 : (top + bottom) / 2) - frame.top,
    ];
    const { x, y } = atlas.map.containerPointToLayerPoint(point);
    return { x, y, edge: { x, y, ...NONE }, isOpen: true };
  }

  function light(ids) {
    drawn.forEach(({ node, ids: ends }) =>
      node.classList.toggle("lit", ids.size === 1 && ends.some((id) => ids.has(id))),
    );
    rows.forEach((row) => row.classList.remove("is-pointed"));
  }
})(window.Faultline);
