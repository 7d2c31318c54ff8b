// Fingers and wheel: the page scrolls where the map lies in its way, and a line says how to move the map instead.
(function (atlas) {
  const HINT_MS = 1400; // time to read five words; chosen by judgement
  const IS_MAC = /mac|iphone|ipad/i.test(navigator.platform);

  let isActive = false; // the map was clicked, and the pointer is still over it: the wheel is its own
  let isHeld = false; // a finger must not drag the map
  let hint = null;
  let hiding = 0;

  atlas.setUpGestures = function (map) {
    const container = map.getContainer();
    hint = container.appendChild(atlas.element("div", "gesture-hint"));
    hint.setAttribute("aria-hidden", "true");
    leaveOneFingerToThePage(map, container);
    leaveWheelToThePage(map, container);
  };

  // In full screen, or where the map covers the window, nothing is left to scroll by: one finger moves the map.
  const ownsScreen = () =>
    Boolean(document.fullscreenElement) || window.parent === window || atlas.page.isTallerThanWindow();

  function leaveOneFingerToThePage(map, container) {
    const update = () => container.classList.toggle("one-finger-scrolls", !ownsScreen());
    window.addEventListener("resize", update);
    document.addEventListener("fullscreenchange", update);
    update();
    document.addEventListener(
      "pointerdown",
      ({ pointerType }) => holdStill(map, pointerType === "touch" && !ownsScreen()),
      true,
    );
    // Two fingers are the map's: the browser must not scroll the page with them.
    ["touchstart", "touchmove"].forEach((kind) =>
      container.addEventListener(
        kind,
        (event) => {
          if (event.touches.length > 1 && event.cancelable) event.preventDefault();
          if (event.touches.length > 1) hideHint();
          else if (kind === "touchmove" && !ownsScreen() && isOnMap(event)) showHint("Use two fingers to move the map");
        },
        { passive: false },
      ),
    );
  }

  // Dragging is switched by the drawing tools too: only what was switched off here is switched on again.
  function holdStill(map, isFinger) {
    if (isFinger && map.dragging.enabled()) {
      map.dragging.disable();
      isHeld = true;
    } else if (!isFinger && isHeld) {
      if (!map.getContainer().classList.contains("drawing")) map.dragging.enable();
      isHeld = false;
    }
  }

  function isOnMap({ target }) {
    if (!atlas.map.getContainer().contains(target)) return false;
    return !target.closest(".leaflet-control, .leaflet-popup, .notice, .leaflet-editing-icon");
  }

  function leaveWheelToThePage(map, container) {
    container.addEventListener("pointerdown", () => (isActive = true));
    container.addEventListener("pointerleave", () => (isActive = false));
    document.addEventListener(
      "wheel",
      (event) => {
        if (isActive || event.ctrlKey || event.metaKey || ownsScreen() || !isOnMap(event)) return;
        event.stopPropagation();
        showHint(`Click the map, or hold ${IS_MAC ? "⌘" : "Ctrl"}, to zoom with the wheel`);
      },
      { capture: true, passive: true },
    );
  }

  function showHint(text) {
    hint.textContent = text;
    hint.classList.add("shown");
    clearTimeout(hiding);
    hiding = setTimeout(hideHint, HINT_MS);
  }
  function hideHint() {
    hint.classList.remove("shown");
  }
})(window.Faultline);
