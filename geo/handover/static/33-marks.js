// Marks: the colour tells what happened, the size how many were killed, the symbol how precisely the place is known.
(function (atlas) {
  const EDGE_PX = 1.5; // around a mark, in the colour of the ground; sizes as on the server's map
  const HOLE_SHARE = 0.42;
  const RING_PX = 5;
  const LEVELS = 4; // groups are made anew at each quarter of a zoom
  const EXTENTS = { near: [2, 4], circle: [6, 5] };
  const EDGES = { near: [1.5, 2.5], vague: [1.5, 2.5], circle: [5, 3] };
  const SAME_PX = 1;
  let cache = { rows: null, level: null, groups: [] };

  // Incidents with a point of their own; those known to an area have none.
  const hasMark = (row) => row.longitude !== null && row.area < 0;

  function radiusOf({ members, count }) {
    if (count > 1) return atlas.tollSizes.clusterRadius(count) + EDGE_PX;
    const { solid, ring } = atlas.tollSizes.tollRadii(members[0].row.killed);
    return (ring || solid) + EDGE_PX;
  }

  // Groups of which no two touch, with their place on the square.
  function groupsOf(rows, zoom) {
    const level = Math.round(zoom * LEVELS) / LEVELS;
    if (cache.rows === rows && cache.level === level) return cache.groups;
    const px = atlas.projection.worldPx(level);
    const marks = rows.filter(hasMark).map((row) => {
      const [x, y] = positionOf(row);
      return { row, key: row.id, count: 1, x: x * px, y: y * px };
    });
    const groups = atlas.clustering.group(marks, radiusOf).map((group) => ({
      ...group,
      at: [group.x / px, group.y / px],
      rows: group.members.map(({ row }) => row),
    }));
    cache = { rows, level, groups: groups.sort((group, other) => other.radius - group.radius) };
    return cache.groups;
  }

  function positionOf(row) {
    row.position = row.position || atlas.projection.project(row.longitude, row.latitude);
    return row.position;
  }

  function circle(context, radius, { fill, stroke, width = 1, dashes = [], alpha = 1 }) {
    context.beginPath();
    context.arc(0, 0, radius, 0, 2 * Math.PI);
    context.setLineDash(dashes);
    if (fill) {
      context.globalAlpha = alpha;
      context.fillStyle = fill;
      context.fill();
      context.globalAlpha = 1;
    }
    if (stroke) {
      context.strokeStyle = stroke;
      context.lineWidth = width;
      context.stroke();
    }
  }

  // One mark around 0, 0; also the sample of its symbol in the legend and in the list.
  function paintMark(context, { symbol, killed, type }, look) {
    const colour = look.types[type];
    const { solid, ring, isUnknown } = atlas.tollSizes.tollRadii(killed);
    if (ring) {
      circle(context, ring, {
        fill: isUnknown ? null : colour,
        alpha: 0.22,
        stroke: colour,
        width: 1.2,
        dashes: isUnknown ? [2.2, 2.2] : [],
      });
    }
    const length = 2 * Math.PI * solid;
    const { paper, markEdge } = look;
    if (symbol === "circle") {
      circle(context, solid, { fill: paper });
      circle(context, solid, { fill: colour, alpha: 0.25, stroke: colour, width: 2, dashes: [length / 8, length / 8] });
    } else if (symbol === "vague" || symbol === "area") {
      circle(context, solid, { fill: paper, stroke: colour, width: 2, dashes: [length * 0.06, length * 0.065] });
    } else {
      circle(context, solid, { fill: colour, stroke: markEdge, width: EDGE_PX });
    }
    if (symbol === "near") circle(context, solid * HOLE_SHARE, { fill: markEdge });
  }

  function paintCluster(context, { rows, count, radius }, look) {
    const outer = radius - EDGE_PX;
    circle(context, outer, { fill: look.paper, stroke: look.markEdge, width: EDGE_PX });
    let start = -Math.PI / 2;
    atlas.data.types.forEach(({ key }) => {
      const share = rows.filter(({ type }) => type === key).length / count;
      if (!share) return;
      context.beginPath();
      context.arc(0, 0, outer - RING_PX / 2, start, start + share * 2 * Math.PI);
      context.strokeStyle = look.types[key];
      context.lineWidth = RING_PX;
      context.setLineDash([]);
      context.stroke();
      start += share * 2 * Math.PI;
    });
    const symbols = new Set(rows.map(({ symbol }) => symbol));
    const [only] = symbols;
    if (symbols.size === 1 && EDGES[only])
      circle(context, outer, { stroke: look.ink, width: 1.2, dashes: EDGES[only] });
    context.fillStyle = look.ink;
    context.font = `600 11px ${look.font}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText(atlas.phrases.shortNumber(count), 0, 0.5);
  }

  // The circle that the incidents of one spot may lie in.
  function paintExtent(context, group, view, place, look) {
    const [first] = group.rows;
    const radius = first.radius_km && atlas.projection.kmToPx(first.radius_km, first.latitude, view.zoom);
    const isOneSpot = group.members.every(({ x, y }) => Math.hypot(x - group.x, y - group.y) < SAME_PX);
    if (!EXTENTS[first.symbol] || !isOneSpot || !(radius > group.radius) || radius > 3000) return;
    at(context, place, () =>
      circle(context, radius, {
        fill: look.types[first.type],
        alpha: 0.06,
        stroke: look.types[first.type],
        width: 1.2,
        dashes: EXTENTS[first.symbol],
      }),
    );
  }

  function at(context, [x, y], paint) {
    context.save();
    context.translate(x, y);
    paint();
    context.restore();
  }

  function paintMarks(context, groups, view, size, look) {
    const shown = groups
      .map((group) => ({ group, place: atlas.projection.toScreen(group.at, view, size) }))
      .filter(({ group, place: [x, y] }) => {
        const reach = group.radius + 4;
        return x > -reach && y > -reach && x < size[0] + reach && y < size[1] + reach;
      });
    shown.forEach(({ group, place }) => paintExtent(context, group, view, place, look));
    shown.forEach(({ group, place }) =>
      at(context, place, () => {
        if (group.count > 1) paintCluster(context, group, look);
        else paintMark(context, group.rows[0], look);
        if (atlas.openRow && group.rows.includes(atlas.openRow)) {
          circle(context, group.radius + 3, { stroke: look.paper, width: 4 });
          circle(context, group.radius + 3, { stroke: look.accent, width: 2.5 });
        }
      }),
    );
    return shown;
  }

  atlas.markPainter = { groupsOf, paintMarks, paintMark, positionOf, hasMark };
})(window.Faultline);
