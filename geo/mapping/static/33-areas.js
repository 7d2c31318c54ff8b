// Countries or provinces in the colours of their numbers. Outlines and numbers come from the server, those in view first.
(function (atlas) {
  const COUNTRIES_AT_ONCE = 4; // whose provinces are being fetched; chosen by judgement
  const PROVINCE_LINES_FROM_ZOOM = 5; // geo/mapping/basemap/tiles.py
  const EDGES = { light: "#ffffff", dark: "#14191d" };
  const HATCHES = { light: ["#f1efea", "#b3aca1"], dark: ["#2b3136", "#5f6468"] };
  // What is drawn: its address, layers, the numbers by country code and outline, and the countries still to fetch.
  let drawing = null;

  const theme = () => (document.documentElement.dataset.theme === "dark" ? "dark" : "light");

  atlas.setUpAreas = function (map) {
    map.createPane("areas").style.zIndex = 220;
    map.on("faultline:shown", show);
    map.on("moveend", () => drawing && fetchInView(drawing));
    map.on("faultline:theme zoomend", () => drawing && drawing.layer.setStyle(styleOf));
  };

  function show() {
    const areas = atlas.shown.areas;
    const address = areas && `${areas.address}&v=${atlas.shown.version}`;
    if (drawing && drawing.address === address) return;
    if (drawing) drawing.layer.remove();
    drawing = null;
    atlas.map.getContainer().classList.toggle("coloured", Boolean(areas));
    if (!areas) return;
    const current = {
      address,
      areas,
      layer: areaLayer(),
      numbers: new Map(),
      waiting: 0,
      queue: [],
    };
    drawing = current;
    Promise.all([atlas.fetchJson(address), atlas.fetchOutlines(atlas.config.countries)])
      .then(([numbers, countries]) => drawing === current && begin(current, numbers.areas, countries.features))
      .catch((error) => {
        if (drawing !== current) return;
        atlas.showFailure("areas", "The numbers of the areas could not be loaded.", error, drawAgain);
      });
  }

  function drawAgain() {
    if (drawing) drawing.layer.remove();
    drawing = null;
    show();
  }

  // Areas come with those of the highest value first, and so do their countries.
  function begin(current, areas, countries) {
    atlas.clearFailure("areas");
    areas
      .filter((area) => area.outline)
      .forEach((area) => {
        if (!current.numbers.has(area.code)) current.numbers.set(area.code, new Map());
        current.numbers.get(area.code).set(area.outline, area);
      });
    current.layer.addTo(atlas.map);
    const coloured = countries.filter((feature) => current.numbers.has(feature.properties.code));
    if (current.areas.by === "country") {
      coloured.forEach((feature) => add(current, feature.properties.code, [feature]));
      return;
    }
    const boxes = new Map(coloured.map((feature) => [feature.properties.code, L.geoJSON(feature).getBounds()]));
    current.queue = [...current.numbers.keys()].map((code) => ({ code, box: boxes.get(code) }));
    fetchInView(current);
  }

  function fetchInView(current) {
    const view = atlas.map.getBounds();
    while (current.waiting < COUNTRIES_AT_ONCE) {
      const next = current.queue.findIndex(({ box }) => !box || view.intersects(box));
      if (next < 0) return;
      const [{ code }] = current.queue.splice(next, 1);
      current.waiting += 1;
      atlas
        .fetchOutlines(atlas.config.provinces.replace("CODE", encodeURIComponent(code)))
        .then(({ features }) => drawing === current && add(current, code, features))
        .catch((error) => {
          if (drawing === current) atlas.showFailure("areas", "Some provinces could not be loaded.", error, drawAgain);
        })
        .finally(() => {
          current.waiting -= 1;
          if (drawing === current) fetchInView(current);
        });
    }
  }

  function add(current, code, features) {
    const numbers = current.numbers.get(code);
    features.forEach((feature) => {
      const area = numbers.get(feature.properties.name);
      // The feature is shared with the basemap, which knows no numbers.
      if (area) current.layer.addData({ type: "Feature", geometry: feature.geometry, properties: { area } });
    });
  }

  function areaLayer() {
    const layer = L.geoJSON(null, {
      pane: "areas",
      renderer: L.canvas({ pane: "areas", padding: 0.3 }),
      bubblingMouseEvents: false,
      style: styleOf,
      onEachFeature: (feature, path) => {
        path.on("mouseover", () => path.setStyle({ stroke: true, weight: 2.5 }).bringToFront());
        path.on("mouseout", () => path.setStyle({ stroke: !areEdgesDrawn(), weight: 0.8 }));
      },
    });
    layer.bindTooltip((path) => factsBox(path.feature.properties.area), {
      sticky: true,
      direction: "top",
      className: "hover",
    });
    layer.on("popupopen", () => layer.closeTooltip());
    return layer.bindPopup((path) => popupBox(path.feature.properties.area), atlas.popupSize());
  }

  // The basemap's lines lie above the colours; a second line beside them would only differ by its detail.
  function areEdgesDrawn() {
    return drawing.areas.by === "country" || Math.round(atlas.map.getZoom()) >= PROVINCE_LINES_FROM_ZOOM;
  }
  function styleOf(feature) {
    const number = feature.properties.area.class;
    const fillColor = number < 0 ? hatching() : drawing.areas.classes[number][theme()];
    return { fill: true, fillColor, fillOpacity: 1, stroke: !areEdgesDrawn(), color: EDGES[theme()], weight: 0.8 };
  }

  // Leaflet hands the colour to the canvas as it is, and a canvas takes a pattern for one.
  const hatchings = {};
  function hatching() {
    if (hatchings[theme()]) return hatchings[theme()];
    const tile = document.createElement("canvas");
    tile.width = tile.height = 6;
    const pen = tile.getContext("2d");
    const [ground, line] = HATCHES[theme()];
    pen.fillStyle = ground;
    pen.fillRect(0, 0, 6, 6);
    pen.strokeStyle = line;
    pen.lineWidth = 1.4;
    [-6, 0, 6].forEach((start) => pen.stroke(new Path2D(`M${start} 6L${start + 6} 0`)));
    hatchings[theme()] = pen.createPattern(tile, "repeat");
    return hatchings[theme()];
  }

  function factsBox(area) {
    const box = atlas.element("div", "popup");
    const { per, sides, unit } = drawing.areas;
    const lines = sides
      ? Object.entries(sides).map(([side, title]) => [title, area[side].toLocaleString("en")])
      : [
          ["Incidents", area.incidents.toLocaleString("en")],
          ["Killed", area.killed],
        ];
    if (per) lines.push([unit, area.value === null ? "unknown" : atlas.phrases.threeDigits(area.value)]);
    const list = atlas.element("dl", "facts");
    lines.forEach(([label, text]) => list.append(atlas.element("dt", "", label), atlas.element("dd", "", text)));
    box.append(atlas.element("h3", "", area.admin1 || area.country), list);
    if (area.admin1) box.firstChild.after(atlas.element("div", "quiet", area.country));
    return box;
  }

  function popupBox(area) {
    const box = factsBox(area);
    const query = new URLSearchParams(atlas.shown.query);
    query.set("country", area.country);
    if (area.admin1) query.set("admin1", area.admin1);
    Object.entries(drawing.areas.page).forEach(([key, value]) => query.set(key, value));
    const anchor = atlas.element("a", "full", `Only this ${drawing.areas.noun} (new tab)`);
    anchor.href = `/map?${query}`;
    anchor.target = "_blank";
    anchor.rel = "noopener";
    box.append(anchor);
    return box;
  }

  // The lines of the legend about the areas.
  atlas.areaEntries = function () {
    const areas = atlas.shown.areas;
    if (!areas) return [];
    const lines = areas.classes.map(({ label, light, dark }) => {
      const line = atlas.legendEntry("square", label);
      line.firstChild.style.setProperty("--light", light);
      line.firstChild.style.setProperty("--dark", dark);
      return line;
    });
    if (areas.unknown) lines.push(atlas.legendEntry("square hatched", areas.per ? "unknown" : "number unknown"));
    const title = atlas.element("div", "quiet", `${areas.unit}, by ${areas.noun}`);
    return [title, ...lines, atlas.element("div", "quiet", "No colour: no incidents")];
  };
})(window.Faultline);
