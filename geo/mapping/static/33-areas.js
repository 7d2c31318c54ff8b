// Countries or provinces in the colours of their numbers. Outlines and numbers come from the server, those in view first.
(function (atlas) {
  const AT_ONCE = 4; // countries whose provinces are on their way
  const EDGES = { light: "#ffffff", dark: "#14191d" };
  const BORDERS = { light: "#6b7780", dark: "#8b979f" };
  const HATCHES = { light: ["#f1efea", "#b3aca1"], dark: ["#2b3136", "#5f6468"] };
  let drawing = null; // what is drawn: the layer, the numbers by country code and outline, the codes still to come

  const theme = () => (document.documentElement.dataset.theme === "dark" ? "dark" : "light");

  atlas.areasSetUp = function (map) {
    map.createPane("areas").style.zIndex = 220;
    map.createPane("area-borders").style.zIndex = 222;
    map.getPane("area-borders").style.pointerEvents = "none";
    map.on("faultline:shown", show);
    map.on("moveend", () => drawing && ask(drawing));
    map.on("faultline:theme", () => drawing && (drawing.layer.setStyle(style), drawing.borders.setStyle(borderStyle)));
  };

  function show() {
    const areas = atlas.shown.areas;
    const address = areas && `${areas.address}&v=${atlas.shown.version}`;
    if (drawing && drawing.address === address) return;
    if (drawing) [drawing.layer, drawing.borders].forEach((each) => each.remove());
    drawing = null;
    atlas.map.getContainer().classList.toggle("coloured", Boolean(areas));
    if (!areas) return;
    const begun = { address, areas, layer: layer(), borders: borders(), numbers: new Map(), waiting: 0, coming: [] };
    drawing = begun;
    Promise.all([fetched(address), atlas.outlines(atlas.config.countries)])
      .then(([told, countries]) => drawing === begun && begin(begun, told.areas, countries.features))
      .catch(() => atlas.notice("The numbers of the areas could not be loaded; try again."));
  }

  function fetched(address) {
    return fetch(address).then((answer) => {
      if (!answer.ok) throw new Error("refused");
      return answer.json();
    });
  }

  // Areas come with those of the highest value first, and so do their countries.
  function begin(begun, areas, countries) {
    areas.filter((area) => area.outline).forEach((area) => {
      if (!begun.numbers.has(area.code)) begun.numbers.set(area.code, new Map());
      begun.numbers.get(area.code).set(area.outline, area);
    });
    begun.layer.addTo(atlas.map);
    begun.borders.addTo(atlas.map);
    const held = countries.filter((feature) => begun.numbers.has(feature.properties.code));
    if (begun.areas.by === "country") {
      held.forEach((feature) => add(begun, feature.properties.code, [feature]));
      return;
    }
    const boxes = new Map(held.map((feature) => [feature.properties.code, L.geoJSON(feature).getBounds()]));
    begun.coming = [...begun.numbers.keys()].map((code) => ({ code, box: boxes.get(code) }));
    ask(begun);
  }

  function ask(begun) {
    const view = atlas.map.getBounds();
    while (begun.waiting < AT_ONCE) {
      const next = begun.coming.findIndex(({ box }) => !box || view.intersects(box));
      if (next < 0) return;
      const [{ code }] = begun.coming.splice(next, 1);
      begun.waiting += 1;
      atlas.outlines(atlas.config.provinces.replace("CODE", encodeURIComponent(code)))
        .then(({ features }) => drawing === begun && add(begun, code, features))
        .catch(() => atlas.notice("Some provinces could not be loaded."))
        .finally(() => {
          begun.waiting -= 1;
          if (drawing === begun) ask(begun);
        });
    }
  }

  function add(begun, code, features) {
    const numbers = begun.numbers.get(code);
    features.forEach((feature) => {
      const area = numbers.get(feature.properties.name);
      if (!feature.properties.name) begun.borders.addData(feature); // the country itself
      // The feature is shared with the basemap, which knows no numbers.
      if (area) begun.layer.addData({ type: "Feature", geometry: feature.geometry, properties: { area } });
    });
  }

  function layer() {
    const made = L.geoJSON(null, {
      pane: "areas", renderer: L.canvas({ pane: "areas", padding: 0.3 }), bubblingMouseEvents: false, style,
      onEachFeature: (feature, path) => {
        path.on("mouseover", () => path.setStyle({ weight: 2.5 }).bringToFront());
        path.on("mouseout", () => path.setStyle({ weight: 0.8 }));
      },
    });
    made.bindTooltip((path) => facts(path.feature.properties.area), { sticky: true, direction: "top", className: "hover" });
    made.on("popupopen", () => made.closeTooltip());
    return made.bindPopup((path) => popup(path.feature.properties.area), atlas.popupSize());
  }

  // Countries stand out among their coloured provinces.
  function borders() {
    return L.geoJSON(null, { pane: "area-borders", renderer: L.canvas({ pane: "area-borders", padding: 0.3 }), interactive: false, style: borderStyle });
  }
  function borderStyle() {
    return { fill: false, stroke: true, color: BORDERS[theme()], weight: 1.1 };
  }

  function style(feature) {
    const number = feature.properties.area.class;
    const fillColor = number < 0 ? hatch() : drawing.areas.classes[number][theme()];
    return { fill: true, fillColor, fillOpacity: 1, stroke: true, color: EDGES[theme()], weight: 0.8 };
  }

  // Leaflet hands the colour to the canvas as it is, and a canvas takes a pattern for one.
  const hatches = {};
  function hatch() {
    if (hatches[theme()]) return hatches[theme()];
    const tile = document.createElement("canvas");
    tile.width = tile.height = 6;
    const pen = tile.getContext("2d");
    const [ground, line] = HATCHES[theme()];
    pen.fillStyle = ground;
    pen.fillRect(0, 0, 6, 6);
    pen.strokeStyle = line;
    pen.lineWidth = 1.4;
    [-6, 0, 6].forEach((start) => pen.stroke(new Path2D(`M${start} 6L${start + 6} 0`)));
    return (hatches[theme()] = pen.createPattern(tile, "repeat"));
  }

  function facts(area) {
    const box = atlas.element("div", "popup");
    const lines = area.here === undefined
      ? [["Incidents", area.incidents.toLocaleString("en")], ["Killed", area.killed]]
      : [["Here", area.here.toLocaleString("en")], ["There", area.there.toLocaleString("en")]];
    const { per, unit } = drawing.areas;
    if (per) lines.push([unit, area.value === null ? "unknown" : plain(area.value)]);
    const list = atlas.element("dl", "facts");
    lines.forEach(([label, text]) => list.append(atlas.element("dt", "", label), atlas.element("dd", "", text)));
    box.append(atlas.element("h3", "", area.admin1 || area.country), list);
    if (area.admin1) box.firstChild.after(atlas.element("div", "quiet", area.country));
    return box;
  }

  const plain = (value) => value.toLocaleString("en", { maximumSignificantDigits: 3 });

  function popup(area) {
    const box = facts(area);
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

  // What the legend tells of the areas.
  atlas.areaEntries = function () {
    const areas = atlas.shown.areas;
    if (!areas) return [];
    const lines = areas.classes.map(({ label, light, dark }) => {
      const line = entry("square", label);
      line.firstChild.style.setProperty("--light", light);
      line.firstChild.style.setProperty("--dark", dark);
      return line;
    });
    if (areas.unknown) lines.push(entry("square hatched", areas.per ? "not known" : "number not known"));
    const title = atlas.element("div", "quiet", `${areas.unit}, by ${areas.noun}`);
    return [title, ...lines, atlas.element("div", "quiet", `Not coloured: no incident`)];
  };

  function entry(className, text) {
    const line = atlas.element("div", "entry");
    line.append(atlas.element("span", className), atlas.element("span", "", text));
    return line;
  }
})(window.Faultline);
