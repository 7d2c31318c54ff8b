// What the map shows while a window of time is moved or played: drawn anew for each window from what was fetched once a view,
// without a request. At rest the page's own marks take over.
(function (atlas) {
  const WAIT_MS = 300; // after marks were drawn, before more is fetched; by judgement
  const RING_PX = 5; // as those of clusters at rest: 30-incidents.js
  const EDGE_PX = 1.5;
  const HOLE_SHARE = 0.42;
  // More areas than that are hatched so palely that they tell little, and to draw them anew took a third of each picture.
  const MAX_HATCHED = 40;
  const DOT_PX = 5; // of an incident of which no more is known than its type
  const FULL_TURN = 2 * Math.PI;
  const TILE_PX = 256;
  const FONT = '"Source Sans", "Source Sans 3", system-ui, sans-serif';
  const DASHES = { circle: [4, 4], vague: [2, 2], area: [2, 2] };

  let source = null; // { key, incidents, cube, areas } of the view; without a cube the incidents are all there are
  let request = null; // { key, controller } of what is being fetched
  let state = "none"; // or loading, ready, failed
  let waiting = 0;
  let frame = null; // { bins, days } that is drawn; null at rest
  let canvas = null;
  let colours = null;

  atlas.setUpMovingMarks = function (map) {
    const pane = map.createPane("moving");
    Object.assign(pane.style, { zIndex: 600, pointerEvents: "none" });
    canvas = atlas.element("canvas", "leaflet-zoom-hide moving-marks");
    canvas.setAttribute("aria-hidden", "true");
    pane.append(canvas);
    map.on("faultline:shown", () => {
      setSource(null, "none");
      if (atlas.shown.is_whole) prepare();
    });
    map.on("faultline:drawn", () => atlas.isDense() || end());
    map.on("faultline:dense", () => atlas.isDense() && end());
    map.on("faultline:drawn faultline:dense moveend", prepareSoon);
    map.on("faultline:theme", () => (colours = null));
    map.on("move zoomend resize", () => frame && paintFrame());
  };

  // Whether what a moving window shows is there: none (nothing moves on this map), loading, ready or failed.
  const stateOf = () => state;
  function setSource(next, nextState) {
    if (request && nextState !== "loading") request = null;
    [source, state] = [next, nextState];
    atlas.map.fire("faultline:moving");
    if (frame && source) draw(frame.bins, frame.days);
  }

  function prepareSoon() {
    clearTimeout(waiting);
    waiting = setTimeout(prepare, WAIT_MS);
  }

  function prepare() {
    const { shown } = atlas;
    if (!shown || !shown.time || shown.areas) return setSource(null, "none");
    if (!shown.is_whole) return fetchSource();
    if (source && source.key === shown) return undefined;
    return setSource({ key: shown, incidents: shown.incidents, cube: null, areas: shown.incident_areas }, "ready");
  }

  function fetchSource() {
    const query = wholeQuery();
    const marks = atlas.addressOfView("/api/clusters.json", query);
    const cube = atlas.addressOfView("/api/cube", query, atlas.isDense() ? 1 : 0); // squares are half as wide as clusters
    const key = `${marks} ${cube}`;
    if ((request || source || {}).key === key) return;
    if (request) request.controller.abort();
    const current = { key, controller: new AbortController() };
    const options = { signal: current.controller.signal };
    setSource(source, "loading");
    request = current;
    Promise.all([atlas.fetchJson(marks, options), fetchCube(cube, options)])
      .then(([answer, counts]) => request === current && takeSource(key, answer, counts))
      .catch(() => request === current && setSource(null, "failed"));
  }

  // The outlines of areas that only other windows have are fetched too, so that none is asked for while one moves.
  function takeSource(key, { incidents, clusters }, cube) {
    const symbols = new Map(clusters.map((cluster) => [placeKey(cluster), cluster.symbols]));
    atlas
      .fetchAreaShapes(
        cube.areas.map((area) => area.area_id),
        atlas.detailOfZoom(atlas.map.getZoom()),
      )
      .catch(() => {});
    setSource({ key, incidents, symbols, cube, areas: cube.areas }, "ready");
  }
  const placeKey = ({ longitude, latitude }) => `${longitude} ${latitude}`;

  // The selection without its window of time.
  function wholeQuery() {
    const query = new URLSearchParams(atlas.shown.query);
    ["from", "to"].forEach((name) => query.delete(name));
    return query;
  }

  function fetchCube(address, options) {
    return fetch(address, options)
      .then((response) => {
        if (!response.ok) throw new Error(`${address}: ${response.status}`);
        return response.arrayBuffer();
      })
      .then(atlas.timeCube.decode);
  }

  // Draw a window of bins, which are these days; false where what it needs is not there.
  function draw(bins, days) {
    if (!source) return false;
    const isFirst = !frame;
    frame = { bins, days };
    if (isFirst) begin();
    paintFrame();
    return true;
  }

  function begin() {
    atlas.map.closePopup();
    const { classList } = atlas.map.getContainer();
    classList.add("moving");
    classList.toggle("many-areas", source.areas.length > MAX_HATCHED);
    atlas.drawIncidentAreas(source.areas);
  }

  function end() {
    if (!frame) return;
    frame = null;
    atlas.map.getContainer().classList.remove("moving");
    canvas.getContext("2d").clearRect(0, 0, canvas.width, canvas.height);
  }

  function paintFrame() {
    if (!source) return;
    const { bins, days } = frame;
    const incidents = source.incidents.filter((incident) => atlas.days.overlapsWindow(incident.days, days));
    const pen = penOfView();
    const areas = source.cube ? areasWithin(bins) : atlas.areasOf(incidents);
    atlas.countIncidentAreas(areas).forEach((name) => paintName(pen, name));
    if (atlas.isDense()) paintSquares(pen, bins, incidents);
    else paintMarks(pen, bins, incidents);
  }

  function areasWithin(bins) {
    const counts = atlas.timeCube.within(source.cube, source.cube.areaCounts, bins);
    return counts.map(({ place, count, types }) => ({ ...source.cube.areas[place], count, types }));
  }

  // A pen over the view, whose unit is a pixel of the style sheet.
  function penOfView() {
    const { map } = atlas;
    const [{ x, y }, ratio] = [map.getSize(), window.devicePixelRatio || 1];
    const size = [Math.round(x * ratio), Math.round(y * ratio)];
    if (canvas.width !== size[0] || canvas.height !== size[1]) {
      [canvas.width, canvas.height] = size;
      [canvas.style.width, canvas.style.height] = [`${x}px`, `${y}px`];
    }
    L.DomUtil.setPosition(canvas, map.containerPointToLayerPoint([0, 0]));
    const pen = canvas.getContext("2d");
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, x, y);
    if (!colours) colours = coloursOfStyle();
    return pen;
  }

  // The colours that the style sheet gives to the types and to the page.
  function coloursOfStyle() {
    const root = getComputedStyle(document.documentElement);
    const named = (name) => root.getPropertyValue(name).trim();
    const probe = atlas.map.getContainer().appendChild(atlas.element("i"));
    const types = atlas.config.types.map(({ key }) => {
      probe.className = `type-${key}`;
      return [key, getComputedStyle(probe).getPropertyValue("--type").trim()];
    });
    probe.remove();
    return { types: new Map(types), paper: named("--paper"), ink: named("--ink"), edge: named("--mark-edge") };
  }

  function paintMarks(pen, bins, incidents) {
    const { map } = atlas;
    const origin = map.getPixelBounds().min;
    const marks = [...incidents.filter((incident) => !incident.shape).map(markOfIncident), ...marksOfCells(bins)];
    const points = marks.map((mark) => {
      const { x, y } = map.project([mark.latitude, atlas.nearestLongitude(mark.longitude)]);
      return { ...mark, x: x - origin.x, y: y - origin.y };
    });
    atlas.clustering.group(points, radiusOf).forEach((group) => {
      if (group.count > 1) paintCluster(pen, group);
      else paintIncident(pen, group);
    });
  }

  function markOfIncident(incident) {
    const { type, symbol, longitude, latitude, id } = incident;
    return { incident, key: `i ${id}`, longitude, latitude, count: 1, types: { [type]: 1 }, symbols: { [symbol]: 1 } };
  }

  // Cells that hold one incident are among the incidents.
  function marksOfCells(bins) {
    if (!source.cube) return [];
    const { cells, cellCounts } = source.cube;
    return atlas.timeCube
      .within(source.cube, cellCounts, bins)
      .filter(({ place }) => cells[place][2] > 1 && source.symbols.size)
      .map(({ place, count, types }) => {
        const [longitude, latitude] = cells[place];
        const symbols = source.symbols.get(placeKey({ longitude, latitude })) || {};
        return { key: `c ${place}`, longitude, latitude, count, types, symbols };
      });
  }

  // As the names of areas at rest: 34-incident-areas.js.
  function paintName(pen, { latlng, name, count, type }) {
    const { x, y } = atlas.map.latLngToContainerPoint(latlng);
    const number = atlas.phrases.shortNumber(count);
    Object.assign(pen, { font: `12px ${FONT}`, textAlign: "left", textBaseline: "middle" });
    const nameWidth = name ? pen.measureText(name).width + 4 : 0;
    pen.font = `600 12px ${FONT}`;
    const width = nameWidth + pen.measureText(number).width;
    const left = x - width / 2;
    pen.fillStyle = colours.paper;
    pen.fillRect(left - 4, y - 10, width + 8, 20);
    pen.fillStyle = colours.types.get(type);
    pen.fillRect(left - 4, y + 7, width + 8, 3);
    pen.fillStyle = colours.ink;
    pen.fillText(number, left + nameWidth, y - 1);
    pen.font = `12px ${FONT}`;
    if (name) pen.fillText(name, left, y - 1);
  }

  function radiusOf(group) {
    const [first] = group.members;
    return group.count > 1 || first.incident ? atlas.radiusOfMarks(group) : DOT_PX + EDGE_PX;
  }

  function paintCircle(pen, { x, y }, radius, { fill, stroke, width = EDGE_PX, dash = [] }) {
    pen.beginPath();
    pen.arc(x, y, radius, 0, FULL_TURN);
    if (fill) {
      pen.fillStyle = fill;
      pen.fill();
    }
    if (!stroke) return;
    pen.setLineDash(dash);
    pen.lineWidth = width;
    pen.strokeStyle = stroke;
    pen.stroke();
    pen.setLineDash([]);
  }

  function paintCluster(pen, group) {
    const outer = group.radius - EDGE_PX;
    paintCircle(pen, group, outer, { fill: colours.paper, stroke: colours.edge });
    const types = atlas.sumCounts(group.members, "types");
    let start = -Math.PI / 2;
    pen.lineWidth = RING_PX;
    atlas.config.types.forEach(({ key }) => {
      if (!types[key]) return;
      const stop = start + (types[key] / group.count) * FULL_TURN;
      pen.beginPath();
      pen.arc(group.x, group.y, outer - RING_PX / 2, start, stop);
      pen.strokeStyle = colours.types.get(key);
      pen.stroke();
      start = stop;
    });
    pen.fillStyle = colours.ink;
    Object.assign(pen, { font: "600 11px system-ui, sans-serif", textAlign: "center", textBaseline: "middle" });
    pen.fillText(atlas.phrases.shortNumber(group.count), group.x, group.y + 0.5);
  }

  // As an incident at rest: 30-incidents.js and the style sheet.
  function paintIncident(pen, group) {
    const [{ incident, types }] = group.members;
    const colour = colours.types.get(Object.keys(types)[0]);
    if (!incident) return paintCircle(pen, group, DOT_PX, { fill: colour, stroke: colours.edge });
    const { solid, ring, isUnknown } = atlas.tollSizes.tollRadii(incident.killed);
    if (ring) {
      const fill = isUnknown ? null : `${colour}29`; // a sixth of it is seen
      paintCircle(pen, group, ring, { fill, stroke: colour, width: 1.2, dash: isUnknown ? [6, 3] : [] });
    }
    const dash = DASHES[incident.symbol];
    if (dash) return paintCircle(pen, group, solid, { fill: colours.paper, stroke: colour, width: 2, dash });
    paintCircle(pen, group, solid, { fill: colour, stroke: colours.edge });
    if (incident.symbol === "near") paintCircle(pen, group, solid * HOLE_SHARE, { fill: colours.edge });
    return undefined;
  }

  // Squares of the cells of the cube, in the classes of the squares at rest; a small selection has no cube.
  function paintSquares(pen, bins, incidents) {
    const { map, shown } = atlas;
    const level = source.cube ? source.cube.level : Math.round(map.getZoom()) + 3;
    const counts = source.cube
      ? atlas.timeCube
          .within(source.cube, source.cube.cellCounts, bins)
          .map(({ place, count }) => [source.cube.cells[place], count])
      : incidents.filter(({ shape }) => !shape).map(({ longitude, latitude }) => [[longitude, latitude], 1]);
    const theme = document.documentElement.dataset.theme === "dark" ? "dark" : "light";
    const { colours: palette, minimums } = shown.density;
    const side = (TILE_PX * 2 ** map.getZoom()) / 2 ** level;
    const origin = map.getPixelBounds().min;
    const squares = new Map();
    counts.forEach(([[longitude, latitude], count]) => {
      const { x, y } = map.project([latitude, atlas.nearestLongitude(longitude)]);
      const at = [Math.floor(x / side), Math.floor(y / side)];
      squares.set(at.join(), { at, count: count + (squares.get(at.join()) || { count: 0 }).count });
    });
    squares.forEach(({ at: [column, row], count }) => {
      pen.fillStyle = palette[theme][minimums.filter((minimum) => count >= minimum).length - 1];
      pen.fillRect(column * side - origin.x, row * side - origin.y, side - 1, side - 1);
    });
  }

  atlas.movingMarks = { draw, state: stateOf, isMoving: () => Boolean(frame) };
})(window.Faultline);
