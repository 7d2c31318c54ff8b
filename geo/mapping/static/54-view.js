// Where the map goes: it opens on the selection, flies to the next one where little of it is in view.
(function (atlas) {
  // How close a selection is shown: incidents with the towns around them, a place with its surroundings, a drawing as drawn.
  const CLOSEST = { incidents: 9, place: 11, drawing: 16 };
  const MAX_ZOOM = 18;
  const WORLD_PX = 256; // at zoom 0
  const MAX_LATITUDE = 85.06; // of Web Mercator
  const TURNS_DEGREES = 3600; // ten times around the world: nobody drags farther
  const MIN_SHARE = 0.5; // of the selection's bounds in view, below which the map goes there; by judgement
  const MAX_LEVELS = 2.5; // farther out than this, a place that was searched for is a speck; by judgement
  const FLIGHT_S = 0.8; // by judgement
  const SAME_PX = 2; // rounding moves the centre by a pixel when the frame changes its size
  const TURN_DEGREES = 20; // after so far, marks may belong to another copy of the world; by judgement
  const KEEP_LEGEND_FREE_ABOVE_PX = 800; // width of the map; chosen by eye
  const VIEW = "faultline-view"; // its name in the tab's storage

  let ownView = null; // where the script went last, as long as nobody has moved the map from there
  let isGoing = false; // the script moves the map
  let isOpening = true; // a fresh load of the selection would show the same
  let isFromAddress = false; // the view was read from the address, which speaks of the next selection too
  let turnedAt = 0; // the longitude in the middle when marks were drawn last

  const stillMotion = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const viewOf = () => ({ centre: atlas.map.getCenter(), zoom: atlas.map.getZoom() });

  atlas.setUpView = function (map) {
    map.setMaxZoom(MAX_ZOOM);
    map.options.maxBoundsViscosity = 1;
    map.setMaxBounds([
      [-MAX_LATITUDE, -TURNS_DEGREES],
      [MAX_LATITUDE, TURNS_DEGREES],
    ]);
    fillFrame();
    ["pointerdown", "wheel", "keydown"].forEach((kind) =>
      map.getContainer().addEventListener(kind, () => (isGoing = false), { capture: true, passive: true }),
    );
    map.on("resize", () => {
      fillFrame();
      if (isOpening) fit();
    });
    map.on("moveend", afterMove);
    map.on("faultline:shown", () => atlas.describeOutside());
  };

  // The world fills the frame, however large that is.
  function fillFrame() {
    const { x, y } = atlas.map.getSize();
    if (!x || !y) return;
    const smallest = Math.ceil(4 * Math.log2(Math.max(x, y) / WORLD_PX)) / 4; // in steps of the map's zoomSnap
    isGoing = atlas.hasView && atlas.map.getZoom() < smallest;
    atlas.map.setMinZoom(Math.max(smallest, 0));
  }

  function afterMove() {
    if (!atlas.hasView) return;
    if (!isWhereWeWent()) {
      if (isGoing) ownView = viewOf();
      else [isOpening, isFromAddress, ownView] = [false, false, null];
    }
    isGoing = false;
    turn();
    if (!atlas.shown) return;
    atlas.page.remember(VIEW, isOpening ? null : { query: atlas.shown.query, ...viewOf() });
    atlas.writeAddress();
    atlas.describeOutside();
  }

  function isWhereWeWent() {
    if (!ownView || ownView.zoom !== atlas.map.getZoom()) return false;
    const [here, there] = [atlas.map.getCenter(), ownView.centre].map((centre) => atlas.map.project(centre));
    return here.distanceTo(there) <= SAME_PX;
  }

  function turn() {
    const { lng } = atlas.map.getCenter();
    if (Math.abs(lng - turnedAt) < TURN_DEGREES) return;
    turnedAt = lng;
    atlas.map.fire("faultline:turned");
  }

  // The view as the address writes it; null where a fresh load of the selection shows the same.
  // A frame that changes its size moves the middle by a pixel: the address keeps what it said.
  atlas.viewForAddress = () => (isOpening || !atlas.hasView ? null : isWhereWeWent() ? ownView : viewOf());

  // Show what the address says: a view, or the selection where there is none.
  atlas.adoptView = function (view) {
    isFromAddress = true;
    if (!view) {
      isOpening = true;
      return;
    }
    isOpening = false;
    go(() => atlas.map.setView(view.centre, view.zoom, { animate: false }));
    ownView = { centre: L.latLng(view.centre), zoom: view.zoom };
    atlas.writeAddress();
  };

  function go(move) {
    isGoing = true;
    move();
  }

  function boundsOf(box) {
    return box ? L.latLngBounds([box[1], box[0]], [box[3], box[2]]) : null;
  }

  // The bounds in the copy of the world that is nearest to the view.
  function nearBounds(box) {
    const [west, south, east, north] = box;
    const turned = atlas.nearestLongitude((west + east) / 2) - (west + east) / 2;
    return boundsOf([west + turned, south, east + turned, north]);
  }

  // Room for what lies over the map: the buttons, and the legend where the frame is wide.
  function fitOptions() {
    const legendBox = atlas.map.getContainer().querySelector(".legend");
    const isBeside = legendBox && legendBox.open && atlas.map.getSize().x > KEEP_LEGEND_FREE_ABOVE_PX;
    const kind = atlas.shown.ring ? "drawing" : atlas.shown.around || atlas.shown.places.length ? "place" : "incidents";
    return {
      paddingTopLeft: [60, 30],
      paddingBottomRight: [isBeside ? legendBox.offsetWidth + 20 : 30, 40],
      maxZoom: CLOSEST[kind],
    };
  }

  function fit({ box = atlas.shown && atlas.shown.view.bounds, animate = false } = {}) {
    if (!box) return;
    const isAnimated = animate && !stillMotion();
    if (isAnimated) go(() => atlas.map.flyToBounds(nearBounds(box), { ...fitOptions(), duration: FLIGHT_S }));
    else go(() => atlas.map.fitBounds(nearBounds(box), { ...fitOptions(), animate: false }));
  }

  atlas.showSelection = function () {
    isOpening = true;
    fit({ animate: true });
  };
  atlas.showEverything = function () {
    isOpening = false;
    fit({ box: atlas.shown.view.all, animate: true });
  };
  atlas.isOpeningView = () => isOpening;
  atlas.boundsNear = nearBounds;

  // A frame that takes another size is no move of the reader's, nor does it end a flight.
  atlas.withoutMoving = function (resize) {
    const isOurs = isGoing || isWhereWeWent();
    const isFlying = isGoing;
    isGoing = isOurs;
    resize();
    isGoing = isFlying;
  };

  // Fly to [west, south, east, north], no closer than `closest`; the map's edges are kept free by `paddings`, as Leaflet has them.
  // It ends the opening view. The answer is a way back, which does nothing once the reader has moved the map.
  atlas.flyTo = function (box, { closest, paddings }) {
    const before = isOpening ? null : viewOf();
    isOpening = isFromAddress = false;
    const bounds = nearBounds(box);
    const options = { ...paddings, maxZoom: closest };
    if (stillMotion()) go(() => atlas.map.fitBounds(bounds, { ...options, animate: false }));
    else go(() => atlas.map.flyToBounds(bounds, { ...options, duration: FLIGHT_S }));
    return () => {
      if (!isGoing && !isWhereWeWent()) return;
      if (!before) return void atlas.showSelection();
      if (stillMotion()) go(() => atlas.map.setView(before.centre, before.zoom, { animate: false }));
      else go(() => atlas.map.flyTo(before.centre, before.zoom, { duration: FLIGHT_S }));
    };
  };

  // Called for every selection: the first opens where the address or the tab says, or else on the selection.
  atlas.goToSelection = function (payload, previous) {
    if (!previous) return open(payload);
    if (payload.query === previous.query) return;
    const { bounds } = payload.view;
    if (isFromAddress && isOpening) fit();
    else if (!isFromAddress && bounds && isFarOff(payload, previous)) {
      isOpening = true;
      fit({ animate: true });
    } else isOpening = false;
    isFromAddress = false;
    atlas.writeAddress();
  };

  function open(payload) {
    const view = atlas.readView();
    const lastView = atlas.page.recall(VIEW);
    if (view) atlas.adoptView(view);
    else if (lastView && lastView.query === payload.query) atlas.adoptView(lastView);
    else whenStyled(showOpening);
    isFromAddress = false;
  }

  // What moved while the style was awaited, such as a frame that took its size, was no reader.
  function showOpening() {
    isOpening = true;
    fit();
  }

  // st_folium asks for the style after the scripts; until it is there the legend has no width to leave room for.
  function whenStyled(callback) {
    if (getComputedStyle(document.documentElement).getPropertyValue("--sea")) callback();
    else requestAnimationFrame(() => whenStyled(callback));
  }

  // Whether the map should go to the new selection. A reader who has moved the map keeps the view while any of it is there.
  function isFarOff(payload, previous) {
    const bounds = nearBounds(payload.view.bounds);
    const share = atlas.shareInView(payload.view.bounds);
    if (isSearch(payload, previous))
      return share < MIN_SHARE || atlas.map.getBoundsZoom(bounds) - atlas.map.getZoom() > MAX_LEVELS;
    if (ownView) return share < MIN_SHARE;
    return payload.incidents ? !atlas.incidentsDrawn().some(isInView) : share === 0;
  }

  function isSearch(payload, previous) {
    const asked = ({ around, places }) => JSON.stringify([around, places]);
    return Boolean(payload.around || payload.places.length) && asked(payload) !== asked(previous);
  }

  function isInView({ longitude, latitude }) {
    return atlas.map.getBounds().contains([latitude, atlas.nearestLongitude(longitude)]);
  }

  // The share of some bounds that is in view, as their area on the screen; a line or point counts as a pixel wide.
  atlas.shareInView = function (box) {
    const bounds = nearBounds(box);
    const corners = [bounds.getNorthWest(), bounds.getSouthEast()].map((corner) =>
      atlas.map.latLngToContainerPoint(corner),
    );
    const size = atlas.map.getSize();
    const shares = ["x", "y"].map((axis) => {
      const [low, high] = [corners[0][axis], Math.max(corners[1][axis], corners[0][axis] + 1)];
      return Math.max(0, Math.min(high, size[axis]) - Math.max(low, 0)) / (high - low);
    });
    return shares[0] * shares[1];
  };
})(window.Faultline);
