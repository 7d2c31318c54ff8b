// The legend: what is drawn in the view, and nothing else.
(function (atlas) {
  const OPEN_ABOVE_PX = { x: 640, y: 500 }; // the size of the map, below which the legend starts closed; chosen by eye
  const MAX_LINES = 10; // of the whole legend, above which symbols and sizes are folded; by judgement: a third of the map
  const SAMPLE_TOLLS = [0, 10, 100];

  atlas.addLegend = function (map) {
    const control = L.control({ position: "bottomright" });
    const box = atlas.element("details", "legend");
    const body = atlas.element("div");
    const summary = atlas.element("summary", "", "Legend");
    box.append(summary, body);
    openWhereThereIsRoom(map, box, summary);
    control.onAdd = () => box;
    L.DomEvent.disableClickPropagation(box);
    L.DomEvent.disableScrollPropagation(box);
    map.on(
      "faultline:shown faultline:drawn faultline:marks faultline:dense faultline:links",
      () => atlas.shown && body.replaceChildren(...entries()),
    );
    control.addTo(map);
  };

  // As long as the reader has not opened or closed it.
  function openWhereThereIsRoom(map, box, summary) {
    let isChosen = false;
    summary.addEventListener("click", () => (isChosen = true));
    const update = () => isChosen || (box.open = hasRoom(map));
    map.on("resize", update);
    update();
  }

  function hasRoom(map) {
    const { x, y } = map.getSize();
    return x > OPEN_ABOVE_PX.x && y > OPEN_ABOVE_PX.y;
  }

  function entries() {
    const answer = atlas.answerInView();
    const isDense = atlas.isDense();
    const spots = isDense ? [] : [...answer.incidents.map(countsOf), ...answer.clusters];
    const types = atlas.sumCounts([...spots, ...answer.areas], "types");
    const symbols = atlas.sumCounts(spots, "symbols");
    if (answer.areas.length) symbols.area = 1;
    const colours = [
      ...(isDense ? squareEntries(atlas.shown.density) : []),
      ...atlas.areaEntries(),
      ...atlas.config.types
        .filter(({ key }) => types[key])
        .map(({ key, label }) => atlas.legendEntry(`swatch type-${key}`, label)),
    ];
    const shapes = [
      ...atlas.config.symbols
        .filter(({ key }) => symbols[key])
        .map(({ key, label }) => atlas.legendEntry(`sample sample-${key}`, label)),
      ...(isDense || !spots.length ? [] : sizeEntries(answer)),
    ];
    const links = atlas.linkEntries();
    const isLong = colours.length + shapes.length + links.length > MAX_LINES;
    return [...colours, ...(isLong ? [folded(shapes)] : shapes), ...links];
  }

  // A long legend would cover marks: what symbols and sizes stand for is a click away, and stays open once it is.
  let isUnfolded = false;
  function folded(lines) {
    const details = atlas.element("details", "legend-more");
    details.open = isUnfolded;
    details.addEventListener("toggle", () => details.isConnected && (isUnfolded = details.open));
    details.append(atlas.element("summary", "", "Places and sizes"), ...lines);
    return details;
  }

  function countsOf({ type, symbol }) {
    return { types: { [type]: 1 }, symbols: { [symbol]: 1 } };
  }

  // How many were killed by size, an unknown number, a range, and what a cluster is, each only where it occurs.
  function sizeEntries({ incidents, clusters }) {
    const { tollRadii, radius } = atlas.tollSizes;
    const tolls = incidents.map(({ killed }) => killed);
    const most = Math.max(0, ...tolls.map(([low, best, high]) => high || best || low || 0));
    const samples = SAMPLE_TOLLS.filter((toll, at) => !at || most >= SAMPLE_TOLLS[at - 1]);
    const lines = [];
    if (most > 0) {
      const row = atlas.element("div", "entry toll-samples");
      row.append(
        atlas.element("span", "", "Killed"),
        ...samples.flatMap((toll) => [
          circleSample("toll-sample", radius(toll)),
          atlas.element("span", "", String(toll)),
        ]),
      );
      lines.push(row);
    }
    if (tolls.some((toll) => tollRadii(toll).isUnknown))
      lines.push(atlas.legendEntry("sample sample-unknown", "Number killed not stated"));
    if (tolls.some((toll) => tollRadii(toll).ring && !tollRadii(toll).isUnknown))
      lines.push(atlas.legendEntry("sample sample-range", "Killed: low and high number"));
    if (clusters.length || document.querySelector(".cluster"))
      lines.push(atlas.legendEntry("sample sample-cluster", "Several incidents, by type"));
    return lines;
  }

  function circleSample(className, radius) {
    const sample = atlas.element("span", className);
    sample.style.width = sample.style.height = `${2 * radius}px`;
    return sample;
  }

  // Only the classes that occur in the squares of the view.
  function squareEntries({ labels, colours }) {
    const occurring = atlas.squareClasses();
    const lines = labels.map((label, number) => {
      const line = atlas.legendEntry("square", label);
      line.firstChild.style.setProperty("--light", colours.light[number]);
      line.firstChild.style.setProperty("--dark", colours.dark[number]);
      return line;
    });
    return [
      atlas.element("div", "quiet", "Incidents in a square"),
      ...lines.filter((_, number) => occurring.has(number)),
    ];
  }

  atlas.legendEntry = function (className, text) {
    const line = atlas.element("div", "entry");
    line.append(atlas.element("span", className), atlas.element("span", "", text));
    return line;
  };
})(window.Faultline);
