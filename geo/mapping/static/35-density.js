// Squares that count incidents, drawn by the server, in place of marks: a layer of choice. A click lists what lies there,
// a hover tells the count.
(function (atlas) {
  const { TILE_PX } = atlas.squares;
  const WORLD = [
    [-90, -180],
    [90, 180],
  ];
  const CLICK_MS = 300; // the click that ends a drawing comes after its end: longer than a browser's double click waits
  const REACH_PX = 7; // around a click
  const RING_PX = 20; // around the middle of the map, for the keyboard; drawn by the style sheet
  const SAMPLE_PX = 256; // of a tile, to see which colours it has: no square is smaller than four pixels of it
  const HOVER_FROM_ZOOM = 6; // farther out a square holds half a country
  const HOVER_MS = 60; // how long the pointer rests before a square is asked for; chosen by judgement
  const MAX_TILES = 200; // whose counts are kept in memory; chosen by judgement
  const choice = L.layerGroup(); // is on the map while squares are wanted
  let layer = null; // the one that is shown
  let loading = null; // the one whose tiles are being fetched
  let isDrawing = false; // then clicks set corners

  const Squares = L.TileLayer.extend({
    createTile(coords, done) {
      const tile = L.TileLayer.prototype.createTile.call(this, coords, done);
      tile.classList.add("density");
      return tile;
    },
  });

  function tileAddress(kind, options) {
    const query = atlas.drawnQuery();
    Object.entries(options).forEach(([key, value]) => query.set(key, value));
    return `/tiles/density/{z}/{x}/{y}${kind}?${query}`.replaceAll("+", "%20");
  }

  // Whether squares are drawn in place of marks.
  atlas.isDense = () => Boolean(atlas.shown && atlas.shown.density) && atlas.map.hasLayer(choice);

  // New squares fade in over the old ones, which go when the last has come.
  atlas.drawDensity = function () {
    const map = atlas.map;
    if (loading) loading.remove();
    loading = null;
    map.getContainer().classList.toggle("dense", atlas.isDense());
    if (!atlas.isDense()) {
      if (layer) layer.remove();
      layer = null;
      map.fire("faultline:dense");
      return;
    }
    if (!map.getPane("density")) map.createPane("density").style.zIndex = 404;
    const theme = document.documentElement.dataset.theme === "dark" ? "dark" : "light";
    const next = new Squares(tileAddress("{r}.png", { v: atlas.shown.version, theme }), {
      pane: "density",
      tileSize: TILE_PX,
      maxZoom: 18,
      keepBuffer: 1,
      updateWhenZooming: false,
      noWrap: true,
      bounds: WORLD, // without bounds Leaflet asks for the tiles beside the world too
    });
    loading = next;
    let isWhole = true;
    next.on("loading", () => (isWhole = true));
    next.on("tileerror", () => {
      isWhole = false;
      const text =
        "A part of the squares could not be loaded: where none are drawn there may be incidents all the same.";
      atlas.showFailure("squares", text, null, atlas.drawDensity);
    });
    next.on("load", () => isWhole && atlas.clearFailure("squares"));
    next.once("load", () => {
      if (layer && layer !== next) layer.remove();
      layer = next;
      if (loading === next) loading = null;
      map.fire("faultline:dense");
    });
    next.addTo(map);
  };

  // The classes whose colours occur in the tiles that are drawn.
  atlas.squareClasses = function () {
    const { colours } = atlas.shown.density;
    const theme = document.documentElement.dataset.theme === "dark" ? "dark" : "light";
    const numbers = new Map(colours[theme].map((colour, number) => [parseInt(colour.slice(1), 16), number]));
    const occurring = new Set();
    atlas.map
      .getContainer()
      .querySelectorAll("img.density.leaflet-tile-loaded")
      .forEach((tile) =>
        coloursIn(tile).forEach((colour) => numbers.has(colour) && occurring.add(numbers.get(colour))),
      );
    return occurring;
  };

  const coloursByTile = new WeakMap();
  function coloursIn(tile) {
    if (coloursByTile.has(tile)) return coloursByTile.get(tile);
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = SAMPLE_PX;
    const pen = canvas.getContext("2d");
    pen.imageSmoothingEnabled = false;
    pen.drawImage(tile, 0, 0, SAMPLE_PX, SAMPLE_PX);
    const { data } = pen.getImageData(0, 0, SAMPLE_PX, SAMPLE_PX);
    const colours = new Set();
    for (let at = 0; at < data.length; at += 4)
      if (data[at + 3]) colours.add(data[at] * 65536 + data[at + 1] * 256 + data[at + 2]);
    coloursByTile.set(tile, colours);
    return colours;
  }

  // Before the controls, which list the layers.
  atlas.offerDensity = function () {
    atlas.overlays["Density squares"] = choice;
  };

  atlas.setUpDensity = function (map) {
    map.on("faultline:theme", atlas.drawDensity);
    ["add", "remove"].forEach((kind) =>
      choice.on(kind, () => {
        if (!atlas.shown) return;
        atlas.drawDensity();
        atlas.redrawMarks();
      }),
    );
    map.on("click", (event) => listAround(event.latlng, event.containerPoint, REACH_PX));
    map.on("keydown", ({ originalEvent: { key, target } }) => {
      if (key === "Enter" && target === map.getContainer())
        listAround(map.getCenter(), map.getSize().divideBy(2), RING_PX, () => map.getContainer().focus());
    });
    map.on("draw:drawstart", () => {
      isDrawing = true;
      map.closePopup();
    });
    map.on("draw:drawstop", () => setTimeout(() => (isDrawing = false), CLICK_MS));
    countOnHover(map);
  };

  // `focusAgain` is given where the keyboard asked: see openList.
  function listAround(point, pixel, reach, focusAgain = null) {
    if (isDrawing || !atlas.isDense()) return;
    const map = atlas.map;
    const beside = map.containerPointToLatLng(pixel.add([reach, 0]));
    const { lat, lng } = point.wrap();
    const km = Math.max(0.05, map.distance(point, beside) / 1000);
    const query = atlas.drawnQuery();
    query.set("near", [lng.toFixed(5), lat.toFixed(5), km.toFixed(5)].join(","));
    atlas
      .fetchJson(`/api/near.json?${query}`)
      .then((nearby) => {
        atlas.clearFailure("near");
        if (nearby.count) openList(point, nearby, focusAgain);
      })
      .catch((error) => {
        const again = () => listAround(point, pixel, reach, focusAgain);
        atlas.showFailure("near", "What lies there could not be loaded.", error, again);
      });
  }

  function openList(position, nearby, focusAgain) {
    const popup = L.popup(atlas.popupSize()).setLatLng(position);
    const box = atlas.popupBox(nearby.incidents, () => atlas.refitPopup(popup));
    if (nearby.count > nearby.incidents.length) {
      const more = `The ${nearby.incidents.length} nearest of ${nearby.count.toLocaleString("en")} here. Zoom in or filter for the others.`;
      box.prepend(atlas.element("p", "quiet", more));
    }
    popup.setContent(box).openOn(atlas.map);
    if (focusAgain) atlas.focusPopup(popup, box, focusAgain);
  }

  // The counts of a tile are asked for once, when the pointer rests on it.
  function countOnHover(map) {
    const tiles = new Map(); // address → promise of its counts
    const tip = L.tooltip({ direction: "top", className: "hover", opacity: 1 });
    let waiting = 0;
    map.on("mousemove", (event) => {
      clearTimeout(waiting);
      tip.remove();
      if (!atlas.isDense() || map.getZoom() < HOVER_FROM_ZOOM) return;
      waiting = setTimeout(() => showCount(event), HOVER_MS);
    });
    map.on("mouseout zoomstart movestart", () => {
      clearTimeout(waiting);
      tip.remove();
    });
    function showCount(event) {
      const zoom = Math.round(map.getZoom());
      const across = atlas.squares.squaresAcross(atlas.shown.density, zoom);
      const { tile, square } = atlas.squares.squareAt(map.project(event.latlng.wrap(), zoom), across);
      const url = tileAddress(".json", { cells: 1 })
        .replace("{z}", zoom)
        .replace("{x}", tile[0])
        .replace("{y}", tile[1]);
      fetchTile(url).then((counts) => {
        const count = counts ? atlas.squares.countIn(counts.cells, square) : 0;
        if (counts && !count) return;
        const text = counts
          ? `${atlas.phrases.countOf(count, "incident")} in this square`
          : "The count of this square could not be loaded";
        tip
          .setLatLng(event.latlng)
          .setContent(atlas.element("div", "", text))
          .addTo(map);
      });
    }
    function fetchTile(url) {
      if (tiles.size > MAX_TILES) tiles.clear();
      if (!tiles.has(url)) {
        const answer = atlas.fetchJson(url).catch(() => {
          tiles.delete(url);
          return null;
        });
        tiles.set(url, answer);
      }
      return tiles.get(url);
    }
  }
})(window.Faultline);
