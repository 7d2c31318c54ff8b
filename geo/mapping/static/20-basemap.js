// Countries and provinces, drawn on canvas from our own server, with their names; online tiles only when asked for.
(function (atlas) {
  const PROVINCES_FROM_ZOOM = 5; // below, a province is some 20 pixels wide
  const COUNTRIES_AT_ONCE = 12; // requests under way; chosen by judgement
  const MAX_COUNTRIES = 400; // more than there are: an end to asking, whatever an address answers
  const RETRY_MS = 10000; // chosen by judgement
  // The coarsest rank of a country's name at zooms 0 to 7, by Natural Earth's LABELRANK; chosen by eye.
  const MAX_RANK = [0, 0, 1, 3, 5, 8, 9, 10];
  const PROVINCE_NAMES_FROM_ZOOM = 6; // chosen by eye
  const COUNTRY_NAMES_BELOW_ZOOM = 9; // chosen by eye
  // A name's box: about half the width of a letter in the sizes of atlas.css, and a margin; all three chosen by eye.
  const HALF_LETTER_PX = { country: 3.8, province: 3.2 };
  const NAME_MARGIN_PX = 6;
  const HALF_NAME_HEIGHT_PX = 9;
  const finer = new Set(); // codes of countries whose provinces are drawn
  const STYLES = {
    light: { land: "#f7f6f3", border: "#8d979e", province: "#c3c9cd" },
    dark: { land: "#232a2f", border: "#6d7880", province: "#454f56" },
  };

  function colours() {
    return STYLES[document.documentElement.dataset.theme] || STYLES.light;
  }
  // Where the finer outline of a country has arrived, the coarse one steps back.
  function landStyle(country) {
    if (finer.has(country.properties.code)) return { stroke: false, fill: false };
    return { stroke: true, color: colours().border, weight: 1, fill: true, fillColor: colours().land, fillOpacity: 1 };
  }
  function provinceStyle(province) {
    if (!province.properties.name) return { stroke: true, color: colours().border, weight: 1.4, fill: false };
    return {
      stroke: true,
      color: colours().province,
      weight: 0.8,
      fill: true,
      fillColor: colours().land,
      fillOpacity: 1,
    };
  }

  // Outlines are fetched once, for the basemap and for areas in colour.
  const outlines = new Map();
  atlas.fetchOutlines = function (address) {
    if (!outlines.has(address)) {
      const answer = fetch(address).then((response) => {
        if (!response.ok) throw new Error("no outlines");
        return response.json();
      });
      answer.catch(() => outlines.delete(address));
      outlines.set(address, answer);
    }
    return outlines.get(address);
  };

  function createPane(map, name, zIndex) {
    const { style } = map.createPane(name);
    style.zIndex = zIndex;
    style.pointerEvents = "none";
  }

  atlas.setUpBasemap = function (map) {
    createPane(map, "land", 210);
    createPane(map, "online", 215);
    createPane(map, "provinces", 212);
    createPane(map, "names", 405);
    const land = outlineLayer("land", landStyle).addTo(map);
    const provinces = outlineLayer("provinces", provinceStyle).addTo(map);
    const names = L.layerGroup().addTo(map);
    const labels = [];
    atlas
      .fetchOutlines(atlas.config.countries)
      .then((collection) => {
        land.addData(collection);
        collection.features.forEach((feature) => labels.push(labelOf(feature, "country")));
        followView();
      })
      .catch(() => atlas.notice("The basemap could not be loaded. The incidents are drawn all the same."));

    const requested = new Set(); // codes of countries
    const loaded = new Set();
    let waiting = 0;
    function fetchProvincesInView() {
      if (map.getZoom() < PROVINCES_FROM_ZOOM) return;
      const view = map.getBounds().pad(0.1);
      land.eachLayer((country) => {
        const code = country.feature.properties.code;
        if (requested.has(code) || requested.size > MAX_COUNTRIES || !view.intersects(country.getBounds())) return;
        if (waiting >= COUNTRIES_AT_ONCE) return;
        requested.add(code);
        fetchProvinces(code);
      });
    }
    function fetchProvinces(code) {
      waiting += 1;
      atlas
        .fetchOutlines(atlas.config.provinces.replace("CODE", encodeURIComponent(code)))
        .then((collection) => {
          const [whole, ...parts] = collection.features;
          if (!whole) return;
          provinces.addData({ type: "FeatureCollection", features: [...parts, whole] });
          parts.forEach((feature) => labels.push(labelOf(feature, "province")));
          loaded.add(code);
        })
        // Not asked again at once: on a broken line, or while the page is being left, that would never end.
        .catch(() => setTimeout(() => requested.delete(code), RETRY_MS))
        .finally(() => {
          waiting -= 1;
          followView();
        });
    }
    function followView() {
      const zoom = map.getZoom();
      const close = zoom >= PROVINCES_FROM_ZOOM;
      if (close) provinces.addTo(map);
      else provinces.remove();
      finer.clear();
      if (close) loaded.forEach((code) => finer.add(code));
      land.setStyle(landStyle);
      fetchProvincesInView();
      drawNames(map, names, labels);
    }
    map.on("moveend", followView);
    map.on("faultline:theme", () => {
      land.setStyle(landStyle);
      provinces.setStyle(provinceStyle);
    });
    atlas.overlays = { "Names on the map": names, [atlas.config.online.label]: onlineTiles() };
  };

  function outlineLayer(name, styleOf) {
    return L.geoJSON(null, {
      pane: name,
      renderer: L.canvas({ pane: name, padding: 0.3 }),
      interactive: false,
      style: styleOf,
    });
  }

  function labelOf(feature, kind) {
    const { name, label_longitude, label_latitude, rank } = feature.properties;
    return { name, kind, rank: rank || 0, position: L.latLng(label_latitude, label_longitude) };
  }

  // Countries before provinces, each in order of rank; a name that would cover another is left out.
  function drawNames(map, group, labels) {
    group.clearLayers();
    if (!map.hasLayer(group)) return;
    const zoom = map.getZoom();
    const view = map.getBounds();
    const candidates = labels.filter((label) => view.contains(label.position) && isShownAt(label, zoom)).sort(byWeight);
    atlas.boxes
      .withoutOverlap(candidates, (label) => nameBox(label, map.latLngToContainerPoint(label.position)))
      .forEach((label) => group.addLayer(nameMarker(label)));
  }

  function byWeight(label, other) {
    if (label.kind !== other.kind) return label.kind === "country" ? -1 : 1;
    return label.rank - other.rank;
  }

  function isShownAt({ kind, rank }, zoom) {
    if (kind === "province") return zoom >= PROVINCE_NAMES_FROM_ZOOM;
    const maxRank = MAX_RANK[Math.min(Math.floor(zoom), MAX_RANK.length - 1)];
    return rank <= maxRank && zoom < COUNTRY_NAMES_BELOW_ZOOM;
  }

  function nameBox({ name, kind }, { x, y }) {
    const half = name.length * HALF_LETTER_PX[kind] + NAME_MARGIN_PX;
    return { left: x - half, right: x + half, top: y - HALF_NAME_HEIGHT_PX, bottom: y + HALF_NAME_HEIGHT_PX };
  }

  function nameMarker({ name, kind, position }) {
    const text = atlas.element("span", `name name-${kind}`, name);
    const icon = L.divIcon({ html: text, className: "name-anchor", iconSize: [0, 0] });
    return L.marker(position, { icon, interactive: false, keyboard: false, pane: "names" });
  }

  function onlineTiles() {
    const online = atlas.config.online;
    const tiles = L.tileLayer(online.url, { pane: "online", maxZoom: 19, attribution: online.credit, opacity: 0.85 });
    let hasFailed = false;
    tiles.on("tileerror", () => {
      if (!hasFailed) atlas.notice("The online map cannot be reached; the built-in one stays.");
      hasFailed = true;
    });
    tiles.on("add", () => (hasFailed = false));
    return tiles;
  }
})(window.Faultline);
