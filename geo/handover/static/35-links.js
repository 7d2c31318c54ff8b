// Links of the open incident as arcs on the map, from the earlier one to the later; others of the file only.
(function (atlas) {
  const BEND = 0.18; // of the distance, to the left of the way
  const HEAD_PX = 9;

  function placeOf(row) {
    if (!row || row.longitude === null) return null;
    return row.area < 0 ? atlas.markPainter.positionOf(row) : areaPoint(row);
  }

  function areaPoint({ area }) {
    const { longitude, latitude } = atlas.data.areas[area];
    return atlas.projection.project(longitude, latitude);
  }

  // Each link of the open incident with both ends in the file: { from, to, isDirected }, on the square.
  function linksOf(row) {
    if (!row) return [];
    return (atlas.data.links[row.id] || [])
      .map(({ id, is_earlier: isEarlier, is_mutual: isMutual }) => {
        const [here, there] = [placeOf(row), placeOf(atlas.rowById.get(id))];
        return { ...(isEarlier ? { from: there, to: here } : { from: here, to: there }), isDirected: !isMutual };
      })
      .filter(({ from, to }) => from && to && Math.hypot(from[0] - to[0], from[1] - to[1]) > 0);
  }

  function paintLinks(context, view, size, look) {
    linksOf(atlas.openRow).forEach(({ from, to, isDirected }) => {
      const [start, end] = [from, to].map((at) => atlas.projection.toScreen(at, view, size));
      const [across, down] = [end[0] - start[0], end[1] - start[1]];
      const bend = [(start[0] + end[0]) / 2 + down * BEND, (start[1] + end[1]) / 2 - across * BEND];
      context.beginPath();
      context.moveTo(...start);
      context.quadraticCurveTo(...bend, ...end);
      context.setLineDash([]);
      [
        [look.paper, 4.5],
        [look.accent, 2],
      ].forEach(([colour, width]) => {
        context.strokeStyle = colour;
        context.lineWidth = width;
        context.stroke();
      });
      if (isDirected) paintHead(context, start, bend, end, look);
    });
  }

  // Half-way, where no mark and no name covers it.
  function paintHead(context, start, bend, end, look) {
    const [x, y] = [0, 1].map((axis) => (start[axis] + 2 * bend[axis] + end[axis]) / 4);
    context.save();
    context.translate(x, y);
    context.rotate(Math.atan2(end[1] - start[1], end[0] - start[0]));
    context.beginPath();
    context.moveTo(HEAD_PX, 0);
    context.lineTo(-HEAD_PX / 2, HEAD_PX * 0.65);
    context.lineTo(-HEAD_PX / 2, -HEAD_PX * 0.65);
    context.closePath();
    context.fillStyle = look.accent;
    context.fill();
    context.restore();
  }

  atlas.paintLinks = paintLinks;
})(window.Faultline);
