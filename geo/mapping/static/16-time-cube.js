// The cube of a view: how many incidents of each type each cell and area has in any window of bins. It comes as bytes, which
// geo/mapping/time_properties.py describes. No page is needed for this.
(function (atlas) {
  const ESCAPE = 255;

  // The cube of these bytes; throws an Error where they are none.
  function decode(buffer) {
    const view = new DataView(buffer);
    const length = view.getUint32(0, true);
    const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
    const reader = readerOf(view, 4 + length);
    const [cells, areas] = [header.cells, header.areas].map((places) => readCounts(reader, header, places.length));
    if (reader.position !== buffer.byteLength) throw new Error("The cube has another length than it says.");
    return { ...header, cellCounts: cells, areaCounts: areas };
  }

  function readerOf(view, start) {
    const reader = { position: start };
    // So many numbers of a byte each, with the large ones from behind them.
    reader.next = (number) => {
      const small = new Uint8Array(view.buffer, reader.position, number);
      const numbers = Uint32Array.from(small);
      reader.position += number;
      for (let at = small.indexOf(ESCAPE); at >= 0; at = small.indexOf(ESCAPE, at + 1)) {
        numbers[at] = view.getUint32(reader.position, true);
        reader.position += 4;
      }
      return numbers;
    };
    return reader;
  }

  // Running sums of those that begin and end, by type, place and bin.
  function readCounts(reader, { types, edges }, nPlaces) {
    const nBins = Math.max(edges.length - 1, 0);
    const starts = reader.next(types.length * nPlaces * nBins);
    const changes = reader.next(starts.length);
    const row = nBins + 1;
    const [startSums, endSums] = [0, 1].map(() => new Float64Array(types.length * nPlaces * row));
    for (let place = 0; place < types.length * nPlaces; place += 1) {
      for (let bin = 0; bin < nBins; bin += 1) {
        const from = place * nBins + bin;
        const to = place * row + bin;
        const change = changes[from] % 2 ? -(changes[from] + 1) / 2 : changes[from] / 2;
        startSums[to + 1] = startSums[to] + starts[from];
        endSums[to + 1] = endSums[to] + starts[from] + change;
      }
    }
    return { nPlaces, row, startSums, endSums };
  }

  // What each place has in a window, { place, count, types: { key: count } }; places without any are left out.
  function within({ types }, { nPlaces, row, startSums, endSums }, [first, last]) {
    const filled = [];
    for (let place = 0; place < nPlaces; place += 1) {
      const counts = {};
      let count = 0;
      types.forEach((key, type) => {
        const start = (type * nPlaces + place) * row;
        const number = startSums[start + last + 1] - endSums[start + first];
        if (!number) return;
        counts[key] = (counts[key] || 0) + number;
        count += number;
      });
      if (count) filled.push({ place, count, types: counts });
    }
    return filled;
  }

  atlas.timeCube = { decode, within };
})(window.Faultline);
