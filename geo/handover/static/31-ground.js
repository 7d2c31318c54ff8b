// The ground of the map: the world, and over it the part around the incidents in finer outlines.
(function (atlas) {
  const DASHES = { border: [], disputed: [5, 3.5], indefinite: [1.2, 3], control: [7, 3, 1.5, 3], province: [] };
  const WIDTHS = { border: 1.1, disputed: 1.3, indefinite: 1.3, control: 1.3, province: 0.8, river: 0.9 };
  const PROVINCES_FROM_ZOOM = 4.5;
  let parts = [];

  // Lines of whole steps as one path, on the grid of their part.
  function pathOf(lines, isClosed) {
    const path = new Path2D();
    lines.forEach((steps) => {
      let [x, y] = steps;
      path.moveTo(x, y);
      for (let at = 2; at < steps.length; at += 2) {
        x += steps[at];
        y += steps[at + 1];
        path.lineTo(x, y);
      }
      if (isClosed) path.closePath();
    });
    return path;
  }

  // The same lines, lifted where they run along the 180° meridian.
  function coastOf(lines, bits) {
    const side = 2 ** bits;
    const path = new Path2D();
    lines.forEach((steps) => {
      let [x, y] = steps;
      path.moveTo(x, y);
      for (let at = 2; at < steps.length; at += 2) {
        const isEdge = steps[at] === 0 && (x <= 1 || x >= side - 1);
        x += steps[at];
        y += steps[at + 1];
        if (isEdge) path.moveTo(x, y);
        else path.lineTo(x, y);
      }
    });
    return path;
  }

  function partOf(part) {
    const { bits, land, lakes } = part;
    const lines = Object.fromEntries(Object.keys(WIDTHS).map((kind) => [kind, pathOf(part[kind], false)]));
    return { ...part, ground: pathOf(land, true), coast: coastOf(land, bits), water: pathOf(lakes, true), lines };
  }

  // Draw with one unit of the part's grid as `scale` pixels, at each turn of the world that the view shows.
  function onEachTurn(context, part, view, size, paint) {
    const px = atlas.projection.worldPx(view.zoom);
    const scale = px / 2 ** part.bits;
    const [width, height] = size;
    const [west, north, east, south] = part.box;
    for (let turn = -1; turn <= 1; turn += 1) {
      const left = (turn - view.x) * px + width / 2;
      const top = -view.y * px + height / 2;
      if (left + east * px < 0 || left + west * px > width) continue;
      context.save();
      context.beginPath();
      context.rect(left + west * px, top + north * px, (east - west) * px, (south - north) * px);
      context.clip();
      context.translate(left, top);
      context.scale(scale, scale);
      paint(scale);
      context.restore();
    }
  }

  const isShown = (part, view) => part === parts[0] || view.zoom > 3.5;

  function paintLand(context, view, size, colours) {
    context.fillStyle = colours.sea;
    context.fillRect(0, 0, ...size);
    parts
      .filter((part) => isShown(part, view))
      .forEach((part) =>
        onEachTurn(context, part, view, size, (scale) => {
          if (part !== parts[0]) {
            context.fillStyle = colours.sea;
            context.fillRect(...boxOf(part));
          }
          context.fillStyle = colours.land;
          context.fill(part.ground, "evenodd");
          context.strokeStyle = colours.river;
          context.lineWidth = WIDTHS.river / scale;
          context.stroke(part.lines.river);
          context.fillStyle = colours.sea;
          context.fill(part.water, "evenodd");
          context.strokeStyle = colours.shore;
          context.lineWidth = 0.7 / scale;
          context.stroke(part.water);
        }),
      );
  }

  function boxOf({ box: [west, north, east, south], bits }) {
    const side = 2 ** bits;
    return [west * side, north * side, (east - west) * side, (south - north) * side];
  }

  // Where the finer part stands, the world's lines are left out: two of one border would run beside each other.
  function paintLines(context, view, size, colours) {
    const shown = parts.filter((part) => isShown(part, view));
    shown.forEach((part) => {
      context.save();
      if (part === parts[0] && shown.length > 1) leaveOut(context, shown[1], view, size);
      onEachTurn(context, part, view, size, (scale) => {
        if (view.zoom >= PROVINCES_FROM_ZOOM) stroke(context, part, "province", colours.province, scale);
        context.setLineDash([]);
        context.strokeStyle = colours.coast;
        context.lineWidth = 0.8 / scale;
        context.stroke(part.coast);
        ["border", "disputed", "indefinite", "control"].forEach((kind) =>
          stroke(context, part, kind, colours.border, scale),
        );
      });
      context.restore();
    });
  }

  function leaveOut(context, { box: [west, north, east, south] }, view, [width, height]) {
    const px = atlas.projection.worldPx(view.zoom);
    const path = new Path2D();
    path.rect(0, 0, width, height);
    for (let turn = -1; turn <= 1; turn += 1) {
      const left = (turn + west - view.x) * px + width / 2;
      path.rect(left, (north - view.y) * px + height / 2, (east - west) * px, (south - north) * px);
    }
    context.clip(path, "evenodd");
  }

  function stroke(context, part, kind, colour, scale) {
    context.strokeStyle = colour;
    context.lineWidth = WIDTHS[kind] / scale;
    context.setLineDash(DASHES[kind].map((length) => length / scale));
    context.stroke(part.lines[kind]);
  }

  // The names that a view may show, the weightiest first: { kind, name, at: [x, y], weight }.
  function namesAt(zoom) {
    const near = parts[1];
    return parts.flatMap((part) =>
      part.names
        .filter(([, , , , , first, last]) => Math.round(zoom) >= first && Math.round(zoom) <= last)
        .map(([kind, name, x, y, weight]) => ({ kind, name, weight, at: [x / 2 ** part.bits, y / 2 ** part.bits] }))
        .filter(({ at }) => part === near || !near || !isInside(near.box, at)),
    );
  }

  const isInside = ([west, north, east, south], [x, y]) =>
    y >= north && y <= south && [-1, 0, 1].some((turn) => x + turn >= west && x + turn <= east);

  atlas.setUpGround = function () {
    parts = [atlas.ground.world, atlas.ground.near].filter(Boolean).map(partOf);
  };
  Object.assign(atlas, { groundPainter: { paintLand, paintLines, namesAt, pathOf } });
})(window.Faultline);
