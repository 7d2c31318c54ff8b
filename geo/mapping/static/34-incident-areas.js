// Incidents that are known only to an area: it is hatched, without a line around it that would look like a border, and named.
(function (atlas) {
  const SPACE = "http://www.w3.org/2000/svg";
  const ANGLES = [45, 135, 20, 110]; // degrees: areas that overlap are told apart by them
  const GAP_PX = 7; // between the lines of a hatching; like all sizes here chosen by eye, in light and dark
  // How strongly areas are hatched: the more there are in view, the paler.
  const STRENGTHS = [
    [12, 0.6],
    [40, 0.34],
    [Infinity, 0.2],
  ];
  const FADES_FROM = 0.4; // of the view that one area covers
  const FAINTEST = 0.3; // of its strength, where it covers all of the view
  const NAME_HEIGHT_PX = 22;
  const OPACITY_STEPS = 3; // of an area while a window of time moves
  const SAMPLES = 7; // across and down an area, to find room for its name
  const LEADER_PX = [34, 56, 84]; // how far from its area a name may stand, with a line that leads to it
  const MAX_LEADERS_AT = 12; // areas in view: among more, lines would cross each other, and a number stands for a name
  const DIRECTIONS = 12;
  const WORTH_A_LEADER = 5; // towns this large (log10 of their inhabitants) are not hidden where a name can stand beside its area

  let areas = [];
  const drawn = new Map(); // id → { polygon, detail }
  let names = null; // the layer of the names and their leaders
  let shapes = null; // the layer of the hatchings
  let number = 0; // of the latest drawing
  let counts = null; // area by id, while a window of time moves
  const namesAt = new Map(); // by id: where names stand, what they say beside the number, and the box around them

  atlas.setUpIncidentAreas = function (map) {
    map.createPane("incident-areas").style.zIndex = 410;
    map.createPane("area-names").style.zIndex = 590; // below the marks
    map.getContainer().append(patterns());
    shapes = L.layerGroup().addTo(map);
    names = L.layerGroup().addTo(map);
    renderer = L.svg({ pane: "incident-areas", padding: 0.5 });
    map.on("zoomend faultline:turned", () => atlas.drawIncidentAreas(areas));
    map.on("movestart", () => (isMoving = true));
    map.on("moveend", () => (isMoving = false));
    map.on("faultline:marks moveend", placeNames);
    map.on("faultline:towns", makeWay);
    document.addEventListener("load", ({ target }) => target.rel === "stylesheet" && measureAnew(), true); // it does not bubble
    map.on("faultline:hover", ({ areaId }) => areas.forEach((area) => light(area, area.area_id === areaId)));
  };
  let renderer = null;
  let isMoving = false;

  // The hatchings as patterns of the page, one for each type and angle.
  function patterns() {
    const picture = document.createElementNS(SPACE, "svg");
    picture.setAttribute("class", "area-patterns");
    picture.setAttribute("aria-hidden", "true");
    atlas.config.types.forEach(({ key }) =>
      ANGLES.forEach((angle, turn) => {
        const pattern = document.createElementNS(SPACE, "pattern");
        const attributes = {
          id: `hatch-${key}-${turn}`,
          width: GAP_PX,
          height: GAP_PX,
          patternUnits: "userSpaceOnUse",
        };
        Object.entries({ ...attributes, patternTransform: `rotate(${angle})` }).forEach(([name, value]) =>
          pattern.setAttribute(name, value),
        );
        const line = document.createElementNS(SPACE, "path");
        line.setAttribute("d", `M0 0V${GAP_PX}`);
        line.setAttribute("class", `hatch type-${key}`);
        pattern.append(line);
        picture.append(pattern);
      }),
    );
    return picture;
  }

  // Draw these areas in place of those before; the old outlines stay until the new ones have come.
  atlas.drawIncidentAreas = function (next) {
    areas = next;
    counts = null;
    number += 1;
    const current = number;
    const detail = atlas.detailOfZoom(atlas.map.getZoom());
    const ids = areas.map((area) => area.area_id);
    removeAllBut(new Set(ids));
    placeNames();
    if (!ids.length) return;
    atlas
      .fetchAreaShapes(ids, detail)
      .then((geometries) => {
        atlas.clearFailure("outlines");
        if (current === number) drawShapes(geometries, detail);
      })
      .catch((error) => {
        if (current !== number) return;
        const text = "The outlines of areas could not be loaded; their names stand.";
        atlas.showFailure("outlines", text, error, () => atlas.drawIncidentAreas(next));
      });
  };

  // While a window of time moves: other counts of areas that are drawn; those without any are hidden. The names are painted
  // in place of those of the page, for which the page would be laid out anew each time: [{ latlng, name, count, type }].
  atlas.countIncidentAreas = function (counted) {
    counts = new Map(counted.map((area) => [area.area_id, area]));
    showCounts();
    return [...namesAt]
      .filter(([id]) => counts.has(id))
      .map(([id, { latlng, name }]) => {
        const area = counts.get(id);
        return { latlng, name, count: area.count, type: commonestType(area) };
      });
  };

  function showCounts() {
    if (!counts) return;
    const most = Math.max(1, ...[...counts.values()].map(({ count }) => count));
    drawn.forEach(({ polygon }, id) => {
      const path = polygon.getElement();
      const share = counts.has(id) ? Math.sqrt(counts.get(id).count / most) : 0;
      // In few steps, for each change draws the hatching anew.
      const opacity = String(share && Math.ceil(share * OPACITY_STEPS) / OPACITY_STEPS);
      if (path && path.getAttribute("opacity") !== opacity) path.setAttribute("opacity", opacity);
    });
  }

  function removeAllBut(ids) {
    drawn.forEach(({ polygon }, id) => {
      if (ids.has(id)) return;
      polygon.remove();
      drawn.delete(id);
    });
  }

  const commonestType = ({ types }) => Object.entries(types).sort(([, count], [, other]) => other - count)[0][0];
  // An area of many incidents is hatched more strongly than one of few.
  function strengthOf({ count }) {
    const share = Math.sqrt(count / Math.max(...areas.map((area) => area.count)));
    return STRENGTHS.find(([most]) => areas.length <= most)[1] * (0.45 + 0.55 * share);
  }

  // An area that fills the view tells nothing by its hatching there, which would only hide the map under it.
  function fade(entry, id) {
    const area = areas.find(({ area_id: areaId }) => areaId === id);
    if (!area) return;
    const share = shareOfView(area, entry);
    const faded = share > FADES_FROM ? 1 - ((1 - FAINTEST) * (share - FADES_FROM)) / (1 - FADES_FROM) : 1;
    entry.polygon.setStyle({ fillOpacity: strengthOf(area) * faded });
  }

  // How much of the view an area covers, by points of a grid.
  function shareOfView(area, entry) {
    const view = atlas.map.getPixelBounds();
    const rings = ringsOf(entry, turnOfWorld(area));
    const size = view.getSize();
    const steps = [...Array(SAMPLES).keys()].map((step) => (step + 0.5) / SAMPLES);
    const points = steps.flatMap((across) => steps.map((down) => view.min.add([size.x * across, size.y * down])));
    const extent = L.bounds(rings.flat());
    const near = points.filter((point) => extent.contains(point));
    if (near.length <= FADES_FROM * points.length) return 0;
    return near.filter((point) => contains(rings, point)).length / points.length;
  }

  function turnOf(areaId) {
    return [...areaId].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % ANGLES.length;
  }

  function drawShapes(geometries, detail) {
    areas.forEach((area) => {
      const geometry = geometries.get(area.area_id);
      if (!geometry) return;
      if (drawn.has(area.area_id)) drawn.get(area.area_id).polygon.remove();
      drawn.set(area.area_id, { polygon: polygonOf(area, geometry).addTo(shapes), geometry, detail });
    });
    placeNames();
  }

  function polygonOf(area, geometry) {
    const turned = turnOfWorld(area);
    const rings = geometry.coordinates.map((polygon) =>
      polygon.map((ring) => ring.map(([longitude, latitude]) => [latitude, longitude + turned])),
    );
    const type = commonestType(area);
    const polygon = L.polygon(rings, {
      renderer,
      className: `area-shape type-${type}`,
      fillColor: `url(#hatch-${type}-${turnOf(area.area_id)})`,
      fillOpacity: strengthOf(area),
      stroke: true,
      bubblingMouseEvents: false,
      smoothFactor: 0.5,
    });
    // A tooltip of the polygon's own would make a stop of it for the Tab key, beside that of its name.
    polygon.on("mouseover mousemove", ({ latlng }) => showTip(area, latlng));
    polygon.on("mouseout remove", () => tip.remove());
    polygon.on("click", ({ latlng }) => open(area, latlng, false));
    return polygon;
  }

  const tip = L.tooltip({ direction: "top", className: "hover" });
  function showTip(area, latlng) {
    tip.setLatLng(latlng).setContent(hoverBox(area));
    if (!atlas.map.hasLayer(tip)) tip.addTo(atlas.map);
  }

  function hoverBox(area) {
    const box = atlas.element("div", "hover-box");
    box.append(
      atlas.element("b", "", titleOf(area)),
      atlas.element("div", "quiet", `Somewhere in it · ${atlas.phrases.tollOf(area.killed, area.count)}`),
    );
    return box;
  }

  function titleOf({ name, count, parts }) {
    const within = parts > 1 ? `${name} and its provinces` : name;
    return `${within}: ${atlas.phrases.countOf(count, "incident")}`;
  }

  function open(area, latlng, byKey) {
    tip.remove();
    const parameters = { area_id: area.area_id, ...(area.parts > 1 ? { parts: 1 } : {}) };
    const source = area.incidents
      ? { incidents: area.incidents, count: area.count }
      : { count: area.count, parameters, title: titleOf(area) };
    atlas.openList(latlng, source, { focusAgain: byKey ? () => focusName(area.area_id) : null });
  }

  function focusName(areaId) {
    const name = atlas.map.getContainer().querySelector(`[data-area-id="${CSS.escape(areaId)}"]`);
    if (name) name.focus({ preventScroll: true });
  }

  // The names stand where there is room: in their area, or beside it with a line that leads there; never on a mark, and on
  // no town if they can stand elsewhere, for who looks for a place looks for towns.
  function placeNames() {
    if (!names) return;
    const focused = document.activeElement && document.activeElement.dataset.areaId;
    names.clearLayers();
    namesAt.clear();
    nameBoxes = [];
    if (!areas.length) return finishNames();
    towns = atlas.townsInView();
    const obstacles = { taken: [...markBoxes(), ...controlBoxes()], towns: inFrame(towns) };
    const texts = atlas.phrases.distinctNames(areas.map(titleOf));
    [...areas.entries()]
      .sort(([, area], [, other]) => other.count - area.count)
      .forEach(([at, area]) => addName(area, texts[at], obstacles));
    drawn.forEach((entry, id) => fade(entry, id));
    finishNames();
    if (focused) focusName(focused);
  }

  function finishNames() {
    showCounts();
    atlas.stops.refresh();
    atlas.map.fire("faultline:area-names");
  }

  // Towns come with the tiles of the basemap, often after the areas. While the map moves its names stay as they are.
  let towns = []; // by which the names were placed
  function makeWay() {
    if (areas.length && !isMoving && JSON.stringify(atlas.townsInView()) !== JSON.stringify(towns)) placeNames();
  }

  // The box around each town and its name, as boxes of the frame.
  function inFrame(someTowns) {
    const { x, y } = atlas.map.getPixelBounds().min;
    return someTowns.flatMap(({ weight, boxes }) =>
      boxes.map((box) => ({ weight, box: atlas.boxes.moved(box, { x: -x, y: -y }) })),
    );
  }

  function markBoxes() {
    const { x, y } = atlas.map.getPixelBounds().min;
    return (atlas.markBoxes || []).map((mark) => atlas.boxes.moved(atlas.boxes.around(mark), { x: -x, y: -y }));
  }

  // Where the names stand, in pixels of the world at this zoom, so that the names of towns can give way.
  let nameBoxes = [];
  atlas.areaNameBoxes = () => nameBoxes;
  atlas.areaNameBox = (areaId) => (namesAt.get(areaId) || {}).box;

  function controlBoxes() {
    const container = atlas.map.getContainer();
    const { left, top } = container.getBoundingClientRect();
    return [...container.querySelectorAll(".leaflet-control")].map((node) => {
      const box = node.getBoundingClientRect();
      return { left: box.left - left, right: box.right - left, top: box.top - top, bottom: box.bottom - top };
    });
  }

  function addName(area, text, obstacles) {
    const box = nameBox(area);
    if (areas.length > MAX_LEADERS_AT && widthOf(area) < sizeOf(box).width) box.classList.add("number-only");
    const size = sizeOf(box);
    const place = placeFor(area, size, obstacles);
    if (!place) return;
    const { point, leader } = place;
    const icon = L.divIcon({ html: box, className: "name-anchor", iconSize: [0, 0] });
    const latlng = atlas.map.containerPointToLatLng(point);
    const marker = L.marker(latlng, { icon, keyboard: false, pane: "area-names" }).addTo(names);
    if (leader) drawLeader(point, leader);
    box.classList.toggle("crowded", Boolean(place.isCrowded));
    box.setAttribute("role", "button");
    box.setAttribute("aria-label", text);
    box.dataset.count = area.count;
    box.dataset.areaId = area.area_id;
    if (!place.isCrowded)
      namesAt.set(area.area_id, {
        latlng,
        name: box.classList.contains("number-only") ? "" : area.name,
        box: atlas.boxes.moved(boxAround(point, size), atlas.map.getPixelBounds().min),
      });
    marker.on("click", () => open(area, latlng, false));
    atlas.stops.add(box, () => open(area, latlng, true));
    ["mouseenter", "focus"].forEach((kind) =>
      box.addEventListener(kind, () => atlas.pointAt({ areaId: area.area_id })),
    );
    ["mouseleave", "blur"].forEach((kind) => box.addEventListener(kind, () => atlas.pointAt({})));
    if (!place.isCrowded) obstacles.taken.push(boxAround(point, size));
    nameBoxes.push(atlas.boxes.moved(boxAround(point, size), atlas.map.getPixelBounds().min));
  }

  // How wide an area is on the screen.
  function widthOf({ bounds: [west, south, east, north] }) {
    const [low, high] = [
      [south, west],
      [north, east],
    ].map((corner) => atlas.map.project(corner));
    return high.x - low.x;
  }

  // While its name is pointed at, an area shows how far it reaches.
  function light(area, isLit) {
    const entry = drawn.get(area.area_id);
    const path = entry && entry.polygon.getElement();
    if (path) path.classList.toggle("lit", isLit);
  }

  // The name, how many incidents, and a bar of their types.
  function nameBox(area) {
    const box = atlas.element("span", `area-name type-${commonestType(area)}`);
    const name = atlas.element("span", "area-name-text", area.name);
    name.setAttribute("dir", "auto");
    const bar = atlas.element("span", "type-bar");
    atlas.config.types.forEach(({ key }) => {
      if (!area.types[key]) return;
      const part = atlas.element("i", `type-${key}`);
      part.style.flexGrow = area.types[key];
      bar.append(part);
    });
    box.append(name, atlas.element("b", "", atlas.phrases.shortNumber(area.count)), bar);
    return box;
  }

  // How large a name is drawn, measured once.
  const sizes = new Map();
  // st_folium puts the stylesheets into the page without waiting for them: without them, a name is of another size.
  function measureAnew() {
    sizes.clear();
    placeNames();
  }
  function sizeOf(box) {
    const key = `${box.classList.contains("number-only")} ${box.textContent}`;
    if (!sizes.has(key)) {
      const probe = box.cloneNode(true);
      probe.style.visibility = "hidden";
      atlas.map.getContainer().append(probe);
      sizes.set(key, { width: probe.offsetWidth, height: probe.offsetHeight || NAME_HEIGHT_PX });
      probe.remove();
    }
    return sizes.get(key);
  }

  function boxAround({ x, y }, { width, height }) {
    return { left: x - width / 2 - 1, right: x + width / 2 + 1, top: y - height / 2 - 1, bottom: y + height / 2 + 1 };
  }

  // Where a name stands, as a point of the frame; null where nothing of its area is in view.
  function placeFor(area, size, { taken, towns: townBoxes }) {
    const frame = atlas.map.getSize();
    const isInFrame = ({ x, y }) => x >= 0 && y >= 0 && x <= frame.x && y <= frame.y;
    const isFree = (box) => {
      const isWhole = box.left >= 0 && box.top >= 0 && box.right <= frame.x && box.bottom <= frame.y;
      return isWhole && !taken.some((other) => atlas.boxes.overlaps(box, other));
    };
    const best = (points) => leastHiding(points, size, { isFree, townBoxes });
    const own = pointOf(area);
    const middle = isInFrame(own) && best([own]);
    if (middle && !middle.hides) return middle;
    const inside = pointsInside(area, own).filter(isInFrame);
    if (!inside.length) return null;
    const within = best(inside);
    if (within && within.hides < WORTH_A_LEADER) return within;
    const beside = areas.length > MAX_LEADERS_AT ? null : best(pointsAround(inside[0], size));
    if (beside && (!within || beside.hides < within.hides)) return { ...beside, leader: inside[0] };
    return within || { point: inside[0], isCrowded: true };
  }

  // Of the points where a name has room the first that hides no town, else that whose largest hidden town is the smallest:
  // { point, hides }, or null.
  function leastHiding(points, size, { isFree, townBoxes }) {
    let least = null;
    for (const point of points) {
      const box = boxAround(point, size);
      if (!isFree(box)) continue;
      const hidden = townBoxes.filter((town) => atlas.boxes.overlaps(box, town.box)).map(({ weight }) => weight);
      const hides = Math.max(0, ...hidden);
      if (!least || hides < least.hides) least = { point, hides };
      if (!hides) break;
    }
    return least;
  }

  // Points around one in an area, from which a line leads back to it, the nearest first.
  function pointsAround(target, { width }) {
    const angles = [...Array(DIRECTIONS).keys()].map((step) => (2 * Math.PI * step) / DIRECTIONS);
    return LEADER_PX.flatMap((away) =>
      angles.map((angle) => target.add([Math.cos(angle) * (away + width / 2), Math.sin(angle) * away])),
    );
  }

  const turnOfWorld = (area) => atlas.nearestLongitude(area.longitude) - area.longitude;

  // Where the server says that the middle of an area is, as a point of the frame.
  function pointOf(area) {
    return atlas.map.latLngToContainerPoint([area.latitude, area.longitude + turnOfWorld(area)]);
  }

  // Points of the frame that lie in an area, its middle first, the others by their distance from it.
  function pointsInside(area, own) {
    const entry = drawn.get(area.area_id);
    if (!entry) return [own];
    const origin = atlas.map.getPixelBounds().min;
    const rings = ringsOf(entry, turnOfWorld(area)).map((ring) => ring.map((point) => point.subtract(origin)));
    const samples = samplePoints(rings).filter((point) => contains(rings, point));
    return [own, ...samples.sort((point, other) => own.distanceTo(point) - own.distanceTo(other))];
  }

  // The rings of an area in pixels of the world, made once a zoom.
  function ringsOf(entry, turned) {
    const key = `${atlas.map.getZoom()} ${turned}`;
    if (entry.key !== key) {
      const project = ([longitude, latitude]) => atlas.map.project([latitude, longitude + turned]);
      entry.rings = entry.geometry.coordinates.flat().map((ring) => ring.map(project));
      entry.key = key;
    }
    return entry.rings;
  }

  // A grid over what is in view of the outline.
  function samplePoints(rings) {
    const frame = atlas.map.getSize();
    const bounds = L.bounds(rings.flat());
    const [low, high] = [
      L.point(Math.max(bounds.min.x, 0), Math.max(bounds.min.y, 0)),
      L.point(Math.min(bounds.max.x, frame.x), Math.min(bounds.max.y, frame.y)),
    ];
    const steps = [...Array(SAMPLES).keys()].map((step) => (step + 0.5) / SAMPLES);
    return steps.flatMap((across) =>
      steps.map((down) => L.point(low.x + (high.x - low.x) * across, low.y + (high.y - low.y) * down)),
    );
  }

  // The even-odd rule: a ring in another is a hole.
  function contains(rings, { x, y }) {
    let isInside = false;
    rings.forEach((ring) => {
      for (let at = 0, before = ring.length - 1; at < ring.length; before = at, at += 1) {
        const [one, other] = [ring[at], ring[before]];
        if (one.y > y !== other.y > y && x < ((other.x - one.x) * (y - one.y)) / (other.y - one.y) + one.x)
          isInside = !isInside;
      }
    });
    return isInside;
  }

  function drawLeader(point, target) {
    const ends = [point, target].map((end) => atlas.map.containerPointToLatLng(end));
    const options = { renderer, interactive: false, className: "leader", weight: 1 };
    names.addLayer(L.polyline(ends, options));
    names.addLayer(L.circleMarker(ends[1], { ...options, radius: 2, fill: true, fillOpacity: 1 }));
  }
})(window.Faultline);
