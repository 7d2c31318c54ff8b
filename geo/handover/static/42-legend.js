// What the symbols of the map mean, over its corner; only those that the file has.
(function (atlas) {
  const SAMPLE = { type: "unstated", killed: [2, 2, 2] };

  function sample(symbol) {
    const canvas = atlas.element("canvas", "sample");
    canvas.width = canvas.height = 44;
    canvas.setAttribute("aria-hidden", "true");
    paintSample(canvas, symbol);
    return canvas;
  }

  function paintSample(canvas, symbol) {
    const context = canvas.getContext("2d");
    context.clearRect(0, 0, 44, 44);
    context.save();
    context.translate(22, 22);
    context.scale(2, 2);
    if (symbol === "area") paintHatching(context);
    else atlas.markPainter.paintMark(context, { ...SAMPLE, symbol }, atlas.map.look());
    context.restore();
  }

  function paintHatching(context) {
    context.beginPath();
    context.rect(-9, -7, 18, 14);
    context.clip();
    context.rotate(Math.PI / 4);
    context.strokeStyle = atlas.map.look().types.unstated;
    context.lineWidth = 2;
    for (let x = -14; x <= 14; x += 5.5) {
      context.beginPath();
      context.moveTo(x, -14);
      context.lineTo(x, 14);
      context.stroke();
    }
  }

  atlas.setUpLegend = function () {
    const legend = atlas.element("details", "legend");
    legend.open = window.innerWidth > 900;
    legend.append(atlas.element("summary", "", "How places are known"));
    const list = atlas.element("ul");
    const samples = [];
    atlas.data.symbols
      .filter(({ key }) => atlas.rows.some(({ symbol, longitude }) => symbol === key && longitude !== null))
      .forEach(({ key, label }) => {
        const item = atlas.element("li");
        const canvas = sample(key);
        samples.push([canvas, key]);
        item.append(canvas, atlas.element("span", "", label));
        list.append(item);
      });
    legend.append(
      list,
      atlas.element(
        "p",
        "quiet",
        "A mark grows with the number killed; a ring shows the highest number. A dotted ring: not stated.",
      ),
    );
    atlas.map.element().append(legend);
    atlas.repaintLegend = () => samples.forEach(([canvas, key]) => paintSample(canvas, key));
  };
})(window.Faultline);
