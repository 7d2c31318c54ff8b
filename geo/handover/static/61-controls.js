// The search and the filters, the types with their colours, and how many incidents are shown.
(function (atlas) {
  const WAIT_MS = 150; // for the next letter of a search
  const controls = { chips: new Map() };
  let timer = null;

  function searchField() {
    const field = atlas.element("input", "search");
    field.type = "search";
    field.placeholder = "Search titles, places, actors, notes …";
    field.setAttribute("aria-label", "Search the incidents of this file");
    field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => atlas.selection.change({ text: field.value }), WAIT_MS);
    });
    controls.search = field;
    return field;
  }

  function countBy(rows, valuesOf) {
    const counts = new Map();
    rows.forEach((row) => valuesOf(row).forEach((value) => counts.set(value, (counts.get(value) || 0) + 1)));
    return counts;
  }

  function typeChips() {
    const group = atlas.element("div", "chips");
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", "Types of incidents");
    const counts = countBy(atlas.rows, ({ type }) => [type]);
    atlas.data.types
      .filter(({ key }) => counts.has(key))
      .forEach(({ key, label }) => {
        const chip = atlas.button("", "chip", () => toggleType(key));
        const number = atlas.element("span", "number");
        chip.append(
          atlas.element("span", `dot type-${key}`),
          label === "not stated" ? "Type not stated" : label,
          " ",
          number,
        );
        controls.chips.set(key, { chip, number });
        group.append(chip);
      });
    return group;
  }

  function toggleType(key) {
    const { types } = atlas.selection.state;
    atlas.selection.change({ types: types.includes(key) ? types.filter((type) => type !== key) : [...types, key] });
  }

  // A choice of one value among those that rows have, the commonest first.
  function choice(name, label, everything, valuesOf) {
    const counts = [...countBy(atlas.rows, valuesOf)].sort(
      ([value, count], [other, otherCount]) => otherCount - count || (value < other ? -1 : 1),
    );
    if (counts.length < 2) return [];
    const select = atlas.element("select");
    select.setAttribute("aria-label", label);
    select.append(
      option("", everything),
      ...counts.map(([value, count]) => option(value, `${value} (${count.toLocaleString("en")})`)),
    );
    select.addEventListener("change", () => atlas.selection.change({ [name]: select.value }));
    controls[name] = select;
    return [select];
  }

  function option(value, text) {
    const node = atlas.element("option", "", text);
    node.value = value;
    return node;
  }

  function checkbox(name, label) {
    const box = atlas.element("input");
    box.type = "checkbox";
    box.addEventListener("change", () => atlas.selection.change({ [name]: box.checked }));
    controls[name] = box;
    const line = atlas.element("label", "check");
    line.append(box, label);
    return line;
  }

  function filters() {
    const details = atlas.element("details", "filters");
    details.open = window.innerWidth > 900;
    details.append(atlas.element("summary", "", "Filters"), typeChips());
    const line = atlas.element("div", "filter-line");
    line.append(
      ...choice("actor", "Actor", "Any actor", ({ actors }) => actors),
      ...choice("precision", "How precisely the place is known", "Any precision of place", ({ precision }) => [
        precision,
      ]),
    );
    const checks = atlas.element("div", "filter-line");
    if (atlas.rows.some(({ contested }) => contested)) checks.append(checkbox("contested", "Contested only"));
    checks.append(checkbox("inView", "In the map’s view only"));
    details.append(line, checks);
    return details;
  }

  function showState() {
    const { state } = atlas.selection;
    const counts = countBy(atlas.selection.rowsWithout("types"), ({ type }) => [type]);
    controls.chips.forEach(({ chip, number }, key) => {
      chip.setAttribute("aria-pressed", String(state.types.includes(key)));
      number.textContent = (counts.get(key) || 0).toLocaleString("en");
    });
    ["actor", "precision"].forEach((name) => controls[name] && (controls[name].value = state[name]));
    ["contested", "inView"].forEach((name) => controls[name] && (controls[name].checked = state[name]));
    if (!state.text) controls.search.value = "";
  }

  // How many of how many, and who was killed, as a range; unknown numbers are never counted as 0.
  atlas.showCounts = function (rows, only) {
    const counts = document.getElementById("counts");
    const total = atlas.rows.length;
    const number =
      rows.length === total
        ? atlas.phrases.countOf(total, "incident")
        : `${rows.length.toLocaleString("en")} of ${atlas.phrases.countOf(total, "incident")}`;
    const parts = [atlas.element("b", "", number)];
    if (rows.length)
      parts.push(` · ${atlas.phrases.tollOf(atlas.tollSizes.sumOf(rows.map(({ killed }) => killed)), rows.length)}`);
    if (only) parts.push(" · ", atlas.dataText("span", "", only.name));
    const line = atlas.element("span");
    line.append(...parts);
    counts.replaceChildren(line);
    if (only || atlas.selection.isFiltered) counts.append(" ", atlas.button("Show all", "small", showAll));
  };

  function showAll() {
    atlas.listOnly(null, "");
    atlas.selection.clear();
    document.getElementById("list").focus();
  }

  atlas.setUpControls = function () {
    document.getElementById("controls").append(searchField(), filters());
    atlas.selection.listen(showState);
    showState();
  };
})(window.Faultline);
