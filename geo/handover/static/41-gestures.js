// The map is moved by pointer, wheel, two fingers, keys and buttons.
(function (atlas) {
  const STEP_PX = 80; // of an arrow key
  const CLICK_PX = 5; // a pointer that moved less has clicked
  const WHEEL = 1 / 280; // zoom levels a pixel of the wheel
  const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const pointers = new Map();
  let moved = 0;
  let pinch = null;
  let [tip, status, box] = [null, null, null];

  const placeOf = (event) => {
    const { left, top } = box.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  };

  function pan([across, down]) {
    const px = atlas.projection.worldPx(atlas.map.view.zoom);
    const { view } = atlas.map;
    atlas.map.moveTo({ ...view, x: view.x - across / px, y: view.y - down / px });
  }

  function zoomBy(levels, at = [atlas.map.size[0] / 2, atlas.map.size[1] / 2]) {
    const { view, size } = atlas.map;
    atlas.map.moveTo(atlas.projection.zoomAround(view, view.zoom + levels, at, size));
  }

  function onDown(event) {
    if (event.target.closest("button, details")) return;
    box.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, placeOf(event));
    if (pointers.size === 1) moved = 0;
    pinch = null;
  }

  function onMove(event) {
    const place = placeOf(event);
    const before = pointers.get(event.pointerId);
    if (!before) return void (event.pointerType === "mouse" && showTip(event, place));
    const step = [place[0] - before[0], place[1] - before[1]];
    pointers.set(event.pointerId, place);
    moved += Math.hypot(...step);
    if (pointers.size === 2) return pinchBy();
    if (moved >= CLICK_PX) {
      hideTip();
      pan(step);
    }
  }

  function pinchBy() {
    const [first, second] = [...pointers.values()];
    const now = {
      gap: Math.hypot(first[0] - second[0], first[1] - second[1]),
      at: [(first[0] + second[0]) / 2, (first[1] + second[1]) / 2],
    };
    if (pinch) {
      pan([now.at[0] - pinch.at[0], now.at[1] - pinch.at[1]]);
      zoomBy(Math.log2(now.gap / pinch.gap), now.at);
    }
    pinch = now;
  }

  function onUp(event) {
    const isClick =
      pointers.has(event.pointerId) && pointers.size === 1 && moved < CLICK_PX && event.type === "pointerup";
    pointers.delete(event.pointerId);
    pinch = null;
    if (!isClick) return;
    hideTip();
    atlas.map.choose(atlas.map.hit(placeOf(event), event.pointerType === "mouse" ? undefined : 14));
  }

  function onWheel(event) {
    if (event.target.closest("details")) return;
    event.preventDefault();
    const px = event.deltaMode === 1 ? event.deltaY * 32 : event.deltaY;
    hideTip();
    zoomBy(Math.max(-1, Math.min(1, -px * WHEEL)), placeOf(event));
  }

  function onKey(event) {
    if (event.target !== box || event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = KEYS[event.key];
    if (arrow) pan(arrow.map((step) => -step * STEP_PX));
    else if (event.key === "+" || event.key === "=") zoomBy(1);
    else if (event.key === "-") zoomBy(-1);
    else if (event.key === "0" || event.key === "Home") atlas.map.home();
    else if (event.key === "Enter") return void atlas.map.choose(atlas.map.hitMiddle());
    else return;
    event.preventDefault();
    requestAnimationFrame(sayMiddle);
  }

  // What a screen reader hears of where the keys have led.
  function sayMiddle() {
    const target = atlas.map.hitMiddle();
    status.textContent = target ? `${target.name}. Enter opens it.` : "";
  }

  function showTip(event, [left, top]) {
    if (event.target.closest("button, details, .credit")) return hideTip();
    const target = atlas.map.hit([left, top]);
    box.classList.toggle("on-mark", Boolean(target));
    if (!target) return hideTip();
    tip.replaceChildren(...tipParts(target));
    tip.hidden = false;
    const [width, height] = atlas.map.size;
    tip.style.left = `${Math.max(4, Math.min(left + 14, width - tip.offsetWidth - 4))}px`;
    tip.style.top = `${Math.max(4, Math.min(top + 16, height - tip.offsetHeight - 4))}px`;
  }

  function tipParts({ rows, name }) {
    const [row] = rows;
    if (rows.length === 1) {
      const lines = [`${row.date} · ${row.place || "place not stated"}`, atlas.phrases.tollOfOne(row.killed)];
      return [atlas.dataText("b", "", row.title), ...lines.map((line) => atlas.dataText("span", "", line))];
    }
    const killed = atlas.phrases.tollOf(atlas.tollSizes.sumOf(rows.map((each) => each.killed)), rows.length);
    return [atlas.dataText("b", "", name), atlas.element("span", "", killed)];
  }

  function hideTip() {
    tip.hidden = true;
  }

  function addButtons() {
    const buttons = atlas.element("div", "map-buttons");
    [
      ["+", "Closer", () => zoomBy(1)],
      ["−", "Farther", () => zoomBy(-1)],
      ["⌂", "The view that the map opened on", () => atlas.map.home()],
    ].forEach(([sign, label, onClick]) => {
      const node = atlas.button(sign, "map-button", onClick);
      node.setAttribute("aria-label", label);
      node.title = label;
      buttons.append(node);
    });
    box.append(buttons, atlas.element("p", "credit", "Natural Earth, GeoNames"));
  }

  atlas.setUpGestures = function () {
    box = atlas.map.element();
    box.tabIndex = 0;
    box.setAttribute("role", "application");
    box.setAttribute("aria-roledescription", "map");
    box.setAttribute(
      "aria-label",
      "Map of the incidents. Arrows move it, plus and minus bring it closer, Enter opens what is in the middle. The list has the same incidents.",
    );
    tip = atlas.element("div", "tip");
    tip.hidden = true;
    status = atlas.element("p", "unseen");
    status.setAttribute("role", "status");
    box.append(tip, status);
    addButtons();
    box.addEventListener("pointerdown", onDown);
    box.addEventListener("pointermove", onMove);
    ["pointerup", "pointercancel"].forEach((name) => box.addEventListener(name, onUp));
    box.addEventListener("pointerleave", hideTip);
    box.addEventListener("wheel", onWheel, { passive: false });
    box.addEventListener("keydown", onKey);
    ["focus", "blur"].forEach((name) => box.addEventListener(name, atlas.map.redraw));
  };
})(window.Faultline);
