// Names on the map: those of areas with incidents first, then countries, towns and seas where there is room.
(function (atlas) {
  const MAX_NAMES = 70;
  const ORDER = { country: 0, town: 1, sea: 2, province: 3 };
  const SIZES = { country: 12.5, town: 11, sea: 11.5, province: 10.5 };
  const LARGE_TOWN = 6; // log10 of inhabitants
  const SHIFTS_PX = [0, -30, 30]; // of an area's name, where a mark stands on its middle
  const ROOM_PX = 3;
  const DOT_PX = 2.2;

  const meet = (box, other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3];

  function boxAround(x, y, width, size, room = ROOM_PX) {
    return [x - width / 2 - room, y - size / 2 - room, x + width / 2 + room, y + size / 2 + room];
  }

  const lies = (box, [width, height]) => box[0] > 0 && box[1] > 0 && box[2] < width && box[3] < height;

  // `marks`: what names must not cover. Returns where the names of areas stand: { area, box }.
  function paintNames(context, { areas, marks, view, size, look }) {
    const boxes = marks.map(({ group, place: [x, y] }) => boxAround(x, y, 2 * group.radius, 2 * group.radius, 0));
    const areaBoxes = paintAreaNames(context, areas, { view, size, look, boxes });
    paintPlaceNames(context, { view, size, look, boxes });
    return areaBoxes;
  }

  function paintAreaNames(context, areas, { view, size, look, boxes }) {
    const standing = [];
    context.font = `600 12px ${look.font}`;
    areas.forEach((area) => {
      const [x, y] = atlas.projection.toScreen(area.at, view, size);
      const number = area.rows.length.toLocaleString("en");
      const places = [`${area.name} (${number})`, number].flatMap((label) => SHIFTS_PX.map((shift) => [label, shift]));
      for (const [label, shift] of places) {
        const box = boxAround(x, y + shift, context.measureText(label).width, 12, 6);
        if (!lies(box, size) || boxes.some((other) => meet(box, other))) continue;
        boxes.push(box);
        standing.push({ area, box });
        paintLabel(context, label, box, look);
        break;
      }
    });
    return standing;
  }

  function paintLabel(context, label, [left, top, right, bottom], look) {
    context.setLineDash([]);
    context.beginPath();
    context.roundRect(left, top, right - left, bottom - top, 4);
    context.globalAlpha = 0.9;
    context.fillStyle = look.paper;
    context.fill();
    context.globalAlpha = 1;
    context.strokeStyle = look.edge;
    context.lineWidth = 1;
    context.stroke();
    context.fillStyle = look.ink;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText(label, (left + right) / 2, (top + bottom) / 2 + 0.5);
  }

  function paintPlaceNames(context, { view, size, look, boxes }) {
    const names = atlas.groundPainter
      .namesAt(view.zoom)
      .sort((name, other) => ORDER[name.kind] - ORDER[other.kind] || other.weight - name.weight);
    let shown = 0;
    for (const name of names) {
      const [x, y] = atlas.projection.toScreen(name.at, view, size);
      if (x < 0 || y < 0 || x > size[0] || y > size[1]) continue;
      if (paintPlaceName(context, name, [x, y], { size, look, boxes })) shown += 1;
      if (shown >= MAX_NAMES) return;
    }
  }

  function paintPlaceName(context, { kind, name, weight }, [x, y], { size, look, boxes }) {
    const letters = kind === "country" ? name.toUpperCase() : name;
    const px = kind === "town" && weight >= LARGE_TOWN ? 12.5 : SIZES[kind];
    context.font = `${kind === "country" ? 600 : 400} ${px}px ${look.font}`;
    const { width } = context.measureText(letters);
    const isTown = kind === "town";
    const steps = isTown ? [width / 2 + 7, -width / 2 - 7] : [0];
    for (const step of steps) {
      const box = boxAround(x + step, y, width, px);
      if (!lies(box, size) || boxes.some((other) => meet(box, other))) continue;
      boxes.push(box);
      context.lineJoin = "round";
      context.setLineDash([]);
      context.strokeStyle = kind === "sea" ? look.sea : look.land;
      context.lineWidth = 3;
      context.textAlign = "center";
      context.textBaseline = "middle";
      context.fillStyle = { country: look.countryName, sea: look.seaName }[kind] || look.placeName;
      if (isTown) paintDot(context, x, y);
      context.strokeText(letters, x + step, y);
      context.fillText(letters, x + step, y);
      return true;
    }
    return false;
  }

  function paintDot(context, x, y) {
    context.beginPath();
    context.arc(x, y, DOT_PX, 0, 2 * Math.PI);
    context.stroke();
    context.fill();
  }

  atlas.paintNames = paintNames;
})(window.Faultline);
