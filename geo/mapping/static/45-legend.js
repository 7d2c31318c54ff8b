// The legend: what is drawn of the selection, and nothing else.
(function (atlas) {
  const OPEN_ABOVE_PX = 600; // width of the window, below which the legend starts closed; chosen by eye

  atlas.addLegend = function (map) {
    const control = L.control({ position: "bottomright" });
    const box = atlas.element("details", "legend");
    const body = atlas.element("div");
    box.open = window.innerWidth > OPEN_ABOVE_PX;
    box.append(atlas.element("summary", "", "Legend"), body);
    control.onAdd = () => box;
    L.DomEvent.disableClickPropagation(box);
    L.DomEvent.disableScrollPropagation(box);
    map.on("faultline:shown", () => {
      const occurs = (key, value) => atlas.shown.incidents.some((incident) => incident[key] === value);
      const types = atlas.config.types.filter((type) => occurs("type", type.key));
      const symbols = atlas.config.symbols.filter((symbol) => occurs("symbol", symbol.key));
      const squares = atlas.shown.density ? squareEntries(atlas.shown.density) : [];
      body.replaceChildren(
        ...squares,
        ...atlas.areaEntries(),
        ...types.map((type) => atlas.legendEntry(`swatch type-${type.key}`, type.label)),
        ...symbols.map((symbol) => atlas.legendEntry(`sample sample-${symbol.key}`, symbol.label)),
      );
    });
    control.addTo(map);
  };

  function squareEntries({ labels, colours }) {
    const lines = labels.map((label, number) => {
      const line = atlas.legendEntry("square", label);
      line.firstChild.style.setProperty("--light", colours.light[number]);
      line.firstChild.style.setProperty("--dark", colours.dark[number]);
      return line;
    });
    return [atlas.element("div", "quiet", "Incidents in a square"), ...lines];
  }

  atlas.legendEntry = function (className, text) {
    const line = atlas.element("div", "entry");
    line.append(atlas.element("span", className), atlas.element("span", "", text));
    return line;
  };
})(window.Faultline);
