// Incidents: the symbol tells how precisely the place is known, the colour what happened.
(function (atlas) {
  const RENDERERS = {};
  const ORDER = ["area", "circle", "point"];

  function renderer(kind) {
    if (RENDERERS[kind]) return RENDERERS[kind];
    const pane = atlas.map.createPane(`incident-${kind}`);
    pane.style.zIndex = 410 + 10 * ORDER.indexOf(kind);
    RENDERERS[kind] = L.svg({ pane: `incident-${kind}`, padding: 0.5 });
    return RENDERERS[kind];
  }

  atlas.incidents = function (group, payload) {
    const together = groupBy(payload.incidents, (each) => each.group);
    const shapes = new Map(payload.shapes.map((shape) => [shape.key, shape]));
    together.forEach((incidents) => drawGroup(group, incidents, shapes));
    atlas.map.off("zoomend", spreadNames).on("zoomend", spreadNames);
    setTimeout(spreadNames, 0); // the group is on the map only after this
  };

  // The names of areas that would cover each other stand under each other. They are words, not places.
  function spreadNames() {
    const taken = [];
    atlas.map.getContainer().querySelectorAll(".area-name").forEach((name) => {
      name.style.marginTop = "0px";
      const { left, right, top, height } = name.getBoundingClientRect();
      let shift = 0;
      const covers = (box) => left < box.right && right > box.left && top + shift < box.bottom && top + shift + height > box.top;
      for (let box = taken.find(covers); box; box = taken.find(covers)) shift = box.bottom - top + 1;
      name.style.marginTop = `${shift}px`;
      taken.push({ left, right, top: top + shift, bottom: top + shift + height });
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
    const first = incidents[0];
    incidents.forEach((incident, position) => {
      const path = draw(incident, shapes.get(incident.shape), position);
      path.addTo(group);
      dress(path, incidents);
    });
    if (first.symbol === "area" && shapes.has(first.shape)) group.addLayer(areaName(shapes.get(first.shape).name, incidents));
    else if (incidents.length > 1) group.addLayer(countMarker(first, incidents));
    if (first.symbol === "near") group.addLayer(extent(first));
  }

  function draw(incident, shape, position) {
    const common = { className: `incident type-${incident.type} symbol-${incident.symbol}`, bubblingMouseEvents: false };
    const at = [incident.latitude, incident.longitude];
    if (incident.symbol === "area" && shape) {
      // Incidents in one area share its outline; only the first fills it.
      const fillOpacity = position === 0 ? 0.07 : 0;
      const options = { ...common, renderer: renderer("area"), weight: 1.6, fillOpacity, dashArray: "1 0" };
      return L.polygon(rings(shape.geometry), options);
    }
    if (incident.symbol === "circle") {
      const options = { ...common, renderer: renderer("circle"), radius: incident.radius_km * 1000, weight: 1.6, fillOpacity: 0.05, dashArray: "6 5" };
      return L.circle(at, options);
    }
    if (incident.symbol === "area" || incident.symbol === "vague") {
      return L.circleMarker(at, { ...common, renderer: renderer("point"), radius: 9, weight: 2, fillOpacity: 0, dashArray: "3 3" });
    }
    return L.circleMarker(at, { ...common, renderer: renderer("point"), radius: 7, weight: 1.5, fillOpacity: 0.9 });
  }

  function rings(geometry) {
    const polygons = geometry.type === "MultiPolygon" ? geometry.coordinates : [geometry.coordinates];
    return polygons.map((polygon) => polygon.map((ring) => ring.map(([longitude, latitude]) => [latitude, longitude])));
  }

  // A place that is only near: the circle that it may lie in.
  function extent(incident) {
    const options = { renderer: renderer("circle"), interactive: false, radius: incident.radius_km * 1000, weight: 1, fillOpacity: 0.04, dashArray: "2 4", className: `extent type-${incident.type}` };
    return L.circle([incident.latitude, incident.longitude], options);
  }

  function dress(path, incidents) {
    path.bindTooltip(() => hover(incidents), { sticky: true, direction: "top", className: "hover" });
    bindFacts(path, incidents);
    const reach = () => {
      const node = path.getElement();
      if (!node) return;
      node.setAttribute("tabindex", "0");
      node.setAttribute("role", "button");
      node.setAttribute("aria-label", summary(incidents));
      node.addEventListener("keydown", (event) => {
        if (event.key === "Enter" || event.key === " ") path.openPopup();
      });
    };
    if (path.getElement()) reach();
    else path.on("add", reach);
  }

  // The facts are asked for when the popup opens, and the popup fits itself to them when they arrive.
  function bindFacts(layer, incidents) {
    layer.bindPopup(atlas.element("div"), atlas.popupSize());
    return layer.on("popupopen", ({ popup }) => popup.setContent(atlas.popup(incidents, () => popup.update())));
  }

  function summary(incidents) {
    const [first] = incidents;
    return incidents.length === 1 ? `${first.title}, ${first.date}` : `${incidents.length} incidents: ${first.place}`;
  }

  function hover(incidents) {
    const box = atlas.element("div", "hover-box");
    incidents.slice(0, 5).forEach((incident) => {
      const line = atlas.element("div", "hover-line");
      line.append(atlas.element("b", "", incident.title), atlas.element("span", "quiet", `${incident.date} · ${incident.precision}`));
      box.append(line);
    });
    if (incidents.length > 5) box.append(atlas.element("div", "quiet", `and ${incidents.length - 5} more here`));
    return box;
  }

  // An area is named in words where its middle is; a pin there would say more than is known.
  function areaName(name, incidents) {
    const [first] = incidents;
    const count = incidents.length > 1 ? ` (${incidents.length})` : "";
    const text = atlas.element("span", `area-name type-${first.type}`, `${name}${count}`);
    const icon = L.divIcon({ html: text, className: "name-anchor", iconSize: [0, 0] });
    const marker = L.marker([first.latitude, first.longitude], { icon, alt: summary(incidents), title: summary(incidents) });
    return bindFacts(marker, incidents);
  }

  function countMarker(first, incidents) {
    const text = atlas.element("span", "count", String(incidents.length));
    const icon = L.divIcon({ html: text, className: "name-anchor", iconSize: [0, 0] });
    return L.marker([first.latitude, first.longitude], { icon, interactive: false, keyboard: false });
  }
})(window.Faultline);
