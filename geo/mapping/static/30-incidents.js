// How a mark looks: the colour tells what happened, the size how many were killed, the symbol how precisely the place is known.
(function (atlas) {
  const SPACE = "http://www.w3.org/2000/svg";
  const EDGE_PX = 1.5; // around a mark, in the colour of the ground
  const FINGER_PX = 15; // half the width that a finger hits; WCAG 2.2 asks for 12
  const HOLE_SHARE = 0.42; // of the radius of a mark that is only near
  const RING_PX = 5; // the width of the ring of a cluster
  const WHOLE = 100; // the length of a circle, for its parts

  const isCoarse = window.matchMedia("(pointer: coarse)").matches;

  function shape(tag, attributes, className) {
    const node = document.createElementNS(SPACE, tag);
    Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, value));
    if (className) node.setAttribute("class", className);
    return node;
  }
  const circle = (radius, className, others = {}) => shape("circle", { r: radius, ...others }, className);

  // Half of the room that a group of marks takes on the screen.
  atlas.radiusOfMarks = function ({ members, count }) {
    if (count > 1) return atlas.tollSizes.clusterRadius(count) + EDGE_PX;
    const { solid, ring } = atlas.tollSizes.tollRadii(members[0].incident.killed);
    return (ring || solid) + EDGE_PX;
  };

  // The counts of { key: number } of all marks added up.
  atlas.sumCounts = function (marks, name) {
    const sums = {};
    marks.forEach((mark) =>
      Object.entries(mark[name]).forEach(([key, number]) => (sums[key] = (sums[key] || 0) + number)),
    );
    return sums;
  };

  // The picture of a group: a mark, or a ring of the types with the number in it.
  atlas.markPicture = function (group) {
    const half = Math.max(group.radius, isCoarse ? FINGER_PX : 0);
    const picture = shape("svg", {
      viewBox: `${-half} ${-half} ${2 * half} ${2 * half}`,
      width: 2 * half,
      height: 2 * half,
    });
    picture.setAttribute("aria-hidden", "true");
    picture.append(...(group.count > 1 ? clusterParts(group) : incidentParts(group.members[0].incident)));
    return { picture, size: 2 * half };
  };

  function incidentParts({ symbol, killed }) {
    const { solid, ring, isUnknown } = atlas.tollSizes.tollRadii(killed);
    const parts = ring ? [circle(ring, isUnknown ? "toll-open" : "toll-high", { pathLength: WHOLE })] : [];
    parts.push(circle(solid, `mark-${symbol}`, { pathLength: WHOLE }));
    if (symbol === "near") parts.push(circle(solid * HOLE_SHARE, "mark-hole"));
    return parts;
  }

  function clusterParts({ members, count, radius }) {
    const symbols = Object.keys(atlas.sumCounts(members, "symbols"));
    const outer = radius - EDGE_PX;
    const label = shape("text", { "text-anchor": "middle", dy: "0.35em" }, "cluster-count");
    label.textContent = atlas.phrases.shortNumber(count);
    const edge = symbols.length === 1 ? [circle(outer, `cluster-edge edge-${symbols[0]}`)] : [];
    return [
      circle(outer, "cluster-ground"),
      ...ringOfTypes(atlas.sumCounts(members, "types"), outer - RING_PX / 2),
      ...edge,
      label,
    ];
  }

  // The types one after the other around the ring, in the order of the legend.
  function ringOfTypes(types, radius) {
    const total = Object.values(types).reduce((sum, number) => sum + number, 0);
    let start = 0;
    return atlas.config.types
      .filter(({ key }) => types[key])
      .map(({ key }) => {
        const length = (types[key] / total) * WHOLE;
        const part = circle(radius, `cluster-part type-${key}`, {
          pathLength: WHOLE,
          "stroke-dasharray": `${length} ${WHOLE - length}`,
          "stroke-dashoffset": -start,
          transform: "rotate(-90)",
        });
        start += length;
        return part;
      });
  }

  // The circle that a place near a named one, or somewhere in a district, may lie in.
  atlas.extentOf = function (incident, position) {
    return L.circle(position, {
      renderer: extentRenderer(),
      interactive: false,
      radius: incident.radius_km * 1000,
      weight: 1.2,
      fillOpacity: 0.05,
      dashArray: incident.symbol === "near" ? "2 4" : "6 5",
      className: `extent type-${incident.type}`,
    });
  };

  let extents = null;
  function extentRenderer() {
    if (extents) return extents;
    atlas.map.createPane("incident-extents").style.zIndex = 420;
    extents = L.svg({ pane: "incident-extents", padding: 0.5 });
    return extents;
  }
})(window.Faultline);
