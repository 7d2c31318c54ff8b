// The timeline strip under the map: the selection's incidents by time, in the legend's colours, with an axis. What lies
// outside the window of time is pale. The bars are of all days, so that a window can be moved among them.
(function (atlas) {
  const SPACE = "http://www.w3.org/2000/svg";
  const TICKS_APART_PX = 74; // “16 Jan 2024” and a gap
  const LETTER_PX = 6; // of a tick's label, about
  const LEAST_BAR_PX = 1.5; // one incident among thousands is still seen
  const GAP_SHARE = 0.12; // between two bars, of their width
  const MARGIN_PX = 10; // beside the bars, for half a handle

  let parts = null;
  let bars = null; // { edges, rows: [{ key, startSums, endSums }], undated } of the selection; null where it has no date

  atlas.strip = {};

  atlas.setUpStrip = function (map) {
    parts = build(atlas.screen.strip);
    atlas.setUpBrush(parts);
    atlas.setUpPlay(parts);
    map.on("faultline:shown", show);
    map.on("faultline:moving", tellState);
    new ResizeObserver(draw).observe(parts.plot);
  };

  function build(box) {
    const element = (tag, className, text) => atlas.element(tag, className, text);
    const made = {
      box,
      head: element("div", "strip-head"),
      readout: element("output", "strip-readout"),
      note: element("span", "strip-note quiet"),
      plot: element("div", "strip-plot"),
      most: element("span", "strip-most"),
      bars: document.createElementNS(SPACE, "svg"),
      axis: element("div", "strip-axis"),
      announcement: element("div", "strip-announcement"),
    };
    box.setAttribute("aria-label", "Timeline");
    made.readout.setAttribute("aria-live", "off");
    made.announcement.setAttribute("role", "status");
    [made.bars, made.axis, made.most].forEach((node) => node.setAttribute("aria-hidden", "true"));
    made.bars.setAttribute("class", "strip-bars");
    made.head.append(made.readout, made.note);
    made.plot.append(made.bars, made.most, made.axis);
    box.append(made.head, made.plot, made.announcement);
    return made;
  }

  // A new selection: its bars, and the window that it has.
  function show() {
    const { time } = atlas.shown;
    bars = time && barsOf(time);
    parts.box.classList.toggle("without-dates", !bars);
    atlas.brush.adopt();
    draw();
    atlas.player.adopt();
    if (!bars) parts.readout.textContent = emptyText();
    tellState();
  }

  function emptyText() {
    if (!atlas.shown.areas || !atlas.shown.areas.sides) return "No incident of this selection has a date";
    return "";
  }

  function barsOf({ edges, starts, ends, undated }) {
    const { runningSums } = atlas.timeBins;
    const rows = atlas.config.types
      .filter(({ key }) => starts[key])
      .map(({ key }) => ({ key, startSums: runningSums(starts[key]), endSums: runningSums(ends[key]) }));
    return { edges, rows, undated };
  }

  atlas.strip.edges = () => (bars ? bars.edges : null);
  atlas.strip.undated = () => (bars ? bars.undated : 0);

  // How many dated incidents overlap a window of bins.
  atlas.strip.countWithin = function (window) {
    return bars.rows.reduce(
      (sum, { startSums, endSums }) => sum + atlas.timeBins.countWithin(startSums, endSums, window),
      0,
    );
  };

  // Measured once a drawing: to measure while a window moves would lay out the page for each picture.
  let plotBox = { left: 0, width: 1 };
  const plotWidth = () => Math.max(1, plotBox.width - 2 * MARGIN_PX);
  atlas.strip.measure = function () {
    const { left, width } = parts.plot.getBoundingClientRect();
    plotBox = { left, width };
  };

  // Where a day begins on the strip: pixels from its left edge; null where no incident of it has a date. Days are
  // numbered from 1970-01-01.
  atlas.strip.xOfDay = function (day) {
    return bars && parts.plot.offsetLeft + xOf(day);
  };
  function xOf(day) {
    const { edges } = bars;
    return MARGIN_PX + ((day - edges[0]) / (edges.at(-1) - edges[0])) * plotWidth();
  }
  atlas.strip.xInPlot = xOf;

  // The bin under a pixel of the window.
  atlas.strip.binAt = function (clientX) {
    const { edges } = bars;
    const share = (clientX - plotBox.left - MARGIN_PX) / plotWidth();
    return atlas.timeBins.binOf(edges, edges[0] + share * (edges.at(-1) - edges[0]));
  };

  function draw() {
    const height = parts.bars.clientHeight;
    parts.bars.replaceChildren();
    parts.axis.replaceChildren();
    parts.most.textContent = "";
    if (!bars || !height) return;
    atlas.strip.measure();
    drawBars(height);
    drawAxis();
    atlas.brush.place();
    atlas.map.fire("faultline:strip");
  }

  function drawBars(height) {
    const nBins = bars.edges.length - 1;
    const most = Math.max(...Array.from({ length: nBins }, (_, bin) => atlas.strip.countWithin([bin, bin])));
    parts.bars.setAttribute("viewBox", `0 0 ${parts.plot.clientWidth} ${height}`);
    for (let bin = 0; bin < nBins; bin += 1) drawBar(bin, height, most);
    parts.most.textContent = atlas.phrases.shortNumber(most);
  }

  // The types lie on each other in the order of the legend, the first on the ground.
  function drawBar(bin, height, most) {
    const [left, right] = [xOf(bars.edges[bin]), xOf(bars.edges[bin + 1])];
    const gap = Math.min(2, (right - left) * GAP_SHARE);
    const total = atlas.strip.countWithin([bin, bin]);
    if (!total) return;
    const whole = Math.max(LEAST_BAR_PX, (total / most) * (height - 1));
    let bottom = height;
    bars.rows.forEach(({ key, startSums, endSums }) => {
      const part = (atlas.timeBins.countWithin(startSums, endSums, [bin, bin]) / total) * whole;
      if (!part) return;
      bottom -= part;
      const rectangle = document.createElementNS(SPACE, "rect");
      const box = { x: left + gap / 2, y: bottom, width: Math.max(0.5, right - left - gap), height: part };
      Object.entries(box).forEach(([name, value]) => rectangle.setAttribute(name, value.toFixed(2)));
      rectangle.setAttribute("class", `strip-bar type-${key}`);
      parts.bars.append(rectangle);
    });
  }

  function drawAxis() {
    const { edges } = bars;
    const ticks = atlas.timeBins.ticks(edges[0], edges.at(-1), plotWidth(), TICKS_APART_PX);
    ticks.forEach(({ day, label }) => {
      const tick = atlas.element("span", "strip-tick", label);
      tick.style.left = `${xOf(day)}px`;
      if (xOf(day) + tickWidth(label) > parts.plot.clientWidth) tick.classList.add("last");
      parts.axis.append(tick);
    });
  }

  const tickWidth = (label) => 8 + label.length * LETTER_PX;

  // What is shown in words: the days, how many incidents, and who is left out. `time` is that of the selection at rest, whose
  // days may be others than those of whole bins.
  atlas.strip.describe = function (window, time = null) {
    const { edges, undated } = bars;
    const isWhole = !time && atlas.timeBins.isWhole(edges, window);
    const bins = [edges[window[0]], edges[window[1] + 1] - 1];
    const [first, last] = time ? time.window.map((day, end) => (day ? atlas.days.dayNumber(day) : bins[end])) : bins;
    const days = first <= last ? atlas.timeBins.inWords(first, last) : "";
    const count = atlas.phrases.countOf(time ? time.count : atlas.strip.countWithin(window), "incident");
    const others = undated && `${undated.toLocaleString("en")} without a date ${isWhole ? "" : "left out"}`.trim();
    return [days, count, others].filter(Boolean);
  };

  atlas.strip.showText = function (window, time) {
    const [days, ...others] = atlas.strip.describe(window, time);
    parts.readout.replaceChildren(atlas.element("b", "", days), document.createTextNode(` · ${others.join(" · ")}`));
  };

  // For a screen reader, when a window is final.
  atlas.strip.announce = function (window) {
    parts.announcement.textContent = atlas.strip.describe(window).join(", ");
  };

  // A word where the map cannot follow a moving window; everything else works.
  function tellState() {
    const isFailed = bars && atlas.movingMarks.state() === "failed";
    atlas.strip.note(isFailed ? "Numbers by time could not be loaded; the map follows when you let go." : "");
  }
  atlas.strip.note = function (text) {
    parts.note.textContent = text;
  };
})(window.Faultline);
