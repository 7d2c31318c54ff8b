// The list of what lies in view, the latest first: of a small selection what came with the page, else what the server answers.
(function (atlas) {
  const PAGE = 50; // lines at a time, as the server sends them
  const WAIT_MS = 250; // after the marks of a view have come, before its list is asked for; by judgement
  const DECIMALS = 4; // of a degree: about 10 m

  let list = null; // the lines
  let state = null; // below them: loading, nothing, or what to do next
  let entries = []; // the incidents of the list, as far as they have come
  let count = 0; // how many lie in view
  let shownAddress = ""; // of what stands in the list
  let request = null; // { address, controller } of what is being fetched
  let waiting = 0;
  let isHeld = false; // an incident is open in its place: the list waits
  let isBehind = false; // the view has changed meanwhile
  let nLines = PAGE; // of a small selection that are drawn

  atlas.setUpViewList = function (map) {
    const box = atlas.element("div", "view-list");
    list = atlas.element("ul", "lines");
    list.setAttribute("aria-label", "Incidents in view, the latest first");
    state = atlas.element("div", "list-state");
    box.append(list, state);
    atlas.panel.body.append(box);
    atlas.viewList = { box, hold, release, focusLine, incidentOf: (id) => entries.find((entry) => entry.id === id) };
    atlas.arrowKeys(list, "button.line");
    map.on("faultline:shown", forget);
    map.on("faultline:drawn moveend", update);
    map.on("faultline:window", ({ final }) => (final || isEmbedded()) && update());
    say("Loading the incidents …");
  };

  const isEmbedded = () => Boolean(atlas.shown && atlas.shown.incidents && !atlas.shown.areas);

  function forget() {
    shownAddress = "";
    update();
  }

  // Any number of changes within a frame are one.
  let frame = 0;
  function update() {
    if (frame || !atlas.shown || atlas.config.isAlone) return;
    frame = requestAnimationFrame(() => {
      frame = 0;
      if (isHeld) isBehind = true;
      else if (isEmbedded()) showEmbedded();
      else askSoon();
    });
  }

  // While an incident is open the list waits; afterwards it is that of the view, and stands where it stood.
  function hold() {
    isHeld = true;
  }
  function release() {
    isHeld = false;
    if (isBehind) update();
    isBehind = false;
  }

  // What of a small selection lies in view, without a request.
  function showEmbedded() {
    stopAsking();
    const days = atlas.playWindow();
    const played = atlas.incidentsDrawn();
    const inView = atlas.inView.sort(played.filter(isInView));
    const total = days ? played.length : atlas.shown.view.n_incidents;
    nLines = PAGE;
    show(inView, inView.length, { others: total - inView.length, hasUnplaced: !days });
  }

  function isInView(incident) {
    const { map } = atlas;
    const bounds = map.getBounds();
    if (!incident.shape) return bounds.contains([incident.latitude, atlas.nearestLongitude(incident.longitude)]);
    const area = (atlas.shown.incident_areas || []).find(({ area_id: id }) => id === incident.shape);
    return Boolean(area) && bounds.intersects(atlas.boundsNear(area.bounds));
  }

  function show(incidents, number, { others, hasUnplaced }) {
    [entries, count] = [incidents, number];
    fill();
    const elsewhere = hasUnplaced ? "elsewhere or without a place" : "elsewhere";
    atlas.panel.setCount(
      `${count.toLocaleString("en")} in view`,
      others > 0 ? ` · ${others.toLocaleString("en")} ${elsewhere}` : "",
    );
    if (!count) sayNothing(others, hasUnplaced);
  }

  // Lines that stay are the same nodes as before, so that the focus and the place in the list stay.
  const lines = new Map();
  function fill() {
    const shown = entries.slice(0, isEmbedded() ? nLines : entries.length);
    const ids = new Set(shown.map(({ id }) => id));
    lines.forEach((_, id) => ids.has(id) || lines.delete(id));
    const nodes = shown.map((incident) => {
      const text = JSON.stringify(incident);
      const known = lines.get(incident.id);
      if (known && known.text === text) return known.node;
      const node = atlas.viewLine(incident);
      lines.set(incident.id, { node, text });
      return node;
    });
    const hadFocus = list.contains(document.activeElement) && document.activeElement;
    if (nodes.length !== list.children.length || nodes.some((node, at) => node !== list.children[at]))
      list.replaceChildren(...nodes);
    if (hadFocus && hadFocus.isConnected) hadFocus.focus({ preventScroll: true });
    const left = count - shown.length;
    if (left > 0) offerMore(left);
    else say("");
  }

  function offerMore(left) {
    const more = atlas.element("button", "list-more", `Show more; ${left.toLocaleString("en")} left`);
    more.type = "button";
    more.addEventListener("click", () => {
      const at = list.children.length;
      const focusNext = () => list.children[at] && list.children[at].querySelector("button").focus();
      if (isEmbedded()) {
        nLines += PAGE;
        fill();
        focusNext();
      } else ask(entries.length, focusNext);
    });
    state.replaceChildren(more);
  }

  function say(text, action) {
    state.replaceChildren();
    if (text) state.append(atlas.element("p", "quiet", text));
    if (!action) return;
    const node = atlas.element("button", "list-more", action.label);
    node.type = "button";
    node.addEventListener("click", action.run);
    state.append(node);
  }

  function sayNothing(others, hasUnplaced) {
    if (!others)
      return say(
        atlas.playWindow()
          ? "No incident of the days that are played has a place."
          : "No incident matches the filters.",
      );
    const where = hasUnplaced ? "elsewhere or without a place" : "elsewhere";
    const { view } = atlas.shown;
    say(
      `Nothing in this view. ${others.toLocaleString("en")} ${where}.`,
      view.bounds || view.all
        ? { label: "Show all", run: view.all ? atlas.showEverything : atlas.showSelection }
        : null,
    );
  }

  function askSoon() {
    clearTimeout(waiting);
    waiting = setTimeout(() => ask(0), WAIT_MS);
  }

  function stopAsking() {
    clearTimeout(waiting);
    if (request) request.controller.abort();
    request = null;
  }

  function addressOf(start) {
    const query = atlas.drawnQuery();
    const bounds = atlas.map.getBounds();
    // A map that was dragged around the world lists the same as before.
    const turned = atlas.longitudes.wrap(bounds.getWest()) - bounds.getWest();
    const [south, north] = [Math.max(bounds.getSouth(), -90), Math.min(bounds.getNorth(), 90)];
    const edges = [bounds.getWest() + turned, south, bounds.getEast() + turned, north];
    query.set("view", edges.map((edge) => Number(edge.toFixed(DECIMALS))).join(","));
    if (start) query.set("start", start);
    return `/api/in-view.json?${query}`;
  }

  // The old lines stay until the new ones have come.
  function ask(start, andThen = () => {}) {
    const address = addressOf(start);
    if (address === shownAddress || (request && request.address === address)) return;
    stopAsking();
    const current = { address, controller: new AbortController() };
    request = current;
    if (!entries.length || start) say("Loading the incidents …");
    list.setAttribute("aria-busy", "true");
    atlas
      .fetchJson(address, { signal: current.controller.signal })
      .then((answer) => {
        if (request !== current) return;
        request = null;
        list.removeAttribute("aria-busy");
        if (!start) shownAddress = address;
        if (isHeld) return void (isBehind = true);
        const incidents = start ? [...entries, ...answer.incidents] : answer.incidents;
        show(incidents, answer.count, { others: answer.selected - answer.count, hasUnplaced: true });
        andThen();
      })
      .catch(() => {
        if (request !== current) return;
        request = null;
        list.removeAttribute("aria-busy");
        say("The list could not be loaded; the map works on.", { label: "Try again", run: () => ask(start, andThen) });
      });
  }

  // Back to the line of an incident, or to the panel's own button where it is gone.
  function focusLine(id) {
    const line = lines.get(id);
    const node = line && line.node.isConnected && line.node.querySelector("button");
    if (node && !atlas.panel.isClosed()) node.focus({ preventScroll: true });
    else atlas.panel.focusToggle();
  }
})(window.Faultline);
