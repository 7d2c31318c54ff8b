// Who says what: a table a claimant, and how many killed and injured as ranges on one axis.
(function (atlas) {
  const AXIS = 100; // the length of the axis in units of the picture
  const OUTCOMES = [
    ["killed", "Killed"],
    ["injured", "Injured"],
  ];

  // The claimants, with a number where the same one is there more than once.
  function namesOf(claims) {
    return claims.map(({ claimant }, at) => {
      const same = claims.filter((other) => other.claimant === claimant);
      if (same.length === 1) return claimant;
      return `${claimant} (${claims.slice(0, at + 1).filter((other) => other.claimant === claimant).length} of ${same.length})`;
    });
  }

  function claimsOf(row) {
    const claims = atlas.data.claims[row.id] || [];
    if (!claims.length) return [];
    const names = namesOf(claims);
    const axes = OUTCOMES.flatMap(([key, label]) => axisTable(claims, names, key, label));
    const list = atlas.element("ul", "claims");
    claims.forEach((claim, at) => list.append(claimItem(claim, names[at])));
    return [atlas.element("h3", "", "Who says what"), ...axes, list];
  }

  function claimItem({ stance, claim, actor, target, place, source }, name) {
    const item = atlas.element("li");
    const head = atlas.element("p");
    head.append(atlas.dataText("b", "", name), stance ? ` ${stance}.` : "");
    item.append(head);
    if (claim) item.append(atlas.dataText("p", "", claim));
    const known = [
      ["Actor", actor],
      ["Target", target],
      ["Place", place],
    ].filter(([, text]) => text);
    if (known.length)
      item.append(atlas.dataText("p", "quiet", known.map(([label, text]) => `${label}: ${text}`).join(" · ")));
    if (source) item.append(atlas.dataText("p", "quiet", source));
    return item;
  }

  // The ranges of one outcome, each on a line of its own, from 0 to the highest number.
  function axisTable(claims, names, key, label) {
    const numbers = claims.flatMap((claim) => claim[`${key}_bounds`] || []).filter((number) => number !== null);
    if (!numbers.length) return [];
    const most = Math.max(...numbers, 1);
    const table = atlas.element("table", "axis");
    table.append(atlas.element("caption", "", `${label}: 0 to ${most.toLocaleString("en")}`));
    const body = atlas.element("tbody");
    claims.forEach((claim, at) => {
      if (!claim[key]) return;
      const line = atlas.element("tr");
      const head = atlas.dataText("th", "", names[at]);
      head.scope = "row";
      const cell = atlas.element("td", "range");
      cell.append(rangePicture(claim[`${key}_bounds`], most));
      line.append(head, cell, atlas.element("td", "amount", claim[key]));
      body.append(line);
    });
    table.append(body);
    return [table];
  }

  // A bar from low to high, open to the right where no highest number is given; the best as a tick.
  function rangePicture([low, best, high], most) {
    const picture = atlas.shape("svg", {
      viewBox: `0 0 ${AXIS} 14`,
      preserveAspectRatio: "none",
      "aria-hidden": "true",
    });
    const x = (number) => (number / most) * AXIS;
    const from = x(low ?? best ?? 0);
    const to = x(high ?? best ?? low);
    const isOpen = high === null && best === null;
    picture.append(atlas.shape("rect", { class: "range-ground", x: 0, y: 6.5, width: AXIS, height: 1 }));
    const width = Math.max((isOpen ? AXIS : to) - from, 3);
    picture.append(
      atlas.shape("rect", {
        class: isOpen ? "range-open" : "range-bar",
        x: Math.min(from, AXIS - width),
        y: 3,
        width,
        height: 8,
      }),
    );
    if (best !== null && (low !== null || high !== null))
      picture.append(
        atlas.shape("rect", { class: "range-best", x: Math.min(x(best), AXIS - 1), y: 1, width: 1, height: 12 }),
      );
    return picture;
  }

  atlas.claimsOf = claimsOf;
})(window.Faultline);
