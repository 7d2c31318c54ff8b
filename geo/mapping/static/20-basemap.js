// Countries and provinces, drawn on canvas from our own server, with their names; online tiles only when asked for.
(function (atlas) {
  const PROVINCES_FROM_ZOOM = 5;
  const COUNTRIES_AT_ONCE = 12;
  const RETRY_MS = 10000;
  const finer = new Set();
  const STYLES = {
    light: { land: "#f7f6f3", border: "#8d979e", province: "#c3c9cd" },
    dark: { land: "#232a2f", border: "#6d7880", province: "#454f56" },
  };

  function style() {
    return STYLES[document.documentElement.dataset.theme] || STYLES.light;
  }
  // Where the finer outline of a country has arrived, the coarse one steps back.
  function landStyle(country) {
    if (finer.has(country.properties.code)) return { stroke: false, fill: false };
    return { stroke: true, color: style().border, weight: 1, fill: true, fillColor: style().land, fillOpacity: 1 };
  }
  function provinceStyle(province) {
    if (!province.properties.name) return { stroke: true, color: style().border, weight: 1.4, fill: false };
    return { stroke: true, color: style().province, weight: 0.8, fill: true, fillColor: style().land, fillOpacity: 1 };
  }

  // Outlines are fetched once, for the basemap and for areas in colour.
  const held = new Map();
  atlas.outlines = function (address) {
    if (!held.has(address)) {
      const asked = fetch(address).then((answer) => {
        if (!answer.ok) throw new Error("no outlines");
        return answer.json();
      });
      asked.catch(() => held.delete(address));
      held.set(address, asked);
    }
    return held.get(address);
  };

  function pane(map, name, zIndex) {
    const made = map.createPane(name);
    made.style.zIndex = zIndex;
    made.style.pointerEvents = "none";
    return made;
  }

  atlas.basemap = function (map) {
    pane(map, "land", 210);
    pane(map, "online", 215);
    pane(map, "provinces", 212);
    pane(map, "names", 405);
    const land = layer("land", landStyle).addTo(map);
    const provinces = layer("provinces", provinceStyle).addTo(map);
    const names = L.layerGroup().addTo(map);
    const labels = [];
    atlas.outlines(atlas.config.countries)
      .then((collection) => {
        land.addData(collection);
        collection.features.forEach((feature) => labels.push(label(feature, "country")));
        follow();
      })
      .catch(() => atlas.notice("The basemap could not be loaded. The incidents are drawn all the same."));

    const asked = new Set();
    const loaded = new Set();
    function askForProvinces() {
      if (map.getZoom() < PROVINCES_FROM_ZOOM) return;
      const view = map.getBounds().pad(0.1);
      land.eachLayer((country) => {
        const code = country.feature.properties.code;
        if (asked.has(code) || asked.size > 400 || !view.intersects(country.getBounds())) return;
        if (waiting >= COUNTRIES_AT_ONCE) return;
        asked.add(code);
        ask(code);
      });
    }
    let waiting = 0;
    function ask(code) {
      waiting += 1;
      atlas.outlines(atlas.config.provinces.replace("CODE", encodeURIComponent(code)))
        .then((collection) => {
          const [whole, ...parts] = collection.features;
          if (!whole) return;
          provinces.addData({ type: "FeatureCollection", features: [...parts, whole] });
          parts.forEach((feature) => labels.push(label(feature, "province")));
          loaded.add(code);
        })
        // Not asked again at once: on a broken line, or while the page is being left, that would never end.
        .catch(() => setTimeout(() => asked.delete(code), RETRY_MS))
        .finally(() => {
          waiting -= 1;
          follow();
        });
    }
    function follow() {
      const zoom = map.getZoom();
      const close = zoom >= PROVINCES_FROM_ZOOM;
      if (close) provinces.addTo(map);
      else provinces.remove();
      finer.clear();
      if (close) loaded.forEach((code) => finer.add(code));
      land.setStyle(landStyle);
      askForProvinces();
      drawNames(map, names, labels);
    }
    map.on("moveend", follow);
    map.on("faultline:theme", () => {
      land.setStyle(landStyle);
      provinces.setStyle(provinceStyle);
    });
    atlas.overlays = { "Names on the map": names, [atlas.config.online.label]: onlineTiles(map) };
  };

  function layer(name, styled) {
    return L.geoJSON(null, { pane: name, renderer: L.canvas({ pane: name, padding: 0.3 }), interactive: false, style: styled });
  }

  function label(feature, kind) {
    const { name, label_longitude, label_latitude, rank } = feature.properties;
    return { name, kind, rank: rank || 0, at: L.latLng(label_latitude, label_longitude) };
  }

  // Names in order of rank; one that would cover another is left out.
  function drawNames(map, group, labels) {
    group.clearLayers();
    if (!map.hasLayer(group)) return;
    const zoom = map.getZoom();
    const view = map.getBounds();
    const taken = [];
    labels
      .filter((each) => view.contains(each.at) && wanted(each, zoom))
      .sort((one, other) => (one.kind === other.kind ? one.rank - other.rank : one.kind === "country" ? -1 : 1))
      .forEach((each) => {
        const point = map.latLngToContainerPoint(each.at);
        const half = each.name.length * (each.kind === "country" ? 3.8 : 3.2) + 6;
        const box = [point.x - half, point.y - 9, point.x + half, point.y + 9];
        if (taken.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1])) return;
        taken.push(box);
        group.addLayer(nameMarker(each));
      });
  }
  function wanted(each, zoom) {
    return each.kind === "province" ? zoom >= 6 : each.rank <= [0, 0, 1, 3, 5, 8, 9, 10][Math.min(Math.floor(zoom), 7)] && zoom < 9;
  }
  function nameMarker(each) {
    const text = atlas.element("span", `name name-${each.kind}`, each.name);
    const icon = L.divIcon({ html: text, className: "name-anchor", iconSize: [0, 0] });
    return L.marker(each.at, { icon, interactive: false, keyboard: false, pane: "names" });
  }

  function onlineTiles(map) {
    const online = atlas.config.online;
    const tiles = L.tileLayer(online.url, { pane: "online", maxZoom: 19, attribution: online.credit, opacity: 0.85 });
    let failed = false;
    tiles.on("tileerror", () => {
      if (!failed) atlas.notice("The online map cannot be reached; the built-in one stays.");
      failed = true;
    });
    tiles.on("add", () => (failed = false));
    return tiles;
  }
})(window.Faultline);
