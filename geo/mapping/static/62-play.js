// Play through time: a window moves over the days of the selection, on the map alone; the page's own filters stay as they
// are. It begins where something happens, passes over what is empty and ends within a minute.
(function (atlas) {
  const PARAMETER = "play";
  // Milliseconds a step and in all. The first is by judgement: the time to read a map of a few marks; 119 steps are the
  // most, so that none takes longer than a minute.
  const SPEEDS = {
    slow: { step: 1400, most: 55000 },
    normal: { step: 700, most: 28000 },
    fast: { step: 250, most: 12000 },
  };
  const FLAGS = ["cumulative", "loop"];
  const WINDOWS = 12; // of a window's width would cover the days; by judgement
  const MAX_WAIT_MS = 10000; // for marks that the server draws

  let controls = null;
  let parts = null;
  let played = null; // the bins of the window; null while the whole selection is shown
  let timer = 0; // runs while it plays
  let isDrawing = 0; // since when the marks of this window are awaited from the server
  let asked = null; // what the address says, for the next selection

  atlas.player = {};
  atlas.playWindow = () => daysPlayed();

  atlas.ownParameters.push({ name: PARAMETER, read, write });

  atlas.setUpPlay = function (stripParts) {
    parts = stripParts;
    controls = build();
    atlas.map.on("faultline:drawn faultline:dense", () => (isDrawing = 0));
  };

  function build() {
    const made = {
      button: atlas.element("button", "strip-button strip-play", "Play"),
      more: atlas.element("button", "strip-button strip-more", "⋯"),
      options: atlas.element("div", "strip-options"),
      speed: atlas.element("select"),
    };
    made.button.type = made.more.type = "button";
    made.more.setAttribute("aria-label", "How it plays");
    made.more.setAttribute("aria-expanded", "false");
    made.speed.setAttribute("aria-label", "Speed");
    Object.keys(SPEEDS).forEach((name) => made.speed.append(new Option(name, name)));
    made.speed.value = isStill() ? "slow" : "normal";
    FLAGS.forEach((name) => (made[name] = atlas.element("input")));
    made.options.append(made.speed, ...FLAGS.map((name) => flagLabel(name, made[name])));
    made.button.addEventListener("click", atlas.player.toggle);
    made.speed.addEventListener("change", restart);
    made.cumulative.addEventListener("change", () => played && show(steps()[0] || played, true));
    made.more.addEventListener("click", () => {
      const isOpen = parts.box.classList.toggle("options-open");
      made.more.setAttribute("aria-expanded", String(isOpen));
    });
    parts.head.prepend(made.button, made.more, made.options);
    return made;
  }

  function flagLabel(name, box) {
    const label = atlas.element("label");
    box.type = "checkbox";
    label.append(box, ` ${name}`);
    if (name === "cumulative") label.title = "Everything from the first day up to the last one of the window";
    return label;
  }

  const isStill = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

  // A new selection ends the playing, for the window was over the one before.
  atlas.player.forget = function () {
    stop();
    played = null;
  };

  // The address may say that the new selection is played.
  atlas.player.adopt = function () {
    const text = asked;
    asked = null;
    const isPlayable = Boolean(atlas.strip.edges()) && !atlas.shown.areas;
    parts.box.classList.toggle("not-playable", !isPlayable);
    controls.button.disabled = !isPlayable || span()[0] === span()[1];
    if (text && isPlayable) open(text);
  };

  // The days that are played: those that the page filters by.
  const span = () => atlas.brush.selected();
  const width = () => Math.max(1, Math.round((span()[1] - span()[0] + 1) / WINDOWS));
  const isBusy = (bins) => atlas.strip.countWithin(bins) > 0;
  const steps = () => atlas.timeBins.playSteps(span(), width(), controls.cumulative.checked, isBusy);

  atlas.player.window = () => played;
  atlas.player.isPlaying = () => Boolean(timer);

  // The first and last day of the window that is played; never beyond the days that the page filters by.
  function daysPlayed() {
    if (!played || !atlas.strip.edges()) return null;
    const [first, last] = atlas.timeBins.daysOf(atlas.strip.edges(), played);
    const [from, to] = atlas.shown.time.window || [null, null];
    return [from && from > first ? from : first, to && to < last ? to : last];
  }

  atlas.player.toggle = function () {
    if (controls.button.disabled) return;
    if (timer) pause();
    else play();
  };

  function play() {
    const all = steps();
    if (!all.length) return;
    const next = played && all.findIndex(([, last]) => last > played[1]);
    begin(all, next > 0 ? next : 0);
  }

  function begin(all, first) {
    clearInterval(timer);
    let at = first;
    controls.button.textContent = "Pause";
    show(all[at], false);
    const { step, most } = SPEEDS[controls.speed.value];
    timer = setInterval(
      () => {
        if (isDrawing && Date.now() - isDrawing < MAX_WAIT_MS) return undefined;
        if (isDrawing) return fail();
        at += 1;
        if (at >= all.length && controls.loop.checked) at = 0;
        return at < all.length ? show(all[at], false) : pause();
      },
      Math.min(step, most / all.length),
    );
    atlas.writeAddress();
  }

  function restart() {
    if (timer) play();
  }

  function fail() {
    pause();
    atlas.strip.note("Playing has stopped: the server does not answer.");
  }

  // Show a window: from what the view has, or where that is missing, as the server draws it.
  function show(bins, isFinal) {
    played = bins;
    atlas.brush.place();
    if (!isFinal && atlas.movingMarks.draw(bins, daysPlayed())) isDrawing = 0;
    else drawAtRest();
    atlas.map.fire("faultline:window", { days: daysPlayed(), final: isFinal });
  }

  function drawAtRest() {
    isDrawing = Date.now();
    atlas.drawIncidents();
    if (atlas.isDense()) atlas.drawDensity();
  }

  function stop() {
    clearInterval(timer);
    timer = 0;
    isDrawing = 0;
    controls.button.textContent = "Play";
  }

  function pause() {
    stop();
    if (!played) return;
    show(played, true);
    atlas.strip.announce(played);
    atlas.writeAddress();
  }

  // Show the whole selection again; `draws` unless something else is about to be drawn.
  atlas.player.leave = function ({ draws = true } = {}) {
    stop();
    if (!played) return;
    [played, asked] = [null, null];
    atlas.brush.place();
    atlas.writeAddress();
    if (!draws) return;
    drawAtRest();
    atlas.map.fire("faultline:window", { days: null, final: true });
  };

  // The address: the days of the window, then what differs from the default, such as 2024-01-01,2024-03-31,loop,fast.
  function write() {
    const days = daysPlayed();
    if (!days) return "";
    const flags = FLAGS.filter((name) => controls[name].checked);
    const speed = controls.speed.value === "normal" ? [] : [controls.speed.value];
    return [...days, ...flags, ...speed].join(",");
  }

  function read(text) {
    asked = text;
    if (!controls || !atlas.shown || !atlas.strip.edges()) return;
    if (text) open(text);
    else atlas.player.leave();
  }

  function open(text) {
    const [first, last, ...words] = text.split(",");
    const days = [first, last].map((day) => (/^\d{4}-\d{2}-\d{2}$/.test(day) ? atlas.days.dayNumber(day) : NaN));
    if (!days.every(Number.isFinite) || days[0] > days[1]) return;
    const edges = atlas.strip.edges();
    if (days[1] < edges[0] || days[0] >= edges[edges.length - 1]) {
      atlas.notice("No incident has a date in the days of this link; all days are shown.");
      atlas.writeAddress();
      return;
    }
    FLAGS.forEach((name) => (controls[name].checked = words.includes(name)));
    const speed = words.find((word) => SPEEDS[word]);
    controls.speed.value = speed || "normal";
    stop();
    show(atlas.timeBins.binsOf(atlas.strip.edges(), [first, last]), true);
  }
})(window.Faultline);
