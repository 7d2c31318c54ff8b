// Incidents that are known only to an area: it is hatched, without a line around it that would look like a border.
(function (atlas) {
  const ANGLES = [45, 135, 20, 110]; // degrees: areas that overlap are told apart by them, as on the server's map
  const GAP_PX = 7;
  const LINE_PX = 2.2;
  // How strongly areas are hatched: the more there are, the paler.
  const STRENGTHS = [
    [12, 0.6],
    [40, 0.34],
    [Infinity, 0.2],
  ];
  const FADES_FROM = 0.4; // of the view that one area covers
  const FAINTEST = 0.3;
  let outlines = [];
  const hatchings = new Map();

  atlas.setUpAreas = function () {
    outlines = atlas.data.areas.map((area) => {
      const [west, south, east, north] = area.bounds;
      const [left, bottom] = atlas.projection.project(west, south);
      const [right, top] = atlas.projection.project(east, north);
      const at = atlas.projection.project(area.longitude, area.latitude);
      return {
        ...area,
        at,
        path: atlas.groundPainter.pathOf(area.rings, true),
        width: right - left,
        height: bottom - top,
      };
    });
  };

  // The areas of these rows, each once, with its rows and its commonest type; those with the most come first.
  function areasOf(rows) {
    const byArea = new Map();
    rows.forEach((row) => {
      if (row.area < 0) return;
      if (!byArea.has(row.area)) byArea.set(row.area, []);
      byArea.get(row.area).push(row);
    });
    return [...byArea]
      .map(([number, some]) => ({ ...outlines[number], number, rows: some, type: commonest(some) }))
      .sort((area, other) => other.rows.length - area.rows.length || area.number - other.number);
  }

  function commonest(rows) {
    const counts = new Map();
    rows.forEach(({ type }) => counts.set(type, (counts.get(type) || 0) + 1));
    return [...counts].sort(([, count], [, other]) => other - count)[0][0];
  }

  // A pattern of lines on a small picture of its own, as sharp as the screen is.
  function hatching(context, colour, turn, ratio) {
    const key = `${colour} ${turn} ${ratio}`;
    if (!hatchings.has(key)) {
      const tile = document.createElement("canvas");
      tile.width = tile.height = Math.round(GAP_PX * ratio);
      const pen = tile.getContext("2d");
      pen.fillStyle = colour;
      pen.fillRect((tile.width - LINE_PX * ratio) / 2, 0, LINE_PX * ratio, tile.height);
      const pattern = context.createPattern(tile, "repeat");
      pattern.setTransform(new DOMMatrix().rotate(ANGLES[turn]).scale(GAP_PX / tile.width));
      hatchings.set(key, pattern);
    }
    return hatchings.get(key);
  }

  // The outline of an area in pixels of the screen.
  function pathOnScreen({ path, at, bits }, view, size) {
    const px = atlas.projection.worldPx(view.zoom);
    const scale = px / 2 ** bits;
    const turn = atlas.projection.turnOf(at[0], view);
    const moved = new Path2D();
    const left = (turn - view.x) * px + size[0] / 2;
    moved.addPath(path, new DOMMatrix([scale, 0, 0, scale, left, size[1] / 2 - view.y * px]));
    return moved;
  }

  function strengthOf(area, areas, view, [width, height]) {
    const px = atlas.projection.worldPx(view.zoom);
    const share = (area.width * area.height * px * px) / (width * height);
    const faded = share > FADES_FROM ? 1 - ((1 - FAINTEST) * Math.min(share - FADES_FROM, 1)) / (1 - FADES_FROM) : 1;
    const most = areas[0].rows.length;
    const strength = STRENGTHS.find(([limit]) => areas.length <= limit)[1];
    return strength * (0.45 + 0.55 * Math.sqrt(area.rows.length / most)) * Math.max(faded, FAINTEST);
  }

  function paintAreas(context, areas, view, size, look) {
    areas.forEach((area) => {
      context.save();
      const isOpen = atlas.openRow && area.rows.includes(atlas.openRow);
      context.globalAlpha = Math.min(1, strengthOf(area, areas, view, size) * (isOpen ? 1.7 : 1));
      context.fillStyle = hatching(context, look.types[area.type], area.number % ANGLES.length, look.ratio);
      context.fill(pathOnScreen(area, view, size), "evenodd");
      context.restore();
    });
  }

  // The smallest of the areas that hold a point of the screen.
  function areaAt(context, areas, view, size, [left, top]) {
    const holding = areas.filter((area) => isPointIn(context, pathOnScreen(area, view, size), left, top));
    return holding.sort((area, other) => area.width * area.height - other.width * other.height)[0] || null;
  }

  function isPointIn(context, path, left, top) {
    context.save();
    context.setTransform(1, 0, 0, 1, 0, 0);
    const isInside = context.isPointInPath(path, left, top, "evenodd");
    context.restore();
    return isInside;
  }

  atlas.areaPainter = { areasOf, paintAreas, areaAt };
})(window.Faultline);
