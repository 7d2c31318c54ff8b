// Links as arcs from the earlier incident to the later one. They end at marks, at clusters, and at the names of areas, where
// an open ring says that the place is not a point.
(function (atlas) {
  const SPACE = "http://www.w3.org/2000/svg";
  const HEAD_PX = 9; // sizes here are chosen by eye, in light and dark
  const GAP_PX = 2; // between a mark and its arc
  const OPEN_PX = 3.5;
  const BADGE_PX = 9;
  let arcs = null; // the picture below the marks, which can be pointed at
  let numbers = null; // the one above them
  let drawn = []; // [{ link, node }]
  let counts = {}; // by relation
  let nInside = 0; // links within a cluster
  let places = new Map(); // by number of the incident: where it is on the screen

  atlas.setUpLinkArcs = function (map) {
    arcs = pictureIn(map.createPane("links"), 585, "link-arcs");
    numbers = pictureIn(map.createPane("link-numbers"), 635, "link-numbers");
    map.getPane("link-numbers").style.pointerEvents = "none";
    map.on("faultline:marks faultline:area-names faultline:dense faultline:window zoomend", drawSoon);
    map.on("faultline:hover", ({ id, ids }) => light(new Set(ids || [id])));
  };

  function pictureIn(pane, zIndex, className) {
    pane.style.zIndex = zIndex;
    const picture = node("svg", { class: `${className} leaflet-zoom-hide`, width: 1, height: 1 });
    return pane.appendChild(picture);
  }

  function node(tag, attributes) {
    const element = document.createElementNS(SPACE, tag);
    Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
    return element;
  }

  let frame = 0;
  function drawSoon() {
    if (!frame) frame = requestAnimationFrame(() => ((frame = 0), atlas.drawLinks()));
  }

  atlas.drawLinks = function () {
    const focused = drawn.find((each) => each.node === document.activeElement);
    arcs.replaceChildren();
    numbers.replaceChildren();
    [drawn, counts, nInside] = [[], {}, 0];
    const answer = atlas.hasView ? atlas.linksShown() : null;
    const ends = answer ? answer.incidents : [];
    places = new Map(ends.map((end, number) => [number, placeOf(end)]));
    if (answer) atlas.linksOfDays().forEach((link) => drawLink(link, ends));
    if (answer && atlas.isChain()) drawNumbers();
    const again = focused && drawn.find(({ link }) => link === focused.link);
    if (again) again.node.focus({ preventScroll: true });
    atlas.stops.refresh();
    atlas.map.fire("faultline:links");
  };
  atlas.linkPlaces = () => places;

  // Where an incident is drawn, in pixels of the layer, with the `edge` of what is drawn there; null without a place.
  function placeOf({ id, longitude, latitude, shape }) {
    if (longitude === null) return null;
    const origin = atlas.map.getPixelOrigin();
    const box = shape && atlas.areaNameBox(shape);
    if (box) {
      const edge = atlas.boxes.moved(box, { x: -origin.x, y: -origin.y });
      return {
        x: (edge.left + edge.right) / 2,
        y: (edge.top + edge.bottom) / 2,
        edge,
        key: `a ${shape}`,
        isOpen: true,
      };
    }
    const group = shape || atlas.movingMarks.isMoving() ? null : groupOf(id, longitude, latitude);
    const point = group || atlas.map.project([latitude, atlas.nearestLongitude(longitude)]);
    const [x, y] = [point.x - origin.x, point.y - origin.y];
    const radius = group ? group.radius + GAP_PX : shape ? OPEN_PX : 0;
    return { x, y, edge: { x, y, radius }, key: group ? `m ${group.key}` : id, isOpen: Boolean(shape) };
  }

  function groupOf(id, longitude, latitude) {
    const isHere = ({ incident, cluster }) => (incident ? incident.id === id : isWithin(cluster, longitude, latitude));
    return (atlas.markGroups || []).find(({ members }) => members.some(isHere));
  }

  function isWithin({ bounds: [west, south, east, north] }, longitude, latitude) {
    return longitude >= west && longitude <= east && latitude >= south && latitude <= north;
  }

  function drawLink(link, ends) {
    const [start, end] = [places.get(link.from), places.get(link.to)];
    if (atlas.isChain() && Boolean(start) !== Boolean(end)) count(link); // drawn from the box of what has no place
    if (!start || !end) return;
    if (start.key === end.key) {
      nInside += 1;
      return;
    }
    const arc = atlas.arcs.trim(arcOnScreen(link.arc, start, end), start.edge, end.edge);
    if (!arc) return;
    count(link);
    add(atlas.linkNode(link, arc, start, end), link, ends);
  }

  function count({ relation }) {
    counts[relation] = (counts[relation] || 0) + 1;
  }

  function arcOnScreen(arc, start, end) {
    if (!arc) return atlas.arcs.bent(start, end, 0.2);
    const [from, control, to] = arc.map(([longitude, latitude]) => atlas.map.project([latitude, longitude]));
    return atlas.arcs.between({ start: from, control, end: to }, start, end);
  }

  // The line on a ground-coloured edge, its tip, open rings at areas, and a wide line to be hit.
  atlas.linkNode = function (link, arc, start, end) {
    const group = node("g", { class: `link link-${link.relation}` });
    const line = atlas.arcs.pathOf(link.is_directed ? atlas.arcs.shorten(arc, HEAD_PX - 2) : arc);
    group.append(
      node("path", { class: "link-hit", d: line }),
      node("path", { class: "link-edge", d: line }),
      node("path", { class: "link-line", d: line }),
      ...(link.is_directed ? [node("path", { class: "link-head", d: atlas.arcs.headOf(arc, HEAD_PX) })] : []),
    );
    if (start.isOpen)
      group.append(node("circle", { class: "link-open", cx: arc.start.x, cy: arc.start.y, r: OPEN_PX }));
    if (end.isOpen && !link.is_directed)
      group.append(node("circle", { class: "link-open", cx: arc.end.x, cy: arc.end.y, r: OPEN_PX }));
    return group;
  };

  function add(group, link, ends) {
    const [earlier, later] = [ends[link.from], ends[link.to]];
    group.setAttribute("role", "button");
    group.setAttribute("aria-label", wordsOf(earlier, later, link));
    const middle = () => atlas.map.layerPointToLatLng(middleOf(group));
    const show = () => {
      atlas.pointAt({ ids: [earlier.id, later.id] });
      tip.setLatLng(middle()).setContent(tipOf(earlier, later, link));
      if (!atlas.map.hasLayer(tip)) tip.addTo(atlas.map);
    };
    const hide = () => {
      tip.remove();
      atlas.pointAt({});
    };
    const open = (options) => atlas.openIncident(later.id, options);
    ["mouseenter", "focus"].forEach((kind) => group.addEventListener(kind, show));
    ["mouseleave", "blur"].forEach((kind) => group.addEventListener(kind, hide));
    L.DomEvent.on(group, "click", (event) => {
      L.DomEvent.stop(event);
      hide();
      open({});
    });
    arcs.append(group);
    atlas.stops.add(group, () => open({ focus: true }));
    drawn.push({ link, node: group, ids: [earlier.id, later.id] });
  }

  const tip = L.tooltip({ direction: "top", className: "hover", offset: [0, -4] });

  function middleOf(group) {
    const line = group.querySelector(".link-line");
    return L.point(line.getPointAtLength(line.getTotalLength() / 2));
  }

  function wordsOf(earlier, later, { phrase }) {
    return `${later.title} (${later.date}), ${phrase} ${earlier.title} (${earlier.date})`;
  }

  function tipOf(earlier, later, { phrase }) {
    const box = atlas.element("div", "hover-box link-tip");
    const line = (end) => {
      const row = atlas.element("div", "hover-line");
      const title = atlas.element("b", "", end.title);
      title.dir = "auto";
      row.append(title, atlas.element("span", "quiet", [end.date, end.place].filter(Boolean).join(" · ")));
      return row;
    };
    box.append(line(later), atlas.element("div", "link-phrase", phrase), line(earlier));
    return box;
  }

  function light(ids) {
    drawn.forEach(({ node: group, ids: ends }) => {
      const isAll = ids.size > 1 && ends.every((id) => ids.has(id));
      const isOne = ids.size === 1 && ends.some((id) => ids.has(id));
      group.classList.toggle("lit", isAll || isOne);
    });
  }

  // What of one chain is at a place: its numbers in order of date, beside the mark or at the area's name.
  function drawNumbers() {
    const groups = new Map();
    places.forEach((place, number) => {
      if (!place) return;
      if (!groups.has(place.key)) groups.set(place.key, { place, text: [] });
      groups.get(place.key).text.push(number + 1);
    });
    groups.forEach(({ place, text }) => numbers.append(badge(place, text.join("·"))));
  }

  function badge({ x, y, edge }, text) {
    const width = Math.max(2 * BADGE_PX, text.length * 6.5 + 8);
    const isBox = edge.radius === undefined;
    const left = isBox ? edge.left - width + 4 : x + edge.radius * 0.6;
    const top = isBox ? edge.top - BADGE_PX : y - edge.radius * 0.6 - 2 * BADGE_PX;
    const group = node("g", { class: "link-number", transform: `translate(${left.toFixed(1)},${top.toFixed(1)})` });
    const label = node("text", { x: width / 2, y: BADGE_PX, dy: "0.35em", "text-anchor": "middle" });
    label.textContent = text;
    group.append(node("rect", { width, height: 2 * BADGE_PX, rx: BADGE_PX }), label);
    return group;
  }

  // The lines of the legend: the relations that are drawn, what lies within clusters, and what a limit leaves out.
  atlas.linkEntries = function () {
    const shown = atlas.config.relations.filter(({ key }) => counts[key]);
    const answer = atlas.linksShown();
    if (!answer || !shown.length) return [];
    const lines = shown.map((relation) => {
      const line = atlas.legendEntry("link-sample", relation.label);
      line.firstChild.append(sample(relation));
      return line;
    });
    const notes = [
      nInside && `${atlas.phrases.countOf(nInside, "link")} within clusters`,
      answer.in_view > answer.links.length &&
        `The latest ${answer.links.length.toLocaleString("en")} of ${answer.in_view.toLocaleString("en")} links`,
    ].filter(Boolean);
    const title = atlas.element("div", "quiet", "Links, earlier to later");
    return [title, ...lines, ...notes.map((note) => atlas.element("div", "quiet", note))];
  };

  function sample({ key, is_directed: isDirected }) {
    const picture = node("svg", { width: 30, height: 10, viewBox: "0 0 30 10", class: `link link-${key}` });
    picture.setAttribute("aria-hidden", "true");
    picture.append(node("path", { class: "link-line", d: isDirected ? "M1,5H22" : "M1,5H29" }));
    if (isDirected) picture.append(node("path", { class: "link-head", d: "M29,5L21,1.500L21,8.500Z" }));
    return picture;
  }
})(window.Faultline);
