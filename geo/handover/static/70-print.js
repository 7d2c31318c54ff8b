// On paper the list is a table of what is shown, and the colours are those of the light theme.
(function (atlas) {
  const MAX_ROWS = 500; // some 25 pages
  const HEADS = ["Date", "What happened", "Place", "Killed", "Incident"];

  function printTable() {
    const rows = atlas.listRows();
    const table = atlas.element("table", "print-table");
    const caption =
      rows.length > MAX_ROWS
        ? `The first ${MAX_ROWS} of ${atlas.phrases.countOf(rows.length, "incident")}`
        : atlas.phrases.countOf(rows.length, "incident");
    table.append(atlas.element("caption", "", caption));
    const head = table.createTHead().insertRow();
    HEADS.forEach((label) => head.append(atlas.element("th", "", label)));
    const body = table.createTBody();
    rows.slice(0, MAX_ROWS).forEach((row) => {
      const line = body.insertRow();
      [row.date, row.title, row.place, row.facts.Killed || "not stated", row.id].forEach((text) =>
        line.append(atlas.dataText("td", "", text)),
      );
    });
    return table;
  }

  function before() {
    document.documentElement.dataset.paper = "";
    document.querySelector(".list-side").append(printTable());
    atlas.repaintAll();
  }

  function after() {
    delete document.documentElement.dataset.paper;
    document.querySelectorAll(".print-table").forEach((table) => table.remove());
    atlas.repaintAll();
  }

  atlas.setUpPrint = function () {
    window.addEventListener("beforeprint", before);
    window.addEventListener("afterprint", after);
  };
})(window.Faultline);
