// The window of time on the strip: drawn, moved and resized by pointer or keys. While it moves, the map follows from what it
// has; when it is let go, the page filters by it.
(function (atlas) {
  const CLICK_PX = 3; // that a pointer may move in a click
  const DOUBLE_MS = 280; // after a click, for a second one: a browser's double click waits no longer by default
  const KEY_MS = 700; // after the last key, before the page filters; by judgement
  const PAGE_SHARE = 0.1; // of all bins, by which PageUp and PageDown move

  let parts = null;
  let nodes = null; // the window, its two ends, and the pale parts beside it
  let moving = null; // the bins of the window that the page does not filter by yet
  let drag = null; // { kind, start, window, x, hasMoved }
  let waiting = 0; // to let the window go
  let scheduled = 0; // the next picture
  const past = []; // windows of days before this one, for Undo
  let lastDays; // the window of the selection; undefined before the first
  let isUndoing = false;

  atlas.brush = {};

  atlas.setUpBrush = function (stripParts) {
    parts = stripParts;
    nodes = {
      before: atlas.element("div", "strip-veil before"),
      after: atlas.element("div", "strip-veil after"),
      window: slider("strip-window", "Period"),
      ends: [slider("strip-end first", "First day"), slider("strip-end last", "Last day")],
      undo: button("Undo", "Go back to the period before", undo),
      clear: button("All days", "Show all days", clear),
    };
    parts.plot.append(nodes.before, nodes.after, nodes.window, ...nodes.ends);
    parts.head.append(nodes.undo, nodes.clear);
    listen();
  };

  function slider(className, label) {
    const node = atlas.element("div", className);
    node.tabIndex = 0;
    Object.entries({ role: "slider", "aria-label": label, "aria-valuemin": 0 }).forEach(([name, value]) =>
      node.setAttribute(name, value),
    );
    return node;
  }

  function button(text, title, run) {
    const node = atlas.element("button", "strip-button", text);
    node.type = "button";
    node.title = title;
    node.addEventListener("click", run);
    return node;
  }

  function listen() {
    const { plot, box } = parts;
    plot.addEventListener("pointerdown", begin);
    plot.addEventListener("pointermove", follow);
    plot.addEventListener("pointerup", finish);
    plot.addEventListener("pointercancel", cancel);
    plot.addEventListener("dblclick", clear);
    [nodes.window, ...nodes.ends].forEach((node) => {
      node.addEventListener("keydown", (event) => onKey(event, node));
      node.addEventListener("blur", () => waiting && !drag && release());
    });
    box.addEventListener("keydown", (event) => {
      box.classList.remove("by-pointer");
      if (event.key === "Escape") (drag ? cancel : clear)();
    });
    document.addEventListener("keydown", (event) => {
      const isUndo = event.key === "z" && (event.ctrlKey || event.metaKey) && !event.shiftKey;
      if (!isUndo || event.defaultPrevented || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
      if (!past.length || drag) return;
      event.preventDefault();
      undo();
    });
  }

  const edges = () => atlas.strip.edges();
  const whole = () => atlas.timeBins.whole(edges());
  const selected = () => atlas.timeBins.binsOf(edges(), atlas.shown.time.window);
  const current = () => moving || selected();
  atlas.brush.selected = selected;

  // A new selection has come: what was moved is what it has, or is given up.
  atlas.brush.adopt = function () {
    clearTimeout(waiting);
    [waiting, moving, drag] = [0, null, null];
    const { time } = atlas.shown;
    const days = (time && time.window) || null;
    const isOther = lastDays !== undefined && JSON.stringify(days) !== JSON.stringify(lastDays);
    if (isOther && !isUndoing) past.push(lastDays);
    if (isOther) isUndoing = false;
    lastDays = days;
    atlas.brush.place();
  };

  // Put everything where the window is: the one that is played, or moved, or filtered by.
  atlas.brush.place = function () {
    if (!edges()) return;
    nodes.undo.disabled = !past.length;
    const window = atlas.player.window() || current();
    const [left, right] = pixelsOf(window);
    nodes.before.style.width = `${left}px`;
    nodes.after.style.left = `${right}px`;
    nodes.window.style.left = `${left}px`;
    nodes.window.style.width = `${right - left}px`;
    nodes.ends[0].style.left = `${left}px`;
    nodes.ends[1].style.left = `${right}px`;
    nodes.clear.disabled =
      !atlas.player.window() && atlas.timeBins.isWhole(edges(), window) && !atlas.shown.time.window;
    parts.box.classList.toggle("whole", atlas.timeBins.isWhole(edges(), window));
    nameEnds(window);
    atlas.strip.showText(window, isExact() ? atlas.shown.time : null);
  };

  // At rest the window is that of the selection, whose days may lie within bars.
  const isExact = () => !atlas.player.window() && !moving && Boolean(atlas.shown.time.window);

  function pixelsOf([first, last]) {
    const bins = edges();
    const [from, to] = isExact() ? atlas.shown.time.window : [null, null];
    const days = [from ? atlas.days.dayNumber(from) : bins[first], to ? atlas.days.dayNumber(to) + 1 : bins[last + 1]];
    return days.map((day) => atlas.strip.xInPlot(Math.min(Math.max(day, bins[0]), bins.at(-1))));
  }

  function nameEnds([first, last]) {
    const { inWords } = atlas.timeBins;
    const bins = edges();
    const texts = [
      [nodes.window, first, inWords(bins[first], bins[last + 1] - 1)],
      [nodes.ends[0], first, inWords(bins[first], bins[first])],
      [nodes.ends[1], last, inWords(bins[last + 1] - 1, bins[last + 1] - 1)],
    ];
    texts.forEach(([node, value, text]) => {
      node.setAttribute("aria-valuemax", bins.length - 2);
      node.setAttribute("aria-valuenow", value);
      node.setAttribute("aria-valuetext", text);
    });
  }

  // Show a window while it moves: once a picture of the screen at most.
  function preview(window) {
    if (moving && moving[0] === window[0] && moving[1] === window[1]) return;
    moving = window;
    if (!scheduled) scheduled = requestAnimationFrame(drawPreview);
  }

  function drawPreview() {
    scheduled = 0;
    if (!moving) return;
    atlas.brush.place();
    const days = atlas.timeBins.daysOf(edges(), moving);
    if (!atlas.timeBins.isWhole(edges(), moving)) atlas.movingMarks.draw(moving, days);
    else atlas.movingMarks.draw(moving, null);
    atlas.map.fire("faultline:window", { days, final: false });
  }

  // Let the window go: the page filters by it.
  function release() {
    clearTimeout(waiting);
    waiting = 0;
    if (!moving) return;
    const window = moving;
    const days = atlas.timeBins.isWhole(edges(), window) ? null : atlas.timeBins.daysOf(edges(), window);
    filterBy(days);
    atlas.strip.announce(window);
  }

  function filterBy(days) {
    atlas.map.fire("faultline:window", { days, final: true });
    if (JSON.stringify(days) === JSON.stringify(atlas.shown.time.window)) return settle();
    const [from, to] = days || [null, null];
    atlas.ask("set dates", atlas.map.getCenter(), { from, to });
    return undefined;
  }

  // Nothing changes: the marks at rest come back.
  function settle() {
    moving = null;
    atlas.brush.place();
    atlas.drawIncidents();
    if (atlas.isDense()) atlas.drawDensity();
  }

  function cancel() {
    if (!drag && !moving) return;
    drag = null;
    clearTimeout(waiting);
    waiting = 0;
    settle();
  }

  function clear() {
    clearTimeout(waiting);
    waiting = 0;
    if (!edges()) return;
    if (atlas.player.window()) return atlas.player.leave();
    if (!atlas.shown.time.window) return settle();
    preview(whole());
    filterBy(null);
    return undefined;
  }

  function undo() {
    if (!past.length || !edges()) return;
    isUndoing = true;
    const days = past.pop();
    preview(atlas.timeBins.binsOf(edges(), days));
    filterBy(days);
  }

  // A press on an end resizes, in the window moves it, elsewhere begins a new one.
  function begin(event) {
    if (!edges() || event.button) return;
    clearTimeout(waiting);
    atlas.strip.measure();
    atlas.player.leave({ draws: false });
    const window = current();
    const end = nodes.ends.indexOf(event.target);
    const isInside = event.target === nodes.window && !atlas.timeBins.isWhole(edges(), window);
    const bin = atlas.strip.binAt(event.clientX);
    drag = { end, kind: end >= 0 ? "resize" : isInside ? "move" : "draw", bin, window, x: event.clientX };
    parts.plot.setPointerCapture(event.pointerId);
    parts.box.classList.add("by-pointer");
    const focused = end >= 0 ? nodes.ends[end] : nodes.window;
    focused.focus({ preventScroll: true });
    event.preventDefault();
  }

  function follow(event) {
    if (!drag) return;
    if (Math.abs(event.clientX - drag.x) > CLICK_PX) drag.hasMoved = true;
    if (drag.hasMoved) preview(windowOf(drag, atlas.strip.binAt(event.clientX)));
  }

  function windowOf({ kind, end, bin, window }, at) {
    if (kind === "move") return atlas.timeBins.move(edges(), window, at - bin);
    if (kind === "draw") return [Math.min(bin, at), Math.max(bin, at)];
    // An end's own pixel belongs to the bin beside it.
    return atlas.timeBins.resize(edges(), window, end, at);
  }

  // A click takes one bar, also where an end lies over the first or the last, after the time in which a second click would show all days.
  function finish() {
    if (!drag) return;
    const { hasMoved, bin, kind, window } = drag;
    drag = null;
    if (hasMoved) return release();
    if (kind === "resize" && !atlas.timeBins.isWhole(edges(), window)) return settle();
    preview([bin, bin]);
    waiting = setTimeout(release, DOUBLE_MS);
    return undefined;
  }

  function onKey(event, node) {
    if (!edges() || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === " ") atlas.player.toggle();
    else if (event.key === "Enter") release();
    else {
      const window = windowAfter(event.key, node);
      if (!window) return;
      atlas.player.leave({ draws: false });
      preview(window);
      clearTimeout(waiting);
      waiting = setTimeout(release, KEY_MS);
    }
    event.preventDefault();
    event.stopPropagation();
  }

  // The window after a key on it or on one of its ends; null for other keys.
  function windowAfter(key, node) {
    const window = atlas.player.window() || current();
    const last = edges().length - 2;
    const page = Math.max(1, Math.round(last * PAGE_SHARE));
    const steps = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -page, PageUp: page };
    const by = { ...steps, Home: -last, End: last }[key];
    if (by === undefined) return null;
    const end = nodes.ends.indexOf(node);
    if (end < 0) return atlas.timeBins.move(edges(), window, by);
    return atlas.timeBins.resize(edges(), window, end, window[end] + by);
  }
})(window.Faultline);
