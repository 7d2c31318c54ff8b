// The map's own part of the page's address: at=longitude,latitude,zoom, layers=… and what other scripts register here. The
// page neither writes nor keeps it.
(function (atlas) {
  const VIEW = "at";
  const LAYERS = "layers";
  const NONE = "none"; // no layer is on
  const DECIMALS = 4; // of a degree: about 10 m
  const NUMBER = /^-?\d{1,3}(\.\d{1,9})?$/;

  let ownPath = ""; // the address of the page with this map
  let defaultLayers = "";
  let isAdopting = false; // the address is being read: what follows from it is not written over it

  // Each { name, read(text | null), write() -> text | "" }: scripts add theirs before the map is set up.
  atlas.ownParameters = [
    { name: VIEW, read: (text) => atlas.adoptView(viewOf(text)), write: () => viewText(atlas.viewForAddress()) },
    { name: LAYERS, read: showLayers, write: () => (layersText() === defaultLayers ? "" : layersText()) },
  ];

  atlas.setUpAddress = function (map) {
    defaultLayers = layersText();
    const page = atlas.page.window();
    if (!page) return;
    ownPath = page.location.pathname;
    // The view is read when there is a selection to show instead (54-view.js).
    adoptAddress(page.location.search, ({ name }) => name !== VIEW);
    // Only now: the map has not read its view yet, and would write the address without it.
    map.on("overlayadd overlayremove", () => atlas.writeAddress());
    const adopt = () => page.location.pathname === ownPath && adoptAddress(page.location.search);
    page.addEventListener("popstate", adopt);
    keepOwnPart(page.history);
    window.addEventListener("pagehide", () => {
      page.removeEventListener("popstate", adopt);
      ["pushState", "replaceState"].forEach((name) => delete page.history[name]);
    });
  };

  function adoptAddress(search, isRead = () => true) {
    const values = parameters(search);
    isAdopting = true;
    atlas.ownParameters.filter(isRead).forEach(({ name, read }) => read(values.get(name)));
    isAdopting = false;
  }

  // The page's client writes the address from its own copy of the query, which knows nothing of the map's part.
  function keepOwnPart(history) {
    ["pushState", "replaceState"].forEach((name) => {
      const write = Object.getPrototypeOf(history)[name];
      history[name] = (state, title, address) =>
        write.call(history, state, title, atlas.page.frame() ? withOwnPart(address) : address);
    });
  }

  function withOwnPart(address) {
    if (address === undefined || address === null) return address;
    const { pathname, search, hash } = new URL(address, atlas.page.window().location.href);
    return pathname === ownPath ? pathname + withOwn(search) + hash : address;
  }

  function withOwn(search) {
    const isOwn = (part) => atlas.ownParameters.some(({ name }) => name === nameOf(part));
    const others = search
      .replace(/^\?/, "")
      .split("&")
      .filter((part) => part && !isOwn(part));
    const query = [...others, ...ownPart()].join("&");
    return query && `?${query}`;
  }

  function nameOf(part) {
    return [...new URLSearchParams(part).keys()][0];
  }

  function parameters(search) {
    return new URLSearchParams(search);
  }

  function ownPart() {
    return atlas.ownParameters
      .map(({ name, write }) => [name, write()])
      .filter(([, text]) => text)
      .map(([name, text]) => `${name}=${encodeURIComponent(text).replaceAll("%2C", ",")}`);
  }

  function viewText(view) {
    if (!view) return "";
    const { centre, zoom } = view;
    const degrees = [atlas.longitudes.wrap(centre.lng), centre.lat].map((number) => Number(number.toFixed(DECIMALS)));
    return [...degrees, Number(zoom.toFixed(2))].join(",");
  }

  // The view that a text of the address names; null where there is none, or none that a map can show.
  function viewOf(text) {
    const texts = (text || "").split(",");
    if (texts.length !== 3 || !texts.every((part) => NUMBER.test(part))) return null;
    const [longitude, latitude, zoom] = texts.map(Number);
    const isOnMap =
      Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90 && zoom >= 0 && zoom <= atlas.map.getMaxZoom();
    return isOnMap ? { centre: L.latLng(latitude, longitude), zoom } : null;
  }

  atlas.readView = function () {
    const page = atlas.page.window();
    return page ? viewOf(parameters(page.location.search).get(VIEW)) : null;
  };

  // Each change replaces the address; what Back shall undo is pushed.
  atlas.writeAddress = function ({ push = false } = {}) {
    const page = atlas.page.window();
    if (isAdopting || !page || page.location.pathname !== ownPath) return;
    const { pathname, search, hash } = page.location;
    const query = withOwn(search);
    if (query === search) return;
    const write = push ? "pushState" : "replaceState";
    page.history[write](page.history.state, "", pathname + query + hash);
  };

  // Layers by short names that do not change with their labels.
  function overlays() {
    return Object.entries(atlas.overlays).map(([label, layer]) => [
      layer.addressName || label.split(" ")[0].toLowerCase(),
      layer,
    ]);
  }

  function layersText() {
    const names = overlays().filter(([, layer]) => atlas.map.hasLayer(layer));
    return names.map(([name]) => name).join(",") || NONE;
  }

  function showLayers(text) {
    const names = (text === null ? defaultLayers : text).split(",");
    overlays().forEach(([name, layer]) => {
      if (names.includes(name)) layer.addTo(atlas.map);
      else layer.remove();
    });
  }
})(window.Faultline);
