// The screen: the map, the timeline strip and the chain of an open incident below it, and the panel beside it.
// Their places and heights are set by the style, so that nothing moves when they fill.
(function (atlas) {
  let frameSize = "";
  let hasActed = false; // the reader has pressed something in the frame

  atlas.setUpScreen = function (map) {
    const mapBox = map.getContainer();
    const screen = mapBox.parentElement;
    screen.classList.add("screen");
    screen.classList.toggle("alone", Boolean(atlas.config.isAlone));
    const [strip, chain, panel] = [
      atlas.element("section", "strip"),
      atlas.element("section", "chain"),
      atlas.element("section", "panel"),
    ];
    screen.append(strip, chain, panel);
    atlas.screen = { map: mapBox, strip, chain, panel };
    ["pointerdown", "keydown"].forEach((kind) => document.addEventListener(kind, () => (hasActed = true), true));
    followSize(map);
  };

  // Leaflet follows the window alone, but a style that arrives late changes the map's height too, and so do the boxes beside it.
  function followSize(map) {
    const resize = () => map.invalidateSize({ animate: false, pan: keepsMiddle() });
    new ResizeObserver(() => atlas.withoutMoving(resize)).observe(map.getContainer());
  }

  // A frame of another size keeps the middle. What the reader opens beside the map keeps every mark where it is.
  function keepsMiddle() {
    const size = `${window.innerWidth} ${window.innerHeight}`;
    const isFrame = size !== frameSize;
    frameSize = size;
    return isFrame || !hasActed || atlas.isOpeningView();
  }
})(window.Faultline);
