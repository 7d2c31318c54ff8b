// Play through time: a window of days moves over the selection, on the map alone; the page's own filters stay as they are.
(function (atlas) {
  const WIDTHS = [
    ["1 day", 1],
    ["1 week", 7],
    ["1 month", 30],
    ["3 months", 91],
    ["1 year", 365],
    ["5 years", 1826],
  ];
  // The time to read a map of a few marks; chosen by judgement.
  const SPEEDS = [
    ["slow", 1400],
    ["normal", 700],
    ["fast", 250],
  ];
  const NORMAL_SPEED = 1;
  const BINS = 80; // of the histogram: about three pixels wide
  const BY_MONTH_FROM_DAYS = 1000; // a bar of the server's own choice would be a year
  const HISTOGRAM_PX = 34;
  const SPACE = "http://www.w3.org/2000/svg";

  let control = null;
  let days = null; // [first, last] of the window as ISO dates; null while the whole selection is shown
  let entries = []; // [first day, last day, count] of the selection
  let timer = 0; // runs while it plays
  let isDrawing = false; // the marks of this window have not come yet

  atlas.playWindow = () => days;

  atlas.setUpPlay = function (map) {
    control = buildControl(map);
    map.on("faultline:shown", reset);
  };

  function buildControl(map) {
    const parts = { box: atlas.element("details", "play"), body: atlas.element("div", "play-body") };
    parts.button = atlas.element("button", "", "Play");
    parts.slider = input("range", "The window's last day");
    parts.width = choice(WIDTHS, "Length of the window");
    parts.speed = choice(SPEEDS, "Speed");
    parts.speed.value = NORMAL_SPEED;
    parts.cumulative = input("checkbox");
    parts.histogram = document.createElementNS(SPACE, "svg");
    parts.histogram.setAttribute("class", "play-histogram");
    parts.histogram.setAttribute("aria-hidden", "true");
    parts.output = atlas.element("output", "play-days");
    parts.output.setAttribute("aria-live", "off");
    const line = atlas.element("div", "play-line");
    line.append(parts.button, parts.width, parts.speed, cumulativeLabel(parts.cumulative));
    parts.body.append(parts.output, parts.histogram, parts.slider, line);
    parts.box.append(atlas.element("summary", "", "Play through time"), parts.body);
    listen(parts);
    L.DomEvent.disableClickPropagation(parts.box);
    L.DomEvent.disableScrollPropagation(parts.box);
    const place = L.control({ position: "bottomleft" });
    place.onAdd = () => parts.box;
    place.addTo(map);
    return parts;
  }

  function listen({ box, button, slider, width, speed, cumulative }) {
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
    speed.addEventListener("change", () => {
      if (!timer) return;
      clearInterval(timer);
      timer = setInterval(advance, stepTime());
    });
    box.addEventListener("toggle", () => (box.open ? begin() : end()));
  }

  function choice(options, label) {
    const select = atlas.element("select");
    select.setAttribute("aria-label", label);
    options.forEach(([text], number) => select.append(new Option(text, number)));
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
  const stepTime = () => SPEEDS[Number(control.speed.value)][1];
  const span = () => atlas.shown.days.map(atlas.days.dayNumber);

  // A new selection ends the playing: the window was over the one before.
  function reset() {
    stop();
    days = null;
    entries = [];
    control.box.hidden = !atlas.shown.days;
    if (control.box.hidden) return;
    if (control.box.open) begin();
  }

  // How many incidents there are on which days: known of a small selection, asked for of a large one.
  function fetchEntries() {
    const { dayNumber } = atlas.days;
    if (atlas.shown.incidents) {
      const dated = atlas.shown.incidents.filter((incident) => incident.days[0]);
      return Promise.resolve(dated.map(({ days: [since, until] }) => [dayNumber(since), dayNumber(until || since), 1]));
    }
    const query = new URLSearchParams(atlas.shown.query);
    const [first, last] = span();
    if (last - first > BY_MONTH_FROM_DAYS) query.set("scale", "month");
    return atlas.fetchJson(`/api/timeline.json?${query}`).then(({ bars, spans }) =>
      [...bars, ...spans].map((step) => {
        const [since, next] = [step.start, step.end].map((day) => dayNumber(day.slice(0, 10)));
        return [since, Math.max(since, next - 1), step.count || 1];
      }),
    );
  }

  function begin() {
    if (!atlas.shown || !atlas.shown.days) return;
    const { shown } = atlas;
    fetchEntries()
      .catch(() => []) // the days can be played without a picture of them
      .then((fetched) => {
        if (atlas.shown !== shown || !control.box.open) return;
        entries = fetched;
        const widths = WIDTHS.map(([, length]) => length);
        control.width.value = atlas.days.suitableWidth(widths, entries.length ? atlas.days.busySpan(entries) : span());
        days = null;
        scaleSlider();
        drawHistogram();
        draw();
      });
  }
  function end() {
    stop();
    if (!days) return;
    days = null;
    redraw();
  }

  // The slider begins with the first window in which anything happened.
  function scaleSlider() {
    const steps = atlas.days.windowSteps(span(), width());
    Object.assign(control.slider, steps);
    if (!days) control.slider.value = nextWithAny(steps.min);
  }

  // The first step from a day on whose window holds an incident; null where none does.
  function nextWithAny(start) {
    const { step, max } = control.slider;
    if (!entries.length) return start <= Number(max) ? start : null;
    for (let day = start; day <= Number(max); day += Number(step))
      if (atlas.days.hasAny(entries, windowAt(day).map(atlas.days.dayNumber))) return day;
    return null;
  }

  function windowAt(day) {
    return atlas.days.windowEndingOn(day, width(), span(), control.cumulative.checked);
  }

  function play() {
    if (Number(control.slider.value) >= Number(control.slider.max))
      control.slider.value = nextWithAny(Number(control.slider.min));
    control.button.textContent = "Pause";
    timer = setInterval(advance, stepTime());
    draw();
  }
  // The next window waits until the marks of this one have come. Windows in which nothing happened are passed over.
  function advance() {
    if (isDrawing) return;
    const next = nextWithAny(Number(control.slider.value) + Number(control.slider.step));
    if (next === null) return stop();
    control.slider.value = next;
    draw();
  }
  function stop() {
    clearInterval(timer);
    timer = 0;
    control.button.textContent = "Play";
  }

  function draw() {
    days = windowAt(Number(control.slider.value));
    control.output.textContent = `${days[0]} to ${days[1]}`;
    markWindow();
    redraw();
  }

  function bar(x, y, barWidth, height, className) {
    const node = document.createElementNS(SPACE, "rect");
    Object.entries({ x, y, width: barWidth, height, class: className }).forEach(([name, value]) =>
      node.setAttribute(name, value),
    );
    return node;
  }

  function drawHistogram() {
    const counts = atlas.days.binCounts(entries, span(), BINS);
    const most = Math.max(1, ...counts);
    control.histogram.setAttribute("viewBox", `0 0 ${BINS} ${HISTOGRAM_PX}`);
    control.histogram.setAttribute("preserveAspectRatio", "none");
    const bars = counts.map((count, number) => {
      const height = count ? Math.max(2, (count / most) * HISTOGRAM_PX) : 0;
      return bar(number + 0.1, HISTOGRAM_PX - height, 0.8, height, "play-bar");
    });
    control.histogram.replaceChildren(bar(0, 0, 0, HISTOGRAM_PX, "play-window"), ...bars);
  }

  function markWindow() {
    const marker = control.histogram.querySelector(".play-window");
    if (!marker) return;
    const [first, last] = span();
    const share = (day) => ((day - first) / (last - first + 1)) * BINS;
    const [start, stopDay] = days.map(atlas.days.dayNumber);
    marker.setAttribute("x", share(start));
    marker.setAttribute("width", Math.max(0.8, share(stopDay + 1) - share(start)));
  }

  // Marks of a large selection and squares come from the server: the next window waits for them.
  function redraw() {
    isDrawing = true;
    atlas.map.once(atlas.isDense() ? "faultline:dense" : "faultline:drawn", () => (isDrawing = false));
    atlas.drawIncidents();
    if (atlas.isDense()) atlas.drawDensity();
  }
})(window.Faultline);
