// The reader's own basemap: pictures from a file that the server reads. Its name and attribution are text.
(function (atlas) {
  const TILE_PX = 256;
  // Instead of a broken image. Not Leaflet's own blank one: a tile that shows that is taken for removed, and never fails.
  const BLANK_PICTURE = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'/%3E";
  const LABEL = "Own basemap: "; // so that no file takes the place of another layer

  atlas.setUpOwnBasemap = function (map) {
    const { own, own_problem: problem } = atlas.config;
    if (problem) atlas.notice(problem);
    if (!own) return;
    const tiles = new OwnTiles(own.url, {
      pane: "online",
      maxZoom: map.getMaxZoom(),
      maxNativeZoom: own.maxzoom,
      attribution: asHtml(own.attribution),
      errorTileUrl: BLANK_PICTURE,
    });
    tiles.addressName = "own";
    noticeFailure(tiles);
    noticeOutside(map, tiles, own);
    atlas.overlays[asHtml(LABEL + own.name)] = tiles;
  };

  // Tiles that the file cannot have are not asked for. Not by Leaflet's own options: with minZoom the layer could not
  // be chosen from afar, and bounds would hide it on the other side of the 180th meridian.
  const OwnTiles = L.TileLayer.extend({
    createTile(coords, done) {
      if (!isCovered(coords)) {
        const blank = atlas.element("div");
        requestAnimationFrame(() => done(null, blank));
        return blank;
      }
      const tile = L.TileLayer.prototype.createTile.call(this, coords, done);
      tile.dataset.address = tile.src;
      return tile;
    },
  });

  function isCovered({ x, y, z }) {
    const { minzoom, bounds } = atlas.config.own;
    if (z < minzoom) return false;
    const degrees = (column, row) => atlas.map.unproject([column * TILE_PX, row * TILE_PX], z);
    return !bounds || asBounds(bounds).intersects([degrees(x, y), degrees(x + 1, y + 1)]);
  }

  function asBounds([west, south, east, north]) {
    return L.latLngBounds([south, west], [north, east]);
  }

  // The bounds in the copy of the world that is nearest to the view.
  function nearBounds([west, south, east, north]) {
    const middle = (west + east) / 2;
    const turned = atlas.nearestLongitude(middle) - middle;
    return asBounds([west + turned, south, east + turned, north]);
  }

  // Leaflet writes the names and attributions of layers as HTML.
  function asHtml(text) {
    return atlas.element("span", "", text).innerHTML;
  }

  // A place that the file does not cover is answered with nothing, which an image takes for a failure.
  function noticeFailure(tiles) {
    let hasFailed = false;
    const fail = () => {
      if (hasFailed || !atlas.map.hasLayer(tiles)) return;
      hasFailed = true;
      atlas.notice("A part of your own basemap cannot be loaded; the built-in map stays beneath it.");
    };
    tiles.on("tileerror", ({ tile }) => {
      if (hasFailed) return;
      fetch(tile.dataset.address)
        .then((answer) => answer.status === 204 || fail())
        .catch(fail);
    });
    tiles.on("add", () => (hasFailed = false));
  }

  // What is turned on and not in view is as good as broken: a word, until it is in view.
  function noticeOutside(map, tiles, own) {
    let notice = null;
    const clear = () => {
      if (notice) notice.remove();
      notice = null;
    };
    tiles.on("add", () => {
      clear();
      // Without a selection the map has not gone yet to where it opens.
      const text = atlas.shown && describeOutside(map, own);
      if (text) notice = atlas.notice(text, { label: "Show it", run: () => goTo(map, own) });
    });
    tiles.on("remove", clear);
    map.on("moveend", () => describeOutside(map, own) || clear());
  }

  function describeOutside(map, { name, minzoom, bounds }) {
    if (Math.round(map.getZoom()) < minzoom) return `“${name}” has no pictures this far out.`;
    if (bounds && !map.getBounds().intersects(nearBounds(bounds))) return `“${name}” lies outside this view.`;
    return "";
  }

  function goTo(map, { minzoom, bounds }) {
    const box = bounds ? nearBounds(bounds) : map.getBounds();
    map.setView(box.getCenter(), Math.max(minzoom, Math.min(map.getBoundsZoom(box), map.getMaxZoom())));
  }
})(window.Faultline);
