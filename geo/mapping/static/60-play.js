// Play through time: a window of days moves over the selection, on the map alone; the page's own filters stay as they are.
(function (atlas) {
  const STEP_MS = 700; // time to read a map of a few marks; chosen by judgement
  const WIDTHS = [
    ["1 day", 1],
    ["1 week", 7],
    ["1 month", 30],
    ["3 months", 91],
    ["1 year", 365],
    ["5 years", 1826],
  ];
  let control = null;
  let days = null; // [first, last] of the window as ISO dates; null while the whole selection is shown
  let timer = 0; // runs while it plays

  atlas.playWindow = () => days;

  atlas.setUpPlay = function (map) {
    control = buildControl(map);
    map.on("faultline:shown", reset);
  };

  function buildControl(map) {
    const parts = { box: atlas.element("details", "play"), body: atlas.element("div", "play-body") };
    parts.button = atlas.element("button", "", "Play");
    parts.slider = input("range", "The window's last day");
    parts.width = widthChoice();
    parts.cumulative = input("checkbox");
    parts.output = atlas.element("output", "quiet");
    parts.output.setAttribute("aria-live", "off");
    const line = atlas.element("div", "play-line");
    line.append(parts.button, parts.width, cumulativeLabel(parts.cumulative));
    parts.body.append(parts.slider, line, parts.output);
    parts.box.append(atlas.element("summary", "", "Play through time"), parts.body);
    listen(parts);
    L.DomEvent.disableClickPropagation(parts.box);
    L.DomEvent.disableScrollPropagation(parts.box);
    const place = L.control({ position: "bottomleft" });
    place.onAdd = () => parts.box;
    place.addTo(map);
    return parts;
  }

  function listen({ box, button, slider, width, cumulative }) {
    button.addEventListener("click", () => (timer ? stop() : play()));
    slider.addEventListener("input", () => {
      stop();
      draw();
    });
    [width, cumulative].forEach((field) =>
      field.addEventListener("change", () => {
        stop();
        scaleSlider();
        draw();
      }),
    );
    box.addEventListener("toggle", () => (box.open ? begin() : end()));
  }

  function widthChoice() {
    const select = atlas.element("select");
    select.setAttribute("aria-label", "Length of the window");
    WIDTHS.forEach(([label], number) => select.append(new Option(label, number)));
    return select;
  }

  function cumulativeLabel(checkbox) {
    const label = atlas.element("label", "");
    label.title = "Everything from the first day up to the window's last";
    label.append(checkbox, " cumulative");
    return label;
  }

  function input(type, label) {
    const node = atlas.element("input");
    node.type = type;
    if (label) node.setAttribute("aria-label", label);
    return node;
  }

  const width = () => WIDTHS[Number(control.width.value)][1];
  const span = () => atlas.shown.days.map(atlas.days.dayNumber);

  // A new selection ends the playing: the window was over the one before.
  function reset() {
    stop();
    days = null;
    control.box.hidden = !atlas.shown.days;
    if (control.box.hidden) return;
    const widths = WIDTHS.map(([, length]) => length);
    control.width.value = atlas.days.suitableWidth(widths, span());
    scaleSlider();
    if (control.box.open) begin();
  }

  function scaleSlider() {
    const steps = atlas.days.windowSteps(span(), width());
    Object.assign(control.slider, steps);
    if (!days) control.slider.value = steps.min;
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
    timer = setInterval(advance, STEP_MS);
    draw();
  }
  // The next window waits until the squares of this one have come.
  let isDrawing = false;
  function advance() {
    if (isDrawing) return;
    if (Number(control.slider.value) >= Number(control.slider.max)) return stop();
    control.slider.stepUp();
    draw();
  }
  function stop() {
    clearInterval(timer);
    timer = 0;
    control.button.textContent = "Play";
  }

  function draw() {
    days = atlas.days.windowEndingOn(Number(control.slider.value), width(), span(), control.cumulative.checked);
    control.output.textContent = `${days[0]} to ${days[1]}`;
    redraw();
  }

  // Marks of a large selection and squares come from the server: the next window waits for them.
  function redraw() {
    isDrawing = true;
    const event = atlas.isDense() ? "faultline:dense" : "faultline:drawn";
    atlas.map.once(event, () => (isDrawing = false));
    atlas.drawIncidents();
    if (atlas.isDense()) atlas.drawDensity();
  }
})(window.Faultline);
