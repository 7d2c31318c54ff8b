// The list: only the lines in view are in the page, however many there are. Arrows go through it, Enter opens a line.
(function (atlas) {
  const LINE_PX = 74; // as in the style
  const SPARE = 4; // lines beyond either edge
  const KEYS = { ArrowDown: 1, ArrowUp: -1, PageDown: 6, PageUp: -6, Home: -Infinity, End: Infinity };
  const list = { rows: [], active: 0, only: null };
  let [box, inner] = [null, null];

  function lineOf(row, at) {
    const line = atlas.element("div", "line");
    line.id = `line-${at}`;
    line.setAttribute("role", "option");
    line.setAttribute("aria-posinset", at + 1);
    line.setAttribute("aria-setsize", list.rows.length);
    line.setAttribute("aria-selected", String(row === atlas.openRow));
    line.dataset.id = row.id;
    line.classList.toggle("active", at === list.active);
    line.style.top = `${at * LINE_PX}px`;
    const title = atlas.dataText("span", "line-title", row.title);
    title.prepend(dotOf(row));
    const head = atlas.element("span", "line-head");
    head.append(atlas.element("span", "", row.date));
    if (row.contested) head.append(atlas.element("span", "badge", atlas.phrases.contestOf(row)));
    const foot = [row.place || "place not stated", atlas.phrases.tollOfOne(row.killed)].join(" · ");
    line.append(head, title, atlas.dataText("span", "line-foot", foot));
    line.addEventListener("click", () => {
      list.active = at;
      atlas.openIncident(row);
    });
    return line;
  }

  function dotOf({ type }) {
    const dot = atlas.element("span", `dot type-${type}`);
    const { label } = atlas.data.types.find(({ key }) => key === type);
    dot.append(atlas.element("span", "unseen", `${label}: `));
    return dot;
  }

  function draw() {
    const first = Math.max(0, Math.floor(box.scrollTop / LINE_PX) - SPARE);
    const last = Math.min(list.rows.length, Math.ceil((box.scrollTop + box.clientHeight) / LINE_PX) + SPARE);
    const numbers = new Set(Array.from({ length: Math.max(0, last - first) }, (_, step) => first + step));
    if (list.rows.length) numbers.add(list.active); // what is active must be in the page
    const sorted = [...numbers].sort((number, other) => number - other);
    inner.replaceChildren(...sorted.map((at) => lineOf(list.rows[at], at)));
    if (list.rows.length) box.setAttribute("aria-activedescendant", `line-${list.active}`);
    else box.removeAttribute("aria-activedescendant");
  }

  // Rows from the filters, or those of them that a mark or an area of the map stands for.
  function refresh() {
    const rows = atlas.selection.rows();
    const only = list.only && new Set(list.only.rows);
    list.rows = only ? rows.filter((row) => only.has(row)) : rows;
    list.active = Math.max(0, list.rows.indexOf(atlas.openRow));
    inner.style.height = `${Math.max(list.rows.length, 1) * LINE_PX}px`;
    box.dataset.rows = list.rows.length;
    box.scrollTop = 0;
    draw();
    atlas.showCounts(list.rows, list.only);
  }

  function onKey(event) {
    if (!list.rows.length) return;
    if (event.key === "Enter" || event.key === " ") {
      atlas.openIncident(list.rows[list.active], { focus: true });
    } else if (KEYS[event.key] !== undefined) {
      list.active = Math.max(0, Math.min(list.rows.length - 1, list.active + KEYS[event.key]));
      reveal();
      draw();
    } else return;
    event.preventDefault();
  }

  function reveal() {
    const top = list.active * LINE_PX;
    if (top < box.scrollTop) box.scrollTop = top;
    if (top + LINE_PX > box.scrollTop + box.clientHeight) box.scrollTop = top + LINE_PX - box.clientHeight;
  }

  atlas.listOnly = function (rows, name) {
    list.only = rows && { rows, name };
    atlas.closeIncident();
    refresh();
  };

  // The incident after an open one in the list, or before it; null at the ends.
  atlas.neighbourOf = (row, step) => list.rows[list.rows.indexOf(row) + step] || null;
  atlas.listRows = () => list.rows;
  atlas.focusList = function () {
    list.active = Math.max(0, list.rows.indexOf(atlas.openRow));
    reveal();
    draw();
    box.focus();
  };

  atlas.setUpList = function () {
    box = document.getElementById("list");
    box.tabIndex = 0;
    box.setAttribute("role", "listbox");
    box.setAttribute("aria-label", "Incidents");
    inner = atlas.element("div", "lines");
    inner.setAttribute("role", "presentation");
    box.append(inner);
    box.addEventListener("scroll", draw, { passive: true });
    box.addEventListener("keydown", onKey);
    new ResizeObserver(draw).observe(box);
    atlas.selection.listen(refresh);
    atlas.redrawList = draw;
    refresh();
  };
})(window.Faultline);
