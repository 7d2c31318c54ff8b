// The grid of squares that count incidents: which square of which tile a pixel of the world lies in.
(function (atlas) {
  const TILE_PX = 256;

  // Squares across a tile at a zoom, as the server draws them: finer from `close_zoom` on.
  function squaresAcross({ depths, close_zoom: closeZoom }, zoom) {
    return 2 ** depths[zoom >= closeZoom ? 1 : 0];
  }

  // The tile [x, y] and, in it, the square [column, row] of a point { x, y } in pixels of the world at a zoom.
  function squareAt(point, across) {
    const [column, row] = [point.x, point.y].map((pixel) => Math.floor((pixel * across) / TILE_PX));
    return {
      tile: [Math.floor(column / across), Math.floor(row / across)],
      square: [column % across, row % across],
    };
  }

  // How many incidents a tile's list [[column, row, count], …] counts in a square; 0 where it is not listed.
  function countIn(squares, [column, row]) {
    const match = squares.find(([otherColumn, otherRow]) => otherColumn === column && otherRow === row);
    return match ? match[2] : 0;
  }

  atlas.squares = { TILE_PX, squaresAcross, squareAt, countIn };
})(window.Faultline);
