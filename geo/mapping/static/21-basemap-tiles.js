// The basemap's tiles, fetched from our own server and drawn on two canvases: land and water below what is coloured, lines above it.
(function (atlas) {
  const TILE_PX = 512; // a tile of zoom z belongs to zoom z + 1 of the map
  const EXTENT = 2048; // the units along a tile's side, and of its buffer: geo/mapping/basemap/tiles.py
  const BUFFER = 32;
  const MAX_TILES = 300; // kept; some six screens full
  const PADDING = 0.15; // of the view, drawn beyond each of its edges, so that little dragging shows nothing blank
  const MAX_ANCESTORS = 5; // a tile that is not there yet is drawn from one this many zooms above, at most
  const RELIEF_MAX_ZOOM = 4; // of a tile: geo/mapping/basemap/relief.py
  const RELIEF_FADES = [6, 9]; // zooms of the map from which the enlarged relief fades and at which it is gone
  // Colours and widths (pixels) were chosen by eye, next to the incidents' own colours.
  const STYLES = {
    light: {
      land: "#f7f6f2",
      water: "#dfe6ea",
      river: "#b9cbd6",
      shore: "#b4c4cd",
      coast: "#9fb0ba",
      border: "#8a8580",
      province: "#cfcbc4",
      relief: 0.5,
    },
    dark: {
      land: "#262d32",
      water: "#14191d",
      river: "#3a4f5c",
      shore: "#34444e",
      coast: "#4e5d67",
      border: "#8b9298",
      province: "#465058",
      relief: 0.34,
    },
  };
  const DASHES = { disputed: [5, 3.5], indefinite: [1.2, 3], control: [7, 3, 1.5, 3] };
  const RIVER_WIDTHS = [0.6, 0.9, 1.3];

  const styles = () => STYLES[document.documentElement.dataset.theme] || STYLES.light;
  const lerp = (value, [from, to]) => Math.min(1, Math.max(0, (value - from) / (to - from)));

  // Which tiles a box of the world (pixels at a zoom) needs. Columns beyond the 180° meridian count on.
  function tilesIn(zoom, { min, max }) {
    const tileZoom = Math.max(0, Math.round(zoom) - 1);
    const count = 2 ** tileZoom;
    const size = (256 * 2 ** zoom) / count;
    const tiles = [];
    const lastRow = Math.min(count - 1, Math.floor(max.y / size));
    for (let row = Math.max(0, Math.floor(min.y / size)); row <= lastRow; row += 1)
      for (let column = Math.floor(min.x / size); column <= Math.floor(max.x / size); column += 1)
        tiles.push({ zoom: tileZoom, column, row, size });
    return tiles;
  }
  const wrapped = (column, zoom) => ((column % 2 ** zoom) + 2 ** zoom) % 2 ** zoom;
  const keyOf = ({ zoom, column, row }) => `${zoom}/${wrapped(column, zoom)}/${row}`;

  // Lines and rings as paths in the units of a tile; a path is built once and drawn many times.
  function pathOf(lists, isClosed) {
    const path = new Path2D();
    (lists || []).forEach((list) => {
      forEachPoint(list, (x, y, first) => (first ? path.moveTo(x, y) : path.lineTo(x, y)));
      if (isClosed) path.closePath();
    });
    return path;
  }
  function forEachPoint(list, visit) {
    let x = 0;
    let y = 0;
    for (let index = 0; index < list.length; index += 2) {
      x += list[index];
      y += list[index + 1];
      visit(x, y, index === 0);
    }
  }
  // Rings without what runs along the edge of the tile's buffer: there the land goes on.
  function coastOf(rings) {
    const path = new Path2D();
    const isCut = (value, other) => value === other && (value === -BUFFER || value === EXTENT + BUFFER);
    (rings || []).forEach((ring) => {
      const points = [];
      forEachPoint(ring, (x, y) => points.push([x, y]));
      let isDown = false;
      points.forEach(([x, y], index) => {
        const [nextX, nextY] = points[(index + 1) % points.length];
        if (isCut(x, nextX) || isCut(y, nextY)) isDown = false;
        else {
          if (!isDown) path.moveTo(x, y);
          path.lineTo(nextX, nextY);
          isDown = true;
        }
      });
    });
    return path;
  }
  function pathsOf(content) {
    const entries = (lists) => Object.entries(lists || {}).map(([key, lines]) => [key, pathOf(lines, false)]);
    return {
      land: pathOf(content.land, true),
      coast: coastOf(content.land),
      lakes: pathOf(content.lakes, true),
      rivers: entries(content.rivers),
      lines: new Map(entries(content.lines)),
      names: content.names,
    };
  }

  const LATE_MS = 30000; // by judgement: a tile has some 20 kB, and a reader wants to know why there is none
  // The tiles that have been fetched. One that failed is fetched again after the next move.
  function createStore() {
    const tiles = new Map(); // key → { paths } or { request }
    const pictures = new Map(); // key → image of the relief, or null where there is none yet
    const unreadable = new Set(); // keys of the relief that failed
    let wanted = new Set();
    let redraw = () => {};
    let update = () => {};
    let hasFailed = false;

    function follow(map, draw) {
      let frame = 0;
      redraw = () => {
        frame = frame || requestAnimationFrame(() => ((frame = 0), draw()));
      };
      update = () => want(tilesIn(map.getZoom(), paddedView(map)));
      map.on("moveend", () => {
        hasFailed = false;
        update();
      });
      map.on("move", L.Util.throttle(update, 200));
      map.whenReady(update);
    }

    function want(needed) {
      wanted = new Set(needed.map(keyOf));
      tiles.forEach((tile, key) => {
        if (tile.request && !wanted.has(key)) tile.request.abort();
      });
      if (hasFailed) return;
      const middle = needed[Math.floor(needed.length / 2)];
      const away = ({ column, row }) => Math.hypot(column - middle.column, row - middle.row);
      [...needed]
        .sort((tile, other) => away(tile) - away(other))
        .map(keyOf)
        .forEach((key) => tiles.has(key) || request(key));
      redraw();
    }

    function request(key) {
      const abort = new AbortController();
      tiles.set(key, { request: abort });
      atlas
        .fetchJson(atlas.config.basemap.tiles.replace("TILE", key), { signal: abort.signal, limitMs: LATE_MS })
        .then((content) => {
          tiles.set(key, { paths: pathsOf(content) });
          forgetOldest();
          atlas.clearFailure("basemap");
        })
        .catch((error) => {
          tiles.delete(key);
          if (!abort.signal.aborted) fail(error);
        })
        .finally(redraw);
    }

    function fail(error) {
      hasFailed = true;
      const text = "The basemap could not be loaded; the incidents stand.";
      atlas.showFailure("basemap", text, error, () => {
        hasFailed = false;
        update();
      });
    }

    function failRelief(key) {
      pictures.delete(key);
      unreadable.add(key);
      atlas.showFailure("relief", "A part of the relief could not be loaded.", null, () => {
        unreadable.clear();
        redraw();
      });
    }

    function forgetOldest() {
      for (const key of tiles.keys()) {
        if (tiles.size <= MAX_TILES) return;
        if (!wanted.has(key)) tiles.delete(key);
      }
    }

    const pathsAt = (key) => (tiles.get(key) || {}).paths;
    // Whether nothing that is in view is still on its way.
    const isSettled = () => [...wanted].every((key) => pathsAt(key) || (hasFailed && !tiles.has(key)));

    // The picture of the relief for a tile, and the part of it that the tile covers; the outlines come first.
    function reliefOf({ zoom, column, row }) {
      const up = Math.max(0, zoom - RELIEF_MAX_ZOOM);
      const x = wrapped(column, zoom);
      const key = `${zoom - up}/${x >> up}/${row >> up}`;
      if (!pictures.has(key)) {
        if (!isSettled() || unreadable.has(key)) return null;
        pictures.set(key, null);
        const picture = new Image();
        picture.addEventListener("load", () => {
          pictures.set(key, picture);
          redraw();
        });
        picture.addEventListener("error", () => failRelief(key));
        picture.src = atlas.config.basemap.relief.replace("TILE", key);
      }
      const size = TILE_PX / 2 ** up;
      const part = 2 ** up;
      return pictures.get(key) && { picture: pictures.get(key), x: (x % part) * size, y: (row % part) * size, size };
    }

    return { follow, pathsAt, reliefOf, isSettled };
  }

  function paddedView(map) {
    const { min, max } = map.getPixelBounds();
    const margin = max.subtract(min).multiplyBy(PADDING);
    return L.bounds(min.subtract(margin), max.add(margin));
  }

  // A canvas that covers the view and a margin, moves and scales with the map, and is drawn anew after each move.
  function canvasLayer(store, pane, drawTile) {
    const layer = L.layerGroup(null, { pane });
    const hidden = new Set(); // parts that are switched off
    const canvas = document.createElement("canvas");
    canvas.setAttribute("aria-hidden", "true");
    canvas.className = "leaflet-zoom-animated";
    let map = null;
    let drawn = null; // where the canvas stands: centre, zoom, its corner in the world (pixels) and its size
    let isZooming = false;

    function update() {
      const size = map.getSize();
      const min = map.containerPointToLayerPoint(size.multiplyBy(-PADDING)).round();
      const corner = min.add(map.getPixelOrigin());
      const ratio = window.devicePixelRatio || 1;
      const extent = size.multiplyBy(1 + 2 * PADDING).round();
      drawn = { centre: map.getCenter(), zoom: map.getZoom(), corner, extent, ratio };
      const [width, height] = [Math.round(extent.x * ratio), Math.round(extent.y * ratio)];
      if (canvas.width !== width || canvas.height !== height) [canvas.width, canvas.height] = [width, height];
      Object.assign(canvas.style, { width: `${extent.x}px`, height: `${extent.y}px` });
      L.DomUtil.setTransform(canvas, min, 1);
      draw();
    }
    // Until it is drawn anew the canvas is moved and enlarged, as Leaflet's own renderers are.
    function transform(centre, zoom) {
      if (!drawn) return;
      const scale = map.getZoomScale(zoom, drawn.zoom);
      const half = map.getSize().divideBy(2);
      const panePosition = L.DomUtil.getPosition(map.getPane("mapPane"));
      const origin = map.project(centre, zoom).subtract(half).add(panePosition).round();
      L.DomUtil.setTransform(canvas, drawn.corner.multiplyBy(scale).subtract(origin), scale);
    }
    // A drag beyond the margin is followed before it ends.
    function followDrag() {
      if (isZooming || !drawn || map.getZoom() !== drawn.zoom) return;
      const { min, max } = map.getPixelBounds();
      if (!L.bounds(drawn.corner, drawn.corner.add(drawn.extent)).contains(L.bounds(min, max))) update();
    }
    function draw() {
      if (!drawn) return;
      const { zoom, corner, extent } = drawn;
      const pen = canvas.getContext("2d");
      pen.setTransform(1, 0, 0, 1, 0, 0);
      pen.clearRect(0, 0, canvas.width, canvas.height);
      tilesIn(zoom, L.bounds(corner, corner.add(extent))).forEach((tile) => drawClipped(pen, tile));
    }
    // Tiles meet at whole pixels of the screen: no seam shows.
    function drawClipped(pen, tile) {
      const source = sourceOf(tile);
      if (!source) return;
      const { corner, ratio, zoom } = drawn;
      const toPixels = (count, start) => (count * tile.size - start) * ratio;
      const [left, right] = [tile.column, tile.column + 1].map((column) => Math.round(toPixels(column, corner.x)));
      const [top, bottom] = [tile.row, tile.row + 1].map((row) => Math.round(toPixels(row, corner.y)));
      const scale = (tile.size * ratio * source.times) / EXTENT;
      const startX = toPixels(tile.column - source.column, corner.x);
      const startY = toPixels(tile.row - source.row, corner.y);
      pen.save();
      pen.beginPath();
      pen.rect(left, top, right - left, bottom - top);
      pen.clip();
      pen.setTransform(scale, 0, 0, scale, startX, startY);
      const part = EXTENT / source.times;
      const box = { x: source.column * part, y: source.row * part, size: part };
      drawTile(pen, source.paths, { zoom, hidden, pixel: ratio / scale, box, findRelief: () => store.reliefOf(tile) });
      pen.restore();
    }
    // The tile itself, or a part of one above it: how many times as large, and which column and row of it.
    function sourceOf(tile) {
      const column = wrapped(tile.column, tile.zoom);
      for (let up = 0; up <= Math.min(MAX_ANCESTORS, tile.zoom); up += 1) {
        const times = 2 ** up;
        const paths = store.pathsAt(`${tile.zoom - up}/${column >> up}/${tile.row >> up}`);
        if (paths) return { paths, times, column: column % times, row: tile.row % times };
      }
      return null;
    }

    layer.onAdd = (target) => {
      map = target;
      map.getPane(pane).append(canvas);
      map.on("move", followDrag);
      map.on("zoomanim", ({ center, zoom }) => {
        isZooming = true;
        transform(center, zoom);
      });
      map.on("zoom", () => transform(map.getCenter(), map.getZoom()));
      map.on("zoomend", () => (isZooming = false));
      map.on("moveend viewreset resize", update);
      map.whenReady(update);
    };
    layer.redraw = draw;
    layer.show = (part, isShown) => {
      if (isShown) hidden.delete(part);
      else hidden.add(part);
      draw();
    };
    return layer;
  }

  function drawLand(pen, paths, { zoom, hidden, pixel, box, findRelief }) {
    const style = styles();
    pen.fillStyle = style.land;
    pen.fill(paths.land, "nonzero");
    const strength = style.relief * (1 - lerp(zoom, RELIEF_FADES));
    if (!hidden.has("relief") && strength > 0) drawRelief(pen, paths, findRelief(), box, strength);
    if (hidden.has("water")) return;
    pen.lineJoin = pen.lineCap = "round";
    pen.strokeStyle = style.river;
    paths.rivers.forEach(([width, path]) => {
      pen.lineWidth = RIVER_WIDTHS[width] * pixel * (1 + 0.5 * lerp(zoom, [7, 11]));
      pen.stroke(path);
    });
    pen.fillStyle = style.water;
    pen.fill(paths.lakes, "nonzero");
    pen.strokeStyle = style.shore;
    pen.lineWidth = 0.8 * pixel;
    pen.stroke(paths.lakes);
  }

  function drawRelief(pen, paths, relief, box, strength) {
    if (!relief) return;
    pen.save();
    pen.clip(paths.land, "nonzero");
    pen.globalCompositeOperation = "hard-light";
    pen.globalAlpha = strength;
    pen.imageSmoothingQuality = "high";
    pen.drawImage(relief.picture, relief.x, relief.y, relief.size, relief.size, box.x, box.y, box.size, box.size);
    pen.restore();
  }

  function drawLines(pen, paths, { zoom, pixel }) {
    const style = styles();
    const stroke = (path, colour, width, dash = []) => {
      if (!path) return;
      pen.strokeStyle = colour;
      pen.lineWidth = width * pixel;
      pen.setLineDash(dash.map((length) => length * pixel));
      pen.stroke(path);
    };
    pen.lineJoin = "round";
    const close = lerp(zoom, [4, 8]);
    stroke(paths.lines.get("province"), style.province, 0.7 + 0.4 * close);
    stroke(paths.coast, style.coast, 0.8);
    stroke(paths.lines.get("border"), style.border, 0.9 + 0.5 * close);
    Object.entries(DASHES).forEach(([kind, dash]) =>
      stroke(paths.lines.get(kind), style.border, 1.1 + 0.4 * close, dash),
    );
  }

  atlas.basemapTiles = {
    createStore,
    tilesIn,
    keyOf,
    paddedView,
    EXTENT,
    landLayer: (store) => canvasLayer(store, "land", drawLand),
    linesLayer: (store) => canvasLayer(store, "lines", drawLines),
  };
})(window.Faultline);
