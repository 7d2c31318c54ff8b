// Names of countries, provinces, seas and towns: the weightiest first, and none over another.
(function (atlas) {
  const [COUNTRY, PROVINCE, TOWN, SEA, LANDSCAPE, CROSSING] = [0, 1, 2, 3, 4, 5]; // geo/mapping/basemap/place_names.py
  const CLASSES = ["country", "province", "town", "sea", "landscape", "crossing"];
  const WEIGHT_STEPS = 10;
  // Who comes first: towns by log10 of their inhabitants, the others as a town that large. Chosen by eye.
  const IMPORTANCE = { [COUNTRY]: 99, [SEA]: 6.2, [PROVINCE]: 5.4, [LANDSCAPE]: 4.2, [CROSSING]: 4.4 };
  const LARGE_TOWN = 6; // a million inhabitants
  const MIDDLE_TOWN = 5;
  const DOT_PX = { large: 7, middle: 6, small: 5 };
  const GAP_PX = 3; // between a dot and its name
  const MARGIN_PX = { [COUNTRY]: 6, [PROVINCE]: 5, [TOWN]: 2, [SEA]: 4, [LANDSCAPE]: 4, [CROSSING]: 2 };
  const FONTS = {
    country: "600 12px",
    province: "500 11px",
    sea: "italic 400 12px",
    landscape: "italic 400 11px",
    crossing: "400 11px",
    large: "500 13px",
    middle: "400 12px",
    small: "400 11.5px",
  };
  const SPACING_PX = { country: 1.6, province: 0.7, sea: 0.4, landscape: 0.4 }; // letter-spacing in atlas.css
  const HEIGHT_PX = 14;
  const MAX_NAMES = 160; // in a view: more cannot be read, and each is a node of the page

  // How wide a text is in a font of atlas.css; measured once.
  const widths = new Map();
  let pen = null;
  function widthOf(text, look) {
    const key = `${look} ${text}`;
    if (!widths.has(key)) {
      pen = pen || document.createElement("canvas").getContext("2d");
      pen.font = `${FONTS[look]} ${getComputedStyle(atlas.map.getContainer()).fontFamily}`;
      widths.set(
        key,
        pen.measureText(look === "country" ? text.toUpperCase() : text).width + text.length * (SPACING_PX[look] || 0),
      );
    }
    return widths.get(key);
  }

  function lookOf({ kind, weight }) {
    if (kind !== TOWN) return CLASSES[kind];
    return weight >= LARGE_TOWN ? "large" : weight >= MIDDLE_TOWN ? "middle" : "small";
  }
  const importance = ({ kind, weight }) => (kind === TOWN ? weight : IMPORTANCE[kind] + weight / 100);
  const hasDot = ({ kind }) => kind === TOWN || kind === CROSSING;

  // The names in the tiles of a view, each once, with its place on the map.
  function namesIn(store, map) {
    const { EXTENT, tilesIn, keyOf, paddedView } = atlas.basemapTiles;
    const zoom = map.getZoom();
    return tilesIn(zoom, paddedView(map)).flatMap((tile) => {
      const paths = store.pathsAt(keyOf(tile));
      if (!paths) return [];
      return paths.names.map(([kind, x, y, weight, name]) => {
        const point = L.point(tile.column + x / EXTENT, tile.row + y / EXTENT).multiplyBy(tile.size);
        return {
          kind,
          name,
          weight: weight / WEIGHT_STEPS,
          point,
          key: `${kind} ${name} ${tile.zoom} ${tile.column} ${x} ${y}`,
        };
      });
    });
  }

  const STEPS_ASIDE = [0, -18, 18, -32, 32]; // pixels down, for a name that has no dot to stand beside

  // Where a name may stand: beside its dot or the mark that covers it, right before left, else above or below; names of
  // areas on their place, or a line or two above or below it.
  function sidesOf(name, marks) {
    const look = lookOf(name);
    const half = widthOf(name.name, look) / 2;
    if (!hasDot(name)) return STEPS_ASIDE.map((y) => ({ side: "middle", x: 0, y, half }));
    const dot = (DOT_PX[look] || DOT_PX.small) / 2;
    const mark = marks.find(({ x, y, radius }) => Math.hypot(x - name.point.x, y - name.point.y) < radius + dot);
    if (mark) return sidesOfMark(name, mark, half);
    const beside = dot + GAP_PX + half;
    const above = dot + HEIGHT_PX / 2 + 1;
    return [
      { side: "right", x: beside, y: 0, half },
      { side: "left", x: -beside, y: 0, half },
      { side: "top", x: 0, y: -above, half },
      { side: "bottom", x: 0, y: above, half },
    ];
  }

  function sidesOfMark({ point }, { x, y, radius }, half) {
    const [right, down] = [x - point.x, y - point.y];
    const beside = radius + GAP_PX + half;
    const above = radius + HEIGHT_PX / 2 + 1;
    return [
      { side: "aside", x: right + beside, y: down, half },
      { side: "aside", x: right - beside, y: down, half },
      { side: "aside", x: right, y: down - above, half },
      { side: "aside", x: right, y: down + above, half },
    ];
  }

  function boxOf({ point, kind }, { x, y, half }) {
    const margin = MARGIN_PX[kind];
    const [left, right] = [point.x + x - half - margin, point.x + x + half + margin];
    return { left, right, top: point.y + y - HEIGHT_PX / 2 - 1, bottom: point.y + y + HEIGHT_PX / 2 + 1 };
  }
  function dotBox(name) {
    const { x, y } = name.point;
    return { left: x - 4, right: x + 4, top: y - 4, bottom: y + 4 };
  }

  // The names that fit, the most important first, each with the side that it stands on; none over a mark or the name of
  // an area of incidents. `marks`: circles { x, y, radius }, and `boxes` of those names, both in pixels of the world.
  function arrange(names, marks = [], nameBoxes = []) {
    const boxes = [...marks.map(atlas.boxes.around), ...nameBoxes];
    const nMarks = boxes.length;
    const isFree = (box) => !boxes.some((other) => atlas.boxes.overlaps(box, other));
    // A mark may cover a town's dot, for it says the same; another name may not.
    const isDotFree = (box) => !boxes.slice(nMarks).some((other) => atlas.boxes.overlaps(box, other));
    const shown = [];
    [...names]
      .sort((name, other) => importance(other) - importance(name))
      .forEach((name) => {
        if (shown.length >= MAX_NAMES || (hasDot(name) && !isDotFree(dotBox(name)))) return;
        const side = sidesOf(name, marks).find((place) => isFree(boxOf(name, place)));
        if (!side) return;
        const own = [boxOf(name, side), ...(hasDot(name) ? [dotBox(name)] : [])];
        boxes.push(...own);
        shown.push({
          ...name,
          boxes: own,
          side: side.side,
          aside: side.side === "aside" || side.side === "middle" ? [side.x, side.y] : [0, 0],
        });
      });
    return shown;
  }

  function markerOf(map, name) {
    const look = lookOf(name);
    const box = atlas.element("span", `name name-${look} name-${CLASSES[name.kind]} name-at-${name.side}`);
    if (hasDot(name) && name.side !== "aside") box.append(atlas.element("i", "name-dot"));
    box.append(atlas.element("span", "name-text", name.name));
    box.setAttribute("dir", "auto");
    const icon = L.divIcon({ html: box, className: "name-anchor", iconSize: [0, 0] });
    const position = map.unproject(name.point.add(name.aside), map.getZoom());
    return L.marker(position, { icon, interactive: false, keyboard: false, pane: "names" });
  }

  function namesLayer(store) {
    const layer = L.layerGroup();
    const markers = new Map();
    let isZooming = false;

    // Names that stay are left where they are, so that nothing flickers; while tiles arrive, none goes.
    function redraw() {
      const map = atlas.map;
      if (!map.hasLayer(layer) || isZooming || (markers.size && !store.isSettled())) return;
      if (store.isSettled()) map.fire("faultline:towns");
      const fitting = arrange(namesIn(store, map), atlas.markBoxes || [], atlas.areaNameBoxes());
      const shown = new Map(fitting.map((name) => [`${name.key} ${name.side} ${name.aside.map(Math.round)}`, name]));
      markers.forEach((marker, key) => {
        if (shown.has(key)) return;
        layer.removeLayer(marker);
        markers.delete(key);
      });
      shown.forEach((name, key) => {
        if (markers.has(key)) return;
        markers.set(key, markerOf(map, name));
        layer.addLayer(markers.get(key));
      });
    }

    // The towns and crossings that would be drawn if no area of incidents had a name, which looks for a place by them:
    // [{ weight, boxes }], the weight of a town the log10 of its inhabitants, the boxes in pixels of the world.
    atlas.townsInView = function () {
      if (!atlas.map.hasLayer(layer)) return [];
      return arrange(namesIn(store, atlas.map), atlas.markBoxes || [])
        .filter(hasDot)
        .map((name) => ({ weight: importance(name), boxes: name.boxes }));
    };
    atlas.map.on("zoomanim", () => (isZooming = true));
    atlas.map.on("zoomend", () => (isZooming = false));
    atlas.map.on("faultline:marks faultline:area-names", () => requestAnimationFrame(redraw));
    layer.on("add", redraw);
    layer.redraw = redraw;
    return layer;
  }

  atlas.placeNames = { layer: namesLayer, arrange };
})(window.Faultline);
