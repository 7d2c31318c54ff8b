// Marks on the map: those that would lie on each other are one cluster, which comes apart by a click or opens into a list.
(function (atlas) {
  const MAX_HOVER_LINES = 5; // more would cover the map
  const SAME_PLACE_DEGREES = 1e-4; // as exactly as an incident's position is told: 10 m
  const SPOT_PX = 24; // at the closest zoom: marks that are no farther apart do not come apart

  const markers = new Map(); // by what they show: those that stay are left alone, so that nothing flickers or loses the focus
  let layer = null;
  let marks = [];
  let opened = null; // what the open popup belongs to

  // Marks of incidents { incident } and of the server's clusters { cluster }, for the grouping on the screen.
  function markOfIncident(incident) {
    const { type, symbol, longitude, latitude, id } = incident;
    return { incident, key: `i ${id}`, longitude, latitude, count: 1, types: { [type]: 1 }, symbols: { [symbol]: 1 } };
  }
  function markOfCluster(cluster) {
    const { longitude, latitude, count, types, symbols } = cluster;
    return { cluster, key: `c ${longitude} ${latitude} ${count}`, longitude, latitude, count, types, symbols };
  }

  // Draw these in place of what was drawn before.
  atlas.drawMarks = function (incidents, clusters) {
    marks = [...incidents.map(markOfIncident), ...clusters.map(markOfCluster)];
    redraw();
  };

  atlas.setUpMarks = function (map) {
    layer = L.layerGroup().addTo(map);
    map.on("zoomend faultline:turned", redraw);
    map.on("popupclose", () => (opened = null));
  };

  function redraw() {
    const zoom = atlas.map.getZoom();
    const points = marks.map((mark) => {
      const { x, y } = atlas.map.project([mark.latitude, atlas.nearestLongitude(mark.longitude)], zoom);
      return { ...mark, x, y };
    });
    const groups = atlas.clustering
      .group(points, atlas.radiusOfMarks)
      .map((group) => ({ ...group, position: positionOf(group, zoom) }));
    const shown = new Map(groups.map((group) => [nameOf(group), group]));
    markers.forEach((marker, name) => {
      if (shown.has(name)) return;
      marker.remove();
      markers.delete(name);
    });
    shown.forEach((group, name) => markers.has(name) || markers.set(name, markerOf(group, name)));
    atlas.markBoxes = groups.map(({ x, y, radius }) => ({ x, y, radius })); // in pixels of the world at this zoom
    atlas.markGroups = groups;
    nameMarks(shown);
    atlas.map.fire("faultline:marks");
  }

  function positionOf({ members, x, y }, zoom) {
    const [first] = members;
    if (members.length === 1) return L.latLng(first.latitude, atlas.nearestLongitude(first.longitude));
    return atlas.map.unproject([x, y], zoom);
  }

  function nameOf({ key, count, members, position }) {
    return [key, count, members.length, position.lat.toFixed(5), position.lng.toFixed(5)].join(" ");
  }

  const incidentsOf = ({ members }) => members.map((mark) => mark.incident);
  const isKnown = ({ members }) => members.every((mark) => mark.incident);

  function markerOf(group, name) {
    const { picture, size } = atlas.markPicture(group);
    const [first] = group.members;
    const className =
      group.count > 1 ? "cluster" : `incident type-${first.incident.type} symbol-${first.incident.symbol}`;
    const icon = L.divIcon({ html: picture, className, iconSize: [size, size] });
    const marker = L.marker(group.position, { icon, keyboard: false, riseOnHover: true });
    const top = { direction: "top", offset: [0, -group.radius], className: "hover" };
    marker.bindTooltip(() => hoverBox(group), top);
    marker.on("tooltipopen", () => opened === name && marker.closeTooltip());
    marker.on("click", () => open(group, name, marker, false));
    marker.addTo(layer);
    drawExtent(group, marker);
    const node = marker.getElement();
    node.setAttribute("role", "button");
    node.dataset.count = group.count;
    node.incidentIds = isKnown(group) ? incidentsOf(group).map(({ id }) => id) : []; // which lines of the panel tell of it
    atlas.stops.add(node, () => open(group, name, marker, true));
    return marker;
  }

  // Marks of one place share its circle.
  function drawExtent(group, marker) {
    if (!isKnown(group) || !isOneSpot(group)) return;
    const [{ incident }] = group.members;
    if (incident.symbol !== "near" && incident.symbol !== "circle") return;
    const extent = atlas.extentOf(incident, group.position).addTo(atlas.map);
    marker.on("remove", () => extent.remove());
  }

  function isOneSpot({ members }) {
    const [first] = members;
    return members.every(
      ({ longitude, latitude }) =>
        Math.abs(longitude - first.longitude) < SAME_PLACE_DEGREES &&
        Math.abs(latitude - first.latitude) < SAME_PLACE_DEGREES,
    );
  }

  // Every mark has a name of its own for a screen reader.
  function nameMarks(shown) {
    const names = [...shown.keys()];
    const texts = atlas.phrases.distinctNames([...shown.values()].map(textOf));
    names.forEach((name, number) => markers.get(name).getElement().setAttribute("aria-label", texts[number]));
  }

  function textOf(group) {
    if (isKnown(group)) return atlas.phrases.summaryOf(incidentsOf(group));
    const { lat, lng } = group.position;
    return `${atlas.phrases.countOf(group.count, "incident")} around ${atlas.phrases.positionOf(lat, lng)}: ${typesText(group)}`;
  }

  function typesText({ members }) {
    const labels = new Map(atlas.config.types.map(({ key, label }) => [key, label]));
    return atlas.phrases.typesOf(atlas.sumCounts(members, "types"), labels);
  }

  function hoverBox(group) {
    const box = atlas.element("div", "hover-box");
    if (isKnown(group)) {
      incidentsOf(group)
        .slice(0, MAX_HOVER_LINES)
        .forEach((incident) => box.append(hoverLine(incident)));
      const others = group.count - MAX_HOVER_LINES;
      if (others > 0) box.append(atlas.element("div", "quiet", `and ${others.toLocaleString("en")} more here`));
      return box;
    }
    box.append(atlas.element("b", "", atlas.phrases.countOf(group.count, "incident")));
    box.append(
      atlas.element("div", "quiet", `${typesText(group)} · ${atlas.phrases.tollOf(tollOf(group), group.count)}`),
    );
    return box;
  }

  function hoverLine(incident) {
    const line = atlas.element("div", "hover-line");
    const facts = [incident.date, atlas.phrases.tollOfOne(incident.killed), `place ${incident.precision_label}`];
    const contest = atlas.phrases.contestOf(incident).toLowerCase();
    const text = [...facts, contest].filter(Boolean).join(" · ");
    line.append(atlas.element("b", "", incident.title), atlas.element("span", "quiet", text));
    return line;
  }

  // The killed of all marks of a group: low, best, high, and how many give no number.
  function tollOf({ members }) {
    const sums = atlas.tollSizes.sumOf(
      members.filter(({ incident }) => incident).map(({ incident }) => incident.killed),
    );
    members.forEach(({ cluster }) => cluster && cluster.killed.forEach((number, at) => (sums[at] += number)));
    return sums;
  }

  function open(group, name, marker, byKey) {
    marker.closeTooltip();
    const closer = group.count > 1 ? viewThatParts(group) : null;
    if (closer) {
      const animate = !window.matchMedia("(prefers-reduced-motion: reduce)").matches;
      atlas.map.setView(closer.centre, closer.zoom, { animate });
      return;
    }
    const source = isKnown(group) ? { incidents: incidentsOf(group), count: group.count } : listOfBounds(group);
    const focusAgain = byKey
      ? () => markers.has(name) && markers.get(name).getElement().focus({ preventScroll: true })
      : null;
    atlas.openList(group.position, source, { offset: [0, -group.radius], focusAgain });
    opened = name; // only now, for opening closes the popup before
  }

  // Where a cluster comes apart: null where it lies on one spot, or the map is as close as it gets.
  function viewThatParts(group) {
    const { map } = atlas;
    const levels = Math.floor(map.getMaxZoom() - map.getZoom());
    if (levels < 1) return null;
    const box = boundsOf(group);
    if (!isKnown(group)) {
      const [low, high] = [box.getSouthWest(), box.getNorthEast()].map((corner) =>
        map.project(corner, map.getMaxZoom()),
      );
      if (low.distanceTo(high) < SPOT_PX) return null;
      return { centre: box.getCenter(), zoom: Math.max(map.getBoundsZoom(box), map.getZoom() + 1) };
    }
    const doublings = atlas.clustering.doublingsToPart(group.members, atlas.radiusOfMarks, levels);
    return doublings && { centre: box.getCenter(), zoom: map.getZoom() + doublings };
  }

  function boundsOf({ members }) {
    const corners = members.flatMap(({ cluster, longitude, latitude }) => {
      const [west, south, east, north] = cluster ? cluster.bounds : [longitude, latitude, longitude, latitude];
      const turn = atlas.nearestLongitude(longitude) - longitude;
      return [L.latLng(south, west + turn), L.latLng(north, east + turn)];
    });
    return L.latLngBounds(corners);
  }

  // The incidents of a cluster that only the server knows.
  function listOfBounds(group) {
    const box = boundsOf(group);
    const view = [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()]
      .map((edge) => edge.toFixed(5))
      .join(",");
    return { count: group.count, parameters: { view } };
  }
})(window.Faultline);
