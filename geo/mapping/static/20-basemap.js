// The basemap's layers and the outlines of areas. What it draws comes in tiles from our own server; online tiles only when asked for.
(function (atlas) {
  const LIMIT_MS = 150000; // an answer that takes as long as the server allows, and waits its turn; by judgement
  const AREAS_AT_ONCE = 60; // in one request: some 20 bytes each in its address; the server takes 200

  // Outlines are fetched once, for areas in colour.
  const outlines = new Map();
  atlas.fetchOutlines = function (address) {
    if (!outlines.has(address)) {
      const answer = fetchJson(address);
      answer.catch(() => outlines.delete(address));
      outlines.set(address, answer);
    }
    return outlines.get(address);
  };

  // Where the server refuses, the error has its status, and its reason in words. No answer for too long is a failure too.
  function fetchJson(address, { signal = null, limitMs = LIMIT_MS } = {}) {
    const controller = new AbortController();
    const late = setTimeout(() => controller.abort(new Error(`${address}: no answer`)), limitMs);
    if (signal) signal.addEventListener("abort", () => controller.abort(signal.reason));
    return fetch(address, { signal: controller.signal })
      .then((response) => (response.ok ? response.json() : refuse(address, response)))
      .finally(() => clearTimeout(late));
  }
  atlas.fetchJson = fetchJson;

  async function refuse(address, response) {
    const { error = "" } = await response.json().catch(() => ({}));
    throw Object.assign(new Error(`${address}: ${response.status}`), { status: response.status, reason: error });
  }

  // The level of detail at which the tiles show outlines at a zoom: geo/core/outline_levels.py.
  atlas.detailOfZoom = function (zoom) {
    return atlas.config.basemap.lastZooms.filter((last) => Math.round(zoom) > last).length;
  };

  // The outlines of areas at a level of detail, id → GeoJSON geometry. Those that the server does not know are left out.
  const areaShapes = new Map();
  atlas.fetchAreaShapes = function (ids, detail) {
    const keyOf = (id) => `${detail} ${id}`;
    const missing = ids.filter((id) => !areaShapes.has(keyOf(id))).sort();
    for (let start = 0; start < missing.length; start += AREAS_AT_ONCE) {
      const some = missing.slice(start, start + AREAS_AT_ONCE);
      const answer = fetchJson(areasAddress(some, detail));
      some.forEach((id) => areaShapes.set(keyOf(id), answer));
      answer.catch(() => some.forEach((id) => areaShapes.delete(keyOf(id))));
    }
    const answers = ids.map((id) => areaShapes.get(keyOf(id)).then((shapes) => [id, shapes[id]]));
    return Promise.all(answers).then((pairs) => new Map(pairs.filter(([, shape]) => shape)));
  };

  function areasAddress(ids, detail) {
    return `${atlas.config.basemap.areas}&detail=${detail}${ids.map((id) => `&id=${encodeURIComponent(id)}`).join("")}`;
  }

  function createPane(map, name, zIndex) {
    const { style } = map.createPane(name);
    style.zIndex = zIndex;
    style.pointerEvents = "none";
  }

  atlas.setUpBasemap = function (map) {
    createPane(map, "land", 210);
    createPane(map, "online", 215);
    createPane(map, "lines", 224); // above areas in colour, whose own edges are a little coarser
    createPane(map, "names", 405); // below the incidents
    const store = atlas.basemapTiles.createStore();
    const land = atlas.basemapTiles.landLayer(store).addTo(map);
    const lines = atlas.basemapTiles.linesLayer(store).addTo(map);
    const names = atlas.placeNames.layer(store).addTo(map);
    const [relief, water] = ["relief", "water"].map((part) => switchOf(land, part).addTo(map));
    store.follow(map, () => {
      land.redraw();
      lines.redraw();
      names.redraw();
    });
    map.on("faultline:theme", () => [land, lines].forEach((layer) => layer.redraw()));
    atlas.overlays = {
      "Names on the map": names,
      Relief: relief,
      "Rivers and lakes": water,
      [atlas.config.online.label]: onlineTiles(),
    };
  };

  // A part of the land as a layer of its own in the list of layers.
  function switchOf(land, part) {
    const layer = L.layerGroup();
    layer.on("add", () => land.show(part, true));
    layer.on("remove", () => land.show(part, false));
    return layer;
  }

  function onlineTiles() {
    const online = atlas.config.online;
    const tiles = L.tileLayer(online.url, { pane: "online", maxZoom: 19, attribution: online.credit, opacity: 0.85 });
    let hasFailed = false;
    tiles.on("tileerror", () => {
      if (!hasFailed) atlas.notice("The online map cannot be reached; the built-in one stays.");
      hasFailed = true;
    });
    tiles.on("add", () => (hasFailed = false));
    return tiles;
  }
})(window.Faultline);
