// The map's own part of the page's address: at=longitude,latitude,zoom and layers=…, which the page neither writes nor keeps.
(function (atlas) {
  const VIEW = "at";
  const LAYERS = "layers";
  const NONE = "none"; // no layer is on
  const DECIMALS = 4; // of a degree: about 10 m
  const NUMBER = /^-?\d{1,3}(\.\d{1,9})?$/;

  let ownPath = ""; // the address of the page with this map
  let defaultLayers = "";

  atlas.setUpAddress = function (map) {
    defaultLayers = layersText();
    const page = atlas.page.window();
    if (!page) return;
    ownPath = page.location.pathname;
    showLayers(parameters(page.location.search).get(LAYERS));
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

  function adoptAddress(search) {
    showLayers(parameters(search).get(LAYERS));
    atlas.adoptView(readView(search));
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
    const isOwn = (part) => [VIEW, LAYERS].includes(nameOf(part));
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
    const view = atlas.viewForAddress();
    const layers = layersText();
    return [view && `${VIEW}=${viewText(view)}`, layers !== defaultLayers && `${LAYERS}=${layers}`].filter(Boolean);
  }

  function viewText({ centre, zoom }) {
    const degrees = [atlas.longitudes.wrap(centre.lng), centre.lat].map((number) => Number(number.toFixed(DECIMALS)));
    return [...degrees, Number(zoom.toFixed(2))].join(",");
  }

  // The view of an address; null where there is none, or none that a map can show.
  function readView(search) {
    const texts = (parameters(search).get(VIEW) || "").split(",");
    if (texts.length !== 3 || !texts.every((text) => NUMBER.test(text))) return null;
    const [longitude, latitude, zoom] = texts.map(Number);
    const isOnMap =
      Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90 && zoom >= 0 && zoom <= atlas.map.getMaxZoom();
    return isOnMap ? { centre: L.latLng(latitude, longitude), zoom } : null;
  }

  atlas.readView = function () {
    const page = atlas.page.window();
    return page ? readView(page.location.search) : null;
  };

  atlas.writeAddress = function () {
    const page = atlas.page.window();
    if (!page || page.location.pathname !== ownPath) return;
    const { pathname, search, hash } = page.location;
    const query = withOwn(search);
    if (query !== search) page.history.replaceState(page.history.state, "", pathname + query + hash);
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
