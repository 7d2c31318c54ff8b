// Incidents: the symbol tells how precisely the place is known, the colour what happened.
(function (atlas) {
  const renderers = new Map(); // by kind of symbol, each on a pane of its own
  const PANES = ["area", "circle", "point"]; // from the bottom up

  const MAX_HOVER_LINES = 5; // more would cover the map

  function rendererOf(kind) {
    if (renderers.has(kind)) return renderers.get(kind);
    const pane = atlas.map.createPane(`incident-${kind}`);
    pane.style.zIndex = 410 + 10 * PANES.indexOf(kind);
    renderers.set(kind, L.svg({ pane: `incident-${kind}`, padding: 0.5 }));
    return renderers.get(kind);
  }

  atlas.drawIncidents = function (group, payload) {
    const groups = groupBy(payload.incidents, (incident) => incident.group);
    const shapes = new Map(payload.shapes.map((shape) => [shape.key, shape]));
    groups.forEach((incidents) => drawGroup(group, incidents, shapes));
    atlas.map.off("zoomend", spreadNames).on("zoomend", spreadNames);
    setTimeout(spreadNames, 0); // the group is on the map only after this
  };

  // The names of areas that would cover each other stand under each other. They are words, not places.
  function spreadNames() {
    const boxes = [];
    atlas.map
      .getContainer()
      .querySelectorAll(".area-name")
      .forEach((name) => {
        name.style.marginTop = "0px";
        const { left, right, top, bottom } = name.getBoundingClientRect();
        const shift = atlas.boxes.shiftBelow({ left, right, top, bottom }, boxes);
        name.style.marginTop = `${shift}px`;
        boxes.push({ left, right, top: top + shift, bottom: bottom + shift });
      });
  }

  function groupBy(items, key) {
    const groups = new Map();
    items.forEach((item) => {
      if (!groups.has(key(item))) groups.set(key(item), []);
      groups.get(key(item)).push(item);
    });
    return groups;
  }

  function drawGroup(group, incidents, shapes) {
    const [first] = incidents;
    const shape = shapes.get(first.shape);
    incidents.forEach((incident, number) => {
      const path = draw(incident, shapes.get(incident.shape), number);
      path.addTo(group);
      describe(path, incidents);
    });
    if (first.symbol === "area" && shape) group.addLayer(areaName(shape.name, incidents));
    else if (incidents.length > 1) group.addLayer(countMarker(first, incidents));
    if (first.symbol === "near") group.addLayer(extentOf(first));
  }

  // Sizes, widths and dashes were chosen by eye, at zoom 5 and 9, in light and dark.
  function draw(incident, shape, number) {
    const common = {
      className: `incident type-${incident.type} symbol-${incident.symbol}`,
      bubblingMouseEvents: false,
    };
    const position = [incident.latitude, incident.longitude];
    if (incident.symbol === "area" && shape) {
      // Incidents in one area share its outline; only the first fills it.
      const fillOpacity = number === 0 ? 0.07 : 0;
      const options = { ...common, renderer: rendererOf("area"), weight: 1.6, fillOpacity, dashArray: "1 0" };
      return L.polygon(rings(shape.geometry), options);
    }
    if (incident.symbol === "circle") {
      const options = {
        ...common,
        renderer: rendererOf("circle"),
        radius: incident.radius_km * 1000,
        weight: 1.6,
        fillOpacity: 0.05,
        dashArray: "6 5",
      };
      return L.circle(position, options);
    }
    if (incident.symbol === "area" || incident.symbol === "vague") {
      return L.circleMarker(position, {
        ...common,
        renderer: rendererOf("point"),
        radius: 9,
        weight: 2,
        fillOpacity: 0,
        dashArray: "3 3",
      });
    }
    return L.circleMarker(position, {
      ...common,
      renderer: rendererOf("point"),
      radius: 7,
      weight: 1.5,
      fillOpacity: 0.9,
    });
  }

  function rings(geometry) {
    const polygons = geometry.type === "MultiPolygon" ? geometry.coordinates : [geometry.coordinates];
    return polygons.map((polygon) => polygon.map((ring) => ring.map(([longitude, latitude]) => [latitude, longitude])));
  }

  // A place that is only near: the circle that it may lie in.
  function extentOf(incident) {
    const options = {
      renderer: rendererOf("circle"),
      interactive: false,
      radius: incident.radius_km * 1000,
      weight: 1,
      fillOpacity: 0.04,
      dashArray: "2 4",
      className: `extent type-${incident.type}`,
    };
    return L.circle([incident.latitude, incident.longitude], options);
  }

  // What a pointer and a screen reader get of a mark.
  function describe(path, incidents) {
    path.bindTooltip(() => hoverBox(incidents), { sticky: true, direction: "top", className: "hover" });
    bindFacts(path, incidents);
    const makeReachable = () => {
      const node = path.getElement();
      if (!node) return;
      node.setAttribute("tabindex", "0");
      node.setAttribute("role", "button");
      node.setAttribute("aria-label", atlas.phrases.summaryOf(incidents));
      node.addEventListener("keydown", (event) => {
        if (event.key === "Enter" || event.key === " ") path.openPopup();
      });
    };
    if (path.getElement()) makeReachable();
    else path.on("add", makeReachable);
  }

  // The facts are asked for when the popup opens, and the popup fits itself to them when they arrive.
  function bindFacts(layer, incidents) {
    layer.bindPopup(atlas.element("div"), atlas.popupSize());
    return layer.on("popupopen", ({ popup }) => popup.setContent(atlas.popupBox(incidents, () => popup.update())));
  }

  function hoverBox(incidents) {
    const box = atlas.element("div", "hover-box");
    incidents.slice(0, MAX_HOVER_LINES).forEach((incident) => {
      const line = atlas.element("div", "hover-line");
      line.append(
        atlas.element("b", "", incident.title),
        atlas.element("span", "quiet", `${incident.date} · place ${incident.precision_label}`),
      );
      box.append(line);
    });
    const others = incidents.length - MAX_HOVER_LINES;
    if (others > 0) box.append(atlas.element("div", "quiet", `and ${others} more here`));
    return box;
  }

  // An area is named in words where its middle is; a pin there would say more than is known.
  function areaName(name, incidents) {
    const [first] = incidents;
    const count = incidents.length > 1 ? ` (${incidents.length})` : "";
    const text = atlas.element("span", `area-name type-${first.type}`, `${name}${count}`);
    const icon = L.divIcon({ html: text, className: "name-anchor", iconSize: [0, 0] });
    const marker = L.marker([first.latitude, first.longitude], {
      icon,
      alt: atlas.phrases.summaryOf(incidents),
      title: atlas.phrases.summaryOf(incidents),
    });
    return bindFacts(marker, incidents);
  }

  function countMarker(first, incidents) {
    const text = atlas.element("span", "count", String(incidents.length));
    const icon = L.divIcon({ html: text, className: "name-anchor", iconSize: [0, 0] });
    return L.marker([first.latitude, first.longitude], { icon, interactive: false, keyboard: false });
  }
})(window.Faultline);
