// The timeline: a bar a day, week, month or year by type; a brush over it filters the map and the list.
(function (atlas) {
  const UNITS = [
    { days: 1, start: (day) => day, next: (day) => day + 1 },
    { days: 7, start: (day) => day - ((((day + 3) % 7) + 7) % 7), next: (day) => day + 7 }, // the week begins on Monday
    { days: 30, start: (day) => monthStart(day, 1), next: (day) => monthNext(day, 1) },
    { days: 91, start: (day) => monthStart(day, 3), next: (day) => monthNext(day, 3) },
    { days: 365, start: (day) => monthStart(day, 12), next: (day) => monthNext(day, 12) },
    { days: 3652, start: (day) => monthStart(day, 120), next: (day) => monthNext(day, 120) },
  ];
  const UNIT_WORDS = ["day", "week", "month", "quarter", "year", "decade"];
  const BAR_PX = 7; // the least width of a bar with the gap beside it
  const [TOP_PX, AXIS_PX, SIDE_PX] = [6, 20, 8];
  const CLICK_PX = 4;
  const strip = { all: [0, 0], first: 0, last: 0, unit: 0, bins: [] };
  let [box, context, fields, note, closer] = [null, null, null, null, null];
  let drag = null;

  function monthStart(day, months) {
    const [year, month] = atlas.days.parts(day);
    return fromMonths(Math.floor((year * 12 + month) / months) * months);
  }
  const fromMonths = (number) => atlas.days.of(Math.floor(number / 12), ((number % 12) + 12) % 12, 1);
  function monthNext(day, months) {
    const [year, month] = atlas.days.parts(day);
    return fromMonths(year * 12 + month + months);
  }

  // The bins of the dated rows: as fine as there is room for.
  function layOut(width) {
    const room = (width - 2 * SIDE_PX) / BAR_PX;
    const span = strip.last - strip.first + 1;
    const at = UNITS.findIndex(({ days }) => span / days <= room);
    strip.unit = at < 0 ? UNITS.length - 1 : at;
    const { start, next } = UNITS[strip.unit];
    strip.bins = [];
    for (let day = start(strip.first); day <= strip.last; day = next(day))
      strip.bins.push({ first: day, last: next(day) - 1 });
  }

  const starts = () => [strip.bins[0].first, strip.bins.at(-1).last + 1];
  function xOf(day) {
    const [from, to] = starts();
    return SIDE_PX + ((day - from) / (to - from)) * (box.clientWidth - 2 * SIDE_PX);
  }
  function binAt(x) {
    const [from, to] = starts();
    const day = from + ((x - SIDE_PX) / (box.clientWidth - 2 * SIDE_PX)) * (to - from);
    return strip.bins.find(({ last }) => day < last + 1) || strip.bins.at(-1);
  }

  // An incident counts in the bin of its first day.
  function countBins(rows) {
    const counts = strip.bins.map(() => ({ total: 0, types: {} }));
    rows.forEach(({ first_day: day, type }) => {
      if (day === null || day < strip.first || day > strip.last) return;
      const bin = counts[binNumber(day)];
      bin.total += 1;
      bin.types[type] = (bin.types[type] || 0) + 1;
    });
    return counts;
  }
  function binNumber(day) {
    let [low, high] = [0, strip.bins.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (strip.bins[middle].first <= day) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  function draw() {
    const look = atlas.map.look();
    const { clientWidth: width, clientHeight: height } = box;
    if (!width || !strip.bins.length) return;
    context.canvas.width = Math.round(width * look.ratio);
    context.canvas.height = Math.round(height * look.ratio);
    context.setTransform(look.ratio, 0, 0, look.ratio, 0, 0);
    const counts = countBins(atlas.selection.rowsWithout("days", "inView"));
    const most = Math.max(1, ...counts.map(({ total }) => total));
    const { days } = atlas.selection.state;
    const scale = (height - TOP_PX - AXIS_PX) / most;
    strip.bins.forEach((bin, at) => drawBar(bin, counts[at], { scale, bottom: height - AXIS_PX, days, look }));
    drawAxis(width, height, look);
    if (days) drawWindow(days, height, look);
    box.dataset.bins = strip.bins.length;
    box.dataset.counted = counts.reduce((sum, { total }) => sum + total, 0);
  }

  function drawBar({ first, last }, { types }, { scale, bottom, days, look }) {
    const [left, right] = [xOf(first), xOf(last + 1)];
    const width = Math.max(1, right - left - (right - left > 3 ? 1 : 0));
    const isOutside = days && (last < days[0] || first > days[1]);
    context.globalAlpha = isOutside ? 0.28 : 1;
    let top = bottom;
    atlas.data.types.forEach(({ key }) => {
      if (!types[key]) return;
      const tall = Math.max(types[key] * scale, 1);
      top -= tall;
      context.fillStyle = look.types[key];
      context.fillRect(left, top, width, tall);
    });
    context.globalAlpha = 1;
  }

  function drawAxis(width, height, look) {
    const bottom = height - AXIS_PX;
    context.strokeStyle = look.edge;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(SIDE_PX, bottom + 0.5);
    context.lineTo(width - SIDE_PX, bottom + 0.5);
    context.stroke();
    context.fillStyle = look.quiet;
    context.font = `11px ${look.font}`;
    context.textBaseline = "top";
    let free = -Infinity;
    strip.bins.forEach(({ first }) => {
      const label = labelOf(first);
      const x = xOf(first);
      const wide = context.measureText(label).width;
      if (x < free || x + wide > width) return;
      context.fillText(label, x, bottom + 5);
      context.fillRect(x, bottom, 1, 4);
      free = x + wide + 18;
    });
  }

  const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  function labelOf(day) {
    const [year, month, date] = atlas.days.parts(day);
    if (strip.unit >= 4) return String(year);
    if (strip.unit >= 2) return `${MONTHS[month]} ${year}`;
    return `${date} ${MONTHS[month]} ${year}`;
  }

  function drawWindow([from, to], height, look) {
    const [left, right] = [Math.max(0, xOf(from)), Math.min(box.clientWidth, xOf(to + 1))];
    context.fillStyle = look.accent;
    context.globalAlpha = 0.12;
    context.fillRect(left, 0, right - left, height - AXIS_PX);
    context.globalAlpha = 1;
    [left, right].forEach((x) => context.fillRect(x - 1, 0, 2, height - AXIS_PX));
  }

  function onDown(event) {
    if (!strip.bins.length) return;
    box.setPointerCapture(event.pointerId);
    drag = { from: event.offsetX, moved: false };
  }

  function onMove(event) {
    if (!drag) return;
    drag.moved = drag.moved || Math.abs(event.offsetX - drag.from) > CLICK_PX;
    if (!drag.moved) return;
    const [first, second] = [drag.from, event.offsetX].sort((x, other) => x - other).map(binAt);
    setDays([first.first, second.last]);
  }

  // A click chooses one bar, or all days again where that bar was chosen.
  function onUp(event) {
    if (drag && !drag.moved && event.type === "pointerup") {
      const { first, last } = binAt(event.offsetX);
      const { days } = atlas.selection.state;
      setDays(days && days[0] === first && days[1] === last ? null : [first, last]);
    }
    drag = null;
  }

  function setDays(days) {
    const { days: before } = atlas.selection.state;
    if (String(days) !== String(before)) atlas.selection.change({ days });
  }

  // The bars of some days over the whole width, or of all.
  function spread(days) {
    const [first, last] = days || strip.all;
    [strip.first, strip.last] = [Math.max(first, strip.all[0]), Math.max(Math.min(last, strip.all[1]), first)];
    layOut(box.clientWidth);
    if (days) showState();
    else setDays(null);
    draw();
  }

  function onField() {
    const [from, to] = fields.map(({ value }) => (value ? atlas.days.fromIso(value) : null));
    if (from === null && to === null) return setDays(null);
    const days = [from ?? strip.all[0], to ?? strip.all[1]];
    return setDays(days[0] <= days[1] ? days : [days[1], days[0]]);
  }

  function showState() {
    const { days } = atlas.selection.state;
    fields.forEach((field, at) => {
      const text = days ? atlas.days.toIso(days[at]) : "";
      if (field.value !== text) field.value = text;
    });
    closer.disabled = !days || (days[0] === strip.first && days[1] === strip.last);
    const undated = atlas.rows.filter((row) => row.first_day === null).length;
    const unit = `One bar a ${UNIT_WORDS[strip.unit]}.`;
    const without = undated ? ` ${atlas.phrases.countOf(undated, "incident")} without a date.` : "";
    note.textContent = unit + without;
    draw();
  }

  function dayField(label) {
    const field = atlas.element("input");
    field.type = "date";
    field.setAttribute("aria-label", label);
    field.addEventListener("change", onField);
    return field;
  }

  atlas.setUpStrip = function () {
    const dated = atlas.rows.filter((row) => row.first_day !== null);
    const host = document.getElementById("strip");
    if (!dated.length) return host.append(atlas.element("p", "quiet", "No incident has a date."));
    const firsts = dated.map((row) => row.first_day).sort((day, other) => day - other);
    strip.all = [firsts[0], firsts.at(-1)];
    [strip.first, strip.last] = strip.all;
    box = atlas.element("div", "bars");
    const canvas = atlas.element("canvas");
    canvas.setAttribute("aria-hidden", "true");
    context = canvas.getContext("2d");
    box.append(canvas);
    fields = [dayField("From this day on"), dayField("Until this day")];
    note = atlas.element("span", "quiet");
    closer = atlas.button("Spread out", "small", () => spread(atlas.selection.state.days));
    closer.title = "Draw the chosen days over the whole width";
    const line = atlas.element("div", "strip-line");
    const dash = atlas.element("span", "", "–");
    line.append(
      fields[0],
      dash,
      fields[1],
      atlas.button("All days", "small", () => setDays(null)),
      note,
    );
    host.append(box, line);
    box.addEventListener("pointerdown", onDown);
    box.addEventListener("pointermove", onMove);
    ["pointerup", "pointercancel"].forEach((name) => box.addEventListener(name, onUp));
    new ResizeObserver(() => {
      if (!box.clientWidth) return;
      layOut(box.clientWidth);
      showState();
    }).observe(box);
    atlas.selection.listen(showState);
    atlas.repaintStrip = draw;
  };
})(window.Faultline);
