// The panel: beside the map where the frame is wide enough and it is not put away; elsewhere a sheet from below it.
(function (atlas) {
  const NARROW = "(max-width: 859px)"; // as in the style: a map of 560 pixels is left beside the narrowest panel
  const SWIPE_PX = 24; // a finger that has moved less has pressed; by judgement
  const SIZES = ["closed", "half", "full"]; // of the sheet
  const KEY = "faultline-panel"; // its name in the tab's storage

  let parts = null;
  let sizes = { beside: "open", sheet: "closed" }; // in either layout
  const narrow = window.matchMedia(NARROW);

  atlas.setUpPanel = function (map) {
    parts = buildParts();
    sizes.beside = atlas.page.recall(KEY) === "closed" ? "closed" : "open";
    atlas.screen.panel.setAttribute("aria-label", "Incidents in view");
    atlas.screen.panel.append(parts.head, parts.body);
    atlas.panel = {
      body: parts.body,
      isNarrow: () => narrow.matches,
      isClosed,
      show,
      setCount,
      setHasIncident,
      focusToggle,
    };
    narrow.addEventListener("change", apply);
    atlas.screen.panel.addEventListener("keydown", closeByKey);
    apply();
    atlas.setUpViewList(map);
    atlas.setUpRecord(map);
    atlas.setUpHover(map);
  };

  function buildParts() {
    const head = atlas.element("div", "panel-head");
    const toggle = button("panel-toggle", () => setSize(isClosed() ? "half" : "closed"));
    const count = atlas.element("span", "panel-count");
    const others = atlas.element("span", "panel-others quiet");
    count.setAttribute("aria-live", "polite");
    const body = atlas.element("div", "panel-body");
    body.id = "faultline-panel-body";
    toggle.setAttribute("aria-controls", body.id);
    const full = button("panel-full", () => setSize(sizes.sheet === "full" ? "half" : "full"));
    const words = atlas.element("span", "panel-words");
    words.append(count, others);
    toggle.append(words, chevron());
    head.append(toggle, full);
    full.append(chevron());
    swipe(toggle);
    return { head, toggle, full, count, others, body };
  }

  function button(className, run) {
    const node = atlas.element("button", className);
    node.type = "button";
    node.addEventListener("click", run);
    return node;
  }

  function chevron() {
    const space = "http://www.w3.org/2000/svg";
    const picture = document.createElementNS(space, "svg");
    picture.setAttribute("viewBox", "0 0 16 16");
    picture.setAttribute("aria-hidden", "true");
    picture.setAttribute("class", "chevron");
    picture.appendChild(document.createElementNS(space, "path")).setAttribute("d", "M3.500 10.500L8 6l4.500 4.500");
    return picture;
  }

  // A finger that moves up or down over the handle pulls the sheet a size further.
  function swipe(handle) {
    let start = null;
    let isSwipe = false;
    handle.addEventListener("pointerdown", ({ clientY, pointerId }) => {
      [start, isSwipe] = [clientY, false];
      if (narrow.matches) handle.setPointerCapture(pointerId);
    });
    handle.addEventListener("pointerup", ({ clientY }) => {
      if (start === null || !narrow.matches || Math.abs(clientY - start) < SWIPE_PX) return;
      isSwipe = true;
      const step = clientY < start ? 1 : -1;
      setSize(SIZES[Math.max(0, Math.min(SIZES.length - 1, SIZES.indexOf(sizes.sheet) + step))]);
    });
    handle.addEventListener("click", (event) => isSwipe && event.stopImmediatePropagation(), true);
  }

  const isClosed = () => (narrow.matches ? sizes.sheet : sizes.beside) === "closed";

  function setSize(size) {
    if (narrow.matches) sizes = { ...sizes, sheet: size };
    else {
      sizes = { ...sizes, beside: size === "closed" ? "closed" : "open" };
      atlas.page.remember(KEY, sizes.beside);
    }
    apply();
  }

  // Escape closes the sheet, and first an incident that is open in it (72-record.js).
  function closeByKey({ key }) {
    if (key !== "Escape" || hasIncident || !narrow.matches || isClosed()) return;
    setSize("closed");
    focusToggle();
  }

  // Open the panel where it is closed: half of the sheet, so that the map stays in sight.
  function show() {
    if (isClosed()) setSize("half");
  }

  function apply() {
    const screen = atlas.screen.panel.parentElement;
    screen.classList.toggle("panel-closed", sizes.beside === "closed" && !narrow.matches);
    atlas.screen.panel.dataset.size = narrow.matches ? sizes.sheet : sizes.beside;
    parts.toggle.setAttribute("aria-expanded", String(!isClosed()));
    parts.toggle.title = isClosed() ? "Show the incidents in view" : "Put the list away";
    parts.body.hidden = isClosed();
    parts.full.hidden = !narrow.matches || isClosed();
    const isFull = sizes.sheet === "full";
    parts.full.setAttribute("aria-label", isFull ? "Half of the height" : "Full height");
  }

  // What the head says of the list; while an incident is open in its place, that it is.
  let words = ["", ""];
  let hasIncident = false;
  function setCount(text, others) {
    words = [text, others];
    drawWords();
  }
  function setHasIncident(isOpen) {
    hasIncident = isOpen;
    drawWords();
  }
  function drawWords() {
    const [text, others] = hasIncident ? ["Incident", ""] : words;
    if (parts.count.textContent !== text) parts.count.textContent = text;
    parts.others.textContent = others;
  }

  function focusToggle() {
    parts.toggle.focus({ preventScroll: true });
  }
})(window.Faultline);
