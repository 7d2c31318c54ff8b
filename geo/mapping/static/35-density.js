// Many incidents: squares that count them, drawn by the server. A click lists what lies there, a hover tells the count.
(function (atlas) {
  const TILE_PX = 256;
  const WORLD = [[-90, -180], [90, 180]];
  const CLICK_MS = 300; // the click that ends a drawing comes after its end
  const REACH_PX = 7; // around a click
  const RING_PX = 20; // around the middle of the map, for the keyboard; drawn by the style sheet
  const HOVER_FROM_ZOOM = 6;
  let layer = null; // the one that is shown
  let coming = null; // the one whose tiles are on their way
  let penDown = false; // whether somebody draws, whose clicks set corners

  const Squares = L.TileLayer.extend({
    createTile(coords, done) {
      const tile = L.TileLayer.prototype.createTile.call(this, coords, done);
      tile.classList.add("density");
      return tile;
    },
  });

  // The query of what is drawn: the selection's, with the window of days where one is played.
  atlas.drawnQuery = function () {
    const query = new URLSearchParams(atlas.shown.query);
    const days = atlas.window && atlas.window();
    if (days) {
      query.set("from", days[0]);
      query.set("to", days[1]);
    }
    return query;
  };

  function address(kind, options) {
    const query = atlas.drawnQuery();
    Object.entries(options).forEach(([key, value]) => query.set(key, value));
    return `/tiles/density/{z}/{x}/{y}${kind}?${query}`.replaceAll("+", "%20");
  }

  // New squares fade in over the old ones, which go when the last has come.
  atlas.density = function () {
    const map = atlas.map;
    if (coming) coming.remove();
    coming = null;
    map.getContainer().classList.toggle("dense", Boolean(atlas.shown.density));
    if (!atlas.shown.density) {
      if (layer) layer.remove();
      layer = null;
      return;
    }
    if (!map.getPane("density")) map.createPane("density").style.zIndex = 404;
    const theme = document.documentElement.dataset.theme === "dark" ? "dark" : "light";
    const made = new Squares(address("{r}.png", { v: atlas.shown.version, theme }), {
      pane: "density", tileSize: TILE_PX, maxZoom: 18, keepBuffer: 1, updateWhenZooming: false,
      noWrap: true, bounds: WORLD, // without bounds Leaflet asks for the tiles beside the world too
    });
    coming = made;
    made.once("load", () => {
      if (layer && layer !== made) layer.remove();
      layer = made;
      if (coming === made) coming = null;
      map.fire("faultline:dense");
    });
    made.addTo(map);
  };

  atlas.densitySetUp = function (map) {
    map.on("faultline:theme", atlas.density);
    map.on("click", (event) => list(event.latlng, event.containerPoint, REACH_PX));
    map.on("keydown", ({ originalEvent: { key, target } }) => {
      if (key === "Enter" && target === map.getContainer()) list(map.getCenter(), map.getSize().divideBy(2), RING_PX);
    });
    map.on("draw:drawstart", () => {
      penDown = true;
      map.closePopup();
    });
    map.on("draw:drawstop", () => setTimeout(() => (penDown = false), CLICK_MS));
    hover(map);
  };

  function list(point, pixel, reach) {
    if (penDown || !atlas.shown || !atlas.shown.density) return;
    const map = atlas.map;
    const beside = map.containerPointToLatLng(pixel.add([reach, 0]));
    const at = point.wrap();
    const km = Math.max(0.05, map.distance(point, beside) / 1000);
    const query = atlas.drawnQuery();
    query.set("near", [at.lng.toFixed(5), at.lat.toFixed(5), km.toFixed(5)].join(","));
    fetch(`/api/near.json?${query}`)
      .then((answer) => (answer.ok ? answer.json() : { count: 0, incidents: [] }))
      .then((found) => found.count && open(point, found))
      .catch(() => atlas.notice("What lies there could not be loaded; try again."));
  }

  function open(at, found) {
    const popup = L.popup(atlas.popupSize()).setLatLng(at);
    const box = atlas.popup(found.incidents, () => popup.update());
    if (found.count > found.incidents.length) {
      const more = `The ${found.incidents.length} nearest of ${found.count.toLocaleString("en")} here. Zoom in or filter for the others.`;
      box.prepend(atlas.element("p", "quiet", more));
    }
    popup.setContent(box).openOn(atlas.map);
  }

  // The counts of a tile are asked for once, when the pointer rests on it.
  function hover(map) {
    const held = new Map();
    const tip = L.tooltip({ direction: "top", className: "hover", opacity: 1 });
    let waiting = 0;
    map.on("mousemove", (event) => {
      clearTimeout(waiting);
      tip.remove();
      if (!atlas.shown || !atlas.shown.density || map.getZoom() < HOVER_FROM_ZOOM) return;
      waiting = setTimeout(() => tell(event), 60);
    });
    map.on("mouseout zoomstart movestart", () => {
      clearTimeout(waiting);
      tip.remove();
    });
    function tell(event) {
      const zoom = Math.round(map.getZoom());
      const { depths, close_zoom: close } = atlas.shown.density;
      const across = 2 ** depths[zoom >= close ? 1 : 0];
      const point = map.project(event.latlng.wrap(), zoom).divideBy(TILE_PX / across).floor();
      const [x, y] = [Math.floor(point.x / across), Math.floor(point.y / across)];
      const url = address(".json", { cells: 1 }).replace("{z}", zoom).replace("{x}", x).replace("{y}", y);
      if (held.size > 200) held.clear();
      if (!held.has(url)) held.set(url, fetch(url).then((answer) => answer.json()).catch(() => held.delete(url)));
      held.get(url).then((told) => {
        const cell = told && told.cells && told.cells.find(([column, row]) => column === point.x % across && row === point.y % across);
        if (cell) tip.setLatLng(event.latlng).setContent(atlas.element("div", "", counted(cell[2]))).addTo(map);
      });
    }
  }

  function counted(number) {
    return `${number.toLocaleString("en")} ${number === 1 ? "incident" : "incidents"} in this square`;
  }
})(window.Faultline);
