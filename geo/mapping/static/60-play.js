// Play through time: a window of days moves over the selection, on the map alone; the page's own filters stay as they are.
(function (atlas) {
  const DAY_MS = 86400000;
  const STEP_MS = 700;
  const WIDTHS = [["1 day", 1], ["1 week", 7], ["1 month", 30], ["3 months", 91], ["1 year", 365], ["5 years", 1826]];
  const MOST_STEPS = 400; // where the window is wide enough: no day is stepped over
  let control = null;
  let days = null; // [first, last] of the window as ISO dates; null while the whole selection is shown
  let playing = 0;

  atlas.window = () => days;

  atlas.playSetUp = function (map) {
    control = build(map);
    map.on("faultline:shown", reset);
  };

  function build(map) {
    const made = { box: atlas.element("details", "play"), body: atlas.element("div", "play-body") };
    made.box.append(atlas.element("summary", "", "Play through time"), made.body);
    made.button = atlas.element("button", "", "Play");
    made.slider = input("range", "The window's last day");
    made.width = atlas.element("select");
    made.width.setAttribute("aria-label", "Length of the window");
    WIDTHS.forEach(([label], number) => made.width.append(new Option(label, number)));
    made.grow = input("checkbox");
    const growing = atlas.element("label", "");
    growing.title = "Everything from the first day up to the window's last";
    growing.append(made.grow, " cumulative");
    made.told = atlas.element("output", "quiet");
    made.told.setAttribute("aria-live", "off");
    const line = atlas.element("div", "play-line");
    line.append(made.button, made.width, growing);
    made.body.append(made.slider, line, made.told);
    made.button.addEventListener("click", () => (playing ? stop() : play()));
    made.slider.addEventListener("input", () => { stop(); draw(); });
    [made.width, made.grow].forEach((each) => each.addEventListener("change", () => { stop(); scale(); draw(); }));
    made.box.addEventListener("toggle", () => (made.box.open ? begin() : end()));
    L.DomEvent.disableClickPropagation(made.box);
    L.DomEvent.disableScrollPropagation(made.box);
    const place = L.control({ position: "bottomleft" });
    place.onAdd = () => made.box;
    place.addTo(map);
    return made;
  }

  function input(type, label) {
    const made = atlas.element("input");
    made.type = type;
    if (label) made.setAttribute("aria-label", label);
    return made;
  }

  const width = () => WIDTHS[Number(control.width.value)][1];
  const span = () => atlas.shown.days.map((day) => Date.parse(`${day}T00:00:00Z`) / DAY_MS);
  const iso = (day) => new Date(day * DAY_MS).toISOString().slice(0, 10);

  // A new selection ends the playing: its window would tell of another one.
  function reset() {
    stop();
    days = null;
    control.box.hidden = !atlas.shown.days;
    if (control.box.hidden) return;
    const [first, last] = span();
    const suits = WIDTHS.findIndex(([, length]) => (last - first) / length <= MOST_STEPS / 4);
    control.width.value = suits < 0 ? WIDTHS.length - 1 : suits;
    scale();
    if (control.box.open) begin();
  }

  function scale() {
    const [first, last] = span();
    const step = Math.max(1, Math.floor(width() / 2), Math.min(width(), Math.ceil((last - first) / MOST_STEPS)));
    const start = Math.min(first + width() - 1, last);
    Object.assign(control.slider, { min: start, max: last + ((step - ((last - start) % step)) % step), step });
    if (!days) control.slider.value = start;
  }

  function begin() {
    if (!atlas.shown || !atlas.shown.days) return;
    draw();
  }
  function end() {
    stop();
    if (!days) return;
    days = null;
    redraw();
  }

  function play() {
    if (Number(control.slider.value) >= Number(control.slider.max)) control.slider.value = control.slider.min;
    control.button.textContent = "Pause";
    playing = setInterval(advance, STEP_MS);
    draw();
  }
  // The next window waits until the squares of this one have come.
  let drawing = false;
  function advance() {
    if (drawing) return;
    if (Number(control.slider.value) >= Number(control.slider.max)) return stop();
    control.slider.stepUp();
    draw();
  }
  function stop() {
    clearInterval(playing);
    playing = 0;
    control.button.textContent = "Play";
  }

  function draw() {
    const [first, end] = span(); // a window beyond them would show what the selection does not hold
    const last = Math.min(Number(control.slider.value), end);
    days = [iso(control.grow.checked ? first : Math.max(first, last - width() + 1)), iso(last)];
    control.told.textContent = `${days[0]} to ${days[1]}`;
    redraw();
  }

  function redraw() {
    if (!atlas.shown.density) return atlas.redrawIncidents(atlas.shown.incidents.filter(within));
    drawing = true;
    atlas.map.once("faultline:dense", () => (drawing = false));
    atlas.density();
  }

  // The rule of the filters From and To: a day on which it may have happened lies in the window.
  function within(incident) {
    const [start, finish] = incident.days;
    return !days || (start !== "" && start <= days[1] && finish >= days[0]);
  }
})(window.Faultline);
