// The map: a canvas that is drawn anew when the view, the rows or the theme change, and what lies under the pointer.
(function (atlas) {
  const HIT_PX = 6; // beyond a mark's edge
  const CROSSHAIR_PX = 30; // how near to the middle a mark must be to be meant by the keyboard
  const map = { view: null, size: [0, 0], rows: [] };
  let [context, box, frame] = [null, null, null];
  let look = null;
  let shown = { marks: [], areas: [], areaBoxes: [] };

  // The colours of the theme that the page has now.
  function readLook() {
    const style = getComputedStyle(document.documentElement);
    const of = (name) => style.getPropertyValue(`--${name}`).trim();
    const names = ["paper", "ink", "edge", "sea", "land", "coast", "shore", "river", "border", "province", "accent"];
    const types = Object.fromEntries(atlas.data.types.map(({ key }) => [key, of(`type-${key}`)]));
    return {
      ...Object.fromEntries(names.map((name) => [name, of(name)])),
      markEdge: of("mark-edge"),
      placeName: of("place-name"),
      countryName: of("country-name"),
      seaName: of("sea-name"),
      quiet: of("quiet"),
      types,
      font: "system-ui, sans-serif",
      ratio: window.devicePixelRatio || 1,
    };
  }

  function draw() {
    frame = null;
    if (!map.size[0] || !map.view) return;
    const { view, size } = map;
    context.setTransform(look.ratio, 0, 0, look.ratio, 0, 0);
    const areas = atlas.areaPainter.areasOf(map.rows);
    atlas.groundPainter.paintLand(context, view, size, look);
    atlas.areaPainter.paintAreas(context, areas, view, size, look);
    atlas.groundPainter.paintLines(context, view, size, look);
    atlas.paintLinks(context, view, size, look);
    const groups = atlas.markPainter.groupsOf(map.rows, view.zoom);
    const marks = atlas.markPainter.paintMarks(context, groups, view, size, look);
    const areaBoxes = atlas.paintNames(context, { areas, marks, view, size, look });
    shown = { marks, areas, areaBoxes };
    if (box.matches(":focus-visible")) paintCrosshair();
    state(groups, areas);
  }

  // What the map shows, for tests and for whoever reads the page's source.
  function state(groups, areas) {
    const sum = (some) => some.reduce((total, { rows }) => total + rows.length, 0);
    box.dataset.marked = sum(groups);
    box.dataset.inAreas = sum(areas);
    box.dataset.marks = groups.length;
  }

  function paintCrosshair() {
    const [x, y] = [map.size[0] / 2, map.size[1] / 2];
    context.setLineDash([]);
    [
      [look.paper, 5],
      [look.ink, 2],
    ].forEach(([colour, width]) => {
      context.strokeStyle = colour;
      context.lineWidth = width;
      context.beginPath();
      [
        [-14, 0, -5, 0],
        [5, 0, 14, 0],
        [0, -14, 0, -5],
        [0, 5, 0, 14],
      ].forEach(([left, top, right, bottom]) => {
        context.moveTo(x + left, y + top);
        context.lineTo(x + right, y + bottom);
      });
      context.stroke();
    });
  }

  function redraw() {
    frame = frame || requestAnimationFrame(draw);
  }

  // What stands at a point of the map: { rows, name, group }, or null.
  function hit([left, top], reach = HIT_PX) {
    const near = shown.marks
      .map((mark) => ({ ...mark, distance: Math.hypot(mark.place[0] - left, mark.place[1] - top) - mark.group.radius }))
      .filter(({ distance }) => distance <= reach)
      .sort((mark, other) => mark.distance - other.distance);
    if (near.length) return { rows: near[0].group.rows, group: near[0].group, name: nameOf(near[0].group.rows) };
    const label = shown.areaBoxes.find(
      ({ box: [west, north, east, south] }) => left >= west && left <= east && top >= north && top <= south,
    );
    const area = label ? label.area : atlas.areaPainter.areaAt(context, shown.areas, map.view, map.size, [left, top]);
    return (
      area && {
        rows: area.rows,
        group: null,
        name: `${atlas.phrases.countOf(area.rows.length, "incident")} known only to ${area.name}`,
      }
    );
  }

  const nameOf = (rows) =>
    rows.length === 1 ? rows[0].title : `${atlas.phrases.countOf(rows.length, "incident")}: ${placeOf(rows)}`;
  function placeOf(rows) {
    const places = [...new Set(rows.map(({ place }) => place || "place not stated"))];
    return places.length === 1 ? places[0] : `${places[0]} and elsewhere`;
  }

  // A mark opens its incident; a cluster comes apart, or is listed where it cannot; an area lists its incidents.
  function choose(target) {
    if (!target) return;
    const { rows, group, name } = target;
    if (rows.length === 1) atlas.openIncident(rows[0]);
    else if (group && partsByZoom(group)) zoomTo(rows);
    else atlas.listOnly(rows, name);
  }

  function partsByZoom({ rows }) {
    const [first] = rows.map(atlas.markPainter.positionOf);
    const px = atlas.projection.worldPx(11);
    return rows.some(
      (row) => Math.hypot(...atlas.markPainter.positionOf(row).map((axis, at) => axis - first[at])) * px > 24,
    );
  }

  function zoomTo(rows) {
    const bounds = [180, 90, -180, -90];
    rows.forEach(({ longitude, latitude }) => {
      bounds[0] = Math.min(bounds[0], longitude);
      bounds[1] = Math.min(bounds[1], latitude);
      bounds[2] = Math.max(bounds[2], longitude);
      bounds[3] = Math.max(bounds[3], latitude);
    });
    const view = atlas.projection.fit(bounds, map.size, 60);
    moveTo({ ...view, zoom: Math.min(Math.max(view.zoom, map.view.zoom + 1), 12) });
  }

  function moveTo(view) {
    map.view = atlas.projection.within(view);
    redraw();
    atlas.selection.setView(isInView);
  }

  function isInView(row) {
    if (row.longitude === null) return false;
    const [x, y] = atlas.projection.toScreen(atlas.markPainter.positionOf(row), map.view, map.size);
    return x >= 0 && y >= 0 && x <= map.size[0] && y <= map.size[1];
  }

  // Bring an incident into view, no closer than the reader was.
  function show(row) {
    if (row.longitude === null || isInView(row)) return redraw();
    const [x, y] = atlas.markPainter.positionOf(row);
    return moveTo({ ...map.view, x, y });
  }

  function home() {
    const bounds = atlas.data.bounds || [-170, -55, 170, 72];
    moveTo(atlas.projection.fit(bounds, map.size, Math.min(40, map.size[0] / 12)));
  }

  function resize() {
    const { clientWidth, clientHeight } = box;
    if (
      !clientWidth ||
      (clientWidth === map.size[0] && clientHeight === map.size[1] && look.ratio === window.devicePixelRatio)
    )
      return;
    look = readLook();
    const isFirst = !map.size[0];
    map.size = [clientWidth, clientHeight];
    const canvas = context.canvas;
    canvas.width = Math.round(clientWidth * look.ratio);
    canvas.height = Math.round(clientHeight * look.ratio);
    if (isFirst) home();
    else moveTo(map.view);
    draw(); // at once: a canvas that was resized is empty
  }

  atlas.setUpMap = function () {
    box = document.getElementById("map");
    const canvas = atlas.element("canvas");
    canvas.setAttribute("aria-hidden", "true");
    box.append(canvas);
    context = canvas.getContext("2d");
    look = readLook();
    map.rows = atlas.selection.rowsWithout("inView");
    new ResizeObserver(resize).observe(box);
    atlas.selection.listen(() => {
      const rows = atlas.selection.rowsWithout("inView");
      if (rows.length !== map.rows.length || rows.some((row, at) => row !== map.rows[at])) map.rows = rows;
      redraw();
    });
    resize();
  };
  atlas.repaint = function () {
    look = readLook();
    draw();
  };
  atlas.map = {
    element: () => box,
    get view() {
      return map.view;
    },
    get size() {
      return map.size;
    },
    look: () => look,
    hit,
    hitMiddle: () => hit([map.size[0] / 2, map.size[1] / 2], CROSSHAIR_PX),
    choose,
    moveTo,
    show,
    home,
    redraw,
  };
})(window.Faultline);
