// An incident in full, in place of the list: facts, who says what, words, sources, and what it is linked to.
(function (atlas) {
  const MAX_CHAIN = 60;
  let box = null;
  atlas.openRow = null;

  function facts({ facts: known, corrected = {}, id, longitude, latitude, symbol }) {
    const list = atlas.element("dl", "facts");
    const coordinates =
      longitude === null
        ? []
        : [[symbol === "area" ? "A point in the area" : "Coordinates", `${latitude}, ${longitude}`]];
    [...Object.entries(known), ...coordinates, ["Incident", id]].forEach(([label, text]) => {
      const value = atlas.dataText("dd", "", text);
      const correction = atlas.phrases.correctionOf(corrected[label]);
      if (correction) value.append(atlas.element("span", "correction", correction));
      list.append(atlas.element("dt", "", label), value);
    });
    return list;
  }

  function words(title, text) {
    return text ? [atlas.element("h3", "", title), atlas.dataText("p", "prose", text)] : [];
  }

  function sources({ id }) {
    const publications = atlas.data.publications[id] || [];
    const note = atlas.data.publication_notes[id];
    const notes = note ? [atlas.element("p", "quiet", note)] : [];
    const title = atlas.element("h3", "", publications.length === 1 ? "Source" : "Sources");
    if (!publications.length) return [title, ...notes];
    const list = atlas.element("ol", "publications");
    publications.forEach(({ citation, address }) => {
      const item = atlas.element("li");
      item.append(atlas.safeLink(address || "", citation));
      list.append(item);
    });
    return [title, list, ...notes];
  }

  // What persons have changed: what stood there, what stands there now, who changed it, when and why.
  function changes({ id }) {
    const all = atlas.data.changes[id] || [];
    if (!all.length) return [];
    const list = atlas.element("ul", "changes");
    all.forEach(({ title, original, value, day, who, why }) => {
      const item = atlas.element("li");
      const before = original === undefined ? [] : [atlas.dataText("del", "", original || "blank"), " → "];
      item.append(atlas.element("b", "", `${title}: `), ...before, atlas.dataText("ins", "", value || "blank"));
      item.append(atlas.dataText("p", "quiet", [day, who, why].filter(Boolean).join(" · ")));
      list.append(item);
    });
    return [atlas.element("h3", "", "Changed by hand"), list];
  }

  function links(row) {
    const all = atlas.data.links[row.id] || [];
    if (!all.length) return [];
    const list = atlas.element("ul", "links");
    all.forEach(({ phrase, id, title }) => {
      const item = atlas.element("li");
      item.append(atlas.element("span", "quiet", `${phrase} `), linkTo(id, title));
      list.append(item);
    });
    return [atlas.element("h3", "", "Linked incidents"), list, ...chain(row)];
  }

  function linkTo(id, title) {
    const row = atlas.rowById.get(id);
    if (!row) return atlas.dataText("span", "", `${title} (not in this file)`);
    const node = atlas.button(row.title, "as-link", () => atlas.openIncident(row, { focus: true }));
    node.dir = "auto";
    return node;
  }

  // All that links of this file lead to from an incident, in order of date; what has no date stands before what answers
  // it, and at the end where nothing dated does.
  function chainOf(row) {
    const reached = new Set([row]);
    for (const each of reached) {
      if (reached.size >= MAX_CHAIN) break;
      (atlas.data.links[each.id] || []).forEach(
        ({ id }) => atlas.rowById.has(id) && reached.add(atlas.rowById.get(id)),
      );
    }
    const days = new Map(
      [...reached].map((each) => [each, [each.first_day ?? firstAnswer(each, new Set()), each.first_day]]),
    );
    return [...reached].sort((one, other) => {
      const [[day, own], [otherDay, otherOwn]] = [days.get(one), days.get(other)];
      return day === otherDay
        ? (own === null ? 0 : 1) - (otherOwn === null ? 0 : 1) || one.at - other.at
        : day - otherDay;
    });
  }

  // The first day of what answers an incident without a date, directly or through others without one.
  function firstAnswer(row, tried) {
    tried.add(row);
    const answers = (atlas.data.links[row.id] || []).filter((link) => !link.is_earlier && !link.is_mutual);
    const days = answers
      .map(({ id }) => atlas.rowById.get(id))
      .filter((each) => each && !tried.has(each))
      .map((each) => each.first_day ?? firstAnswer(each, tried));
    return Math.min(Number.MAX_SAFE_INTEGER, ...days);
  }

  function chain(row) {
    const rows = chainOf(row);
    if (rows.length < 3) return [];
    const list = atlas.element("ol", "chain");
    rows.forEach((each) => {
      const item = atlas.element("li", each === row ? "current" : "");
      item.append(atlas.element("span", "quiet", `${each.date} `));
      item.append(each === row ? atlas.dataText("b", "", each.title) : linkTo(each.id, each.title));
      list.append(item);
    });
    return [atlas.element("h3", "", `The chain of events: ${rows.length} in this file`), list];
  }

  function head(row) {
    const bar = atlas.element("div", "record-bar");
    const step = (label, name, by) => {
      const next = atlas.neighbourOf(row, by);
      const node = atlas.button(label, "small", () => atlas.openIncident(next, { focus: true }));
      node.setAttribute("aria-label", name);
      node.disabled = !next;
      return node;
    };
    bar.append(
      atlas.button("← List", "small", back),
      step("↑", "Incident before this one", -1),
      step("↓", "Next incident", 1),
    );
    const title = atlas.dataText("h2", "record-title", row.title);
    title.tabIndex = -1;
    const line = atlas.element("p", "record-line");
    const { label } = atlas.data.types.find(({ key }) => key === row.type);
    line.append(
      atlas.element("span", `dot type-${row.type}`),
      atlas.element("span", "", `${row.date} · ${label === "not stated" ? "type not stated" : label}`),
    );
    if (row.contested) line.append(" ", atlas.element("span", "badge", atlas.phrases.contestOf(row)));
    return [bar, title, line];
  }

  function back() {
    const row = atlas.openRow;
    atlas.closeIncident();
    atlas.openRow = row;
    atlas.focusList();
    atlas.openRow = null;
    atlas.map.redraw();
  }

  atlas.openIncident = function (row, { focus = false } = {}) {
    atlas.openRow = row;
    const cut = document.getElementById("left-out")
      ? [atlas.element("p", "quiet", "Some texts in this file were cut: see “What was left out”.")]
      : [];
    box.replaceChildren(
      ...head(row),
      ...atlas.positions.summary({ positions: atlas.data.positions[row.id] || [] }),
      facts(row),
      ...atlas.claimsOf(row),
      ...words("What happened", row.summary),
      ...words("Notes", row.notes),
      ...sources(row),
      ...changes(row),
      ...links(row),
      ...cut,
    );
    box.dataset.id = row.id;
    box.hidden = false;
    document.querySelector(".list-side").classList.add("has-record");
    box.scrollTop = 0;
    atlas.map.show(row);
    atlas.redrawList();
    const title = box.querySelector(".record-title");
    if (focus || document.activeElement === document.body || atlas.map.element().contains(document.activeElement))
      title.focus({ preventScroll: true });
    if (window.innerWidth <= 900) box.scrollIntoView({ block: "start" });
  };

  atlas.closeIncident = function () {
    atlas.openRow = null;
    box.hidden = true;
    document.querySelector(".list-side").classList.remove("has-record");
    atlas.map.redraw();
  };

  atlas.setUpRecord = function () {
    box = document.getElementById("record");
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", "The incident in full");
    box.addEventListener("keydown", (event) => event.key === "Escape" && back());
  };
})(window.Faultline);
