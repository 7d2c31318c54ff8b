// Where things stand on the screen: Web Mercator as a square of sides 1, its middle and its zoom. No page is needed.
(function (atlas) {
  const TILE_PX = 256; // the square's side at zoom 0
  const MIN_ZOOM = 0.5;
  const MAX_ZOOM = 12; // the outlines in the file are no finer
  const MAX_LATITUDE = 85.05;
  const EARTH_KM = 40_075.017;

  function project(longitude, latitude) {
    const sine = Math.sin((Math.max(-MAX_LATITUDE, Math.min(MAX_LATITUDE, latitude)) * Math.PI) / 180);
    return [longitude / 360 + 0.5, 0.5 - Math.atanh(sine) / (2 * Math.PI)];
  }

  const latitudeOf = (y) => (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI;
  const worldPx = (zoom) => TILE_PX * 2 ** zoom;
  const clampZoom = (zoom) => Math.max(MIN_ZOOM, Math.min(MAX_ZOOM, zoom));

  // The turn of the world, in whole ones, that brings x nearest to the middle of a view.
  const turnOf = (x, view) => Math.round(view.x - x);

  function toScreen([x, y], view, [width, height]) {
    const px = worldPx(view.zoom);
    return [(x + turnOf(x, view) - view.x) * px + width / 2, (y - view.y) * px + height / 2];
  }

  function fromScreen([left, top], view, [width, height]) {
    const px = worldPx(view.zoom);
    return [view.x + (left - width / 2) / px, view.y + (top - height / 2) / px];
  }

  // The view that holds west, south, east and north in degrees.
  function fit([west, south, east, north], [width, height], margin = 40) {
    const [left, bottom] = project(west, south);
    const [right, top] = project(east, north);
    const room = [Math.max(width - 2 * margin, 50), Math.max(height - 2 * margin, 50)];
    const scale = Math.min(room[0] / Math.max(right - left, 1e-6), room[1] / Math.max(bottom - top, 1e-6));
    return { x: (left + right) / 2, y: (top + bottom) / 2, zoom: clampZoom(Math.min(Math.log2(scale / TILE_PX), 9)) };
  }

  // A zoom that keeps the point under the pointer where it is.
  function zoomAround(view, zoom, at, size) {
    const [x, y] = fromScreen(at, view, size);
    const next = { ...view, zoom: clampZoom(zoom) };
    const [movedX, movedY] = fromScreen(at, next, size);
    return within({ ...next, x: next.x + x - movedX, y: next.y + y - movedY });
  }

  const within = (view) => ({ ...view, x: view.x - Math.floor(view.x), y: Math.max(0, Math.min(1, view.y)) });

  function kmToPx(km, latitude, zoom) {
    return (km / (EARTH_KM * Math.cos((latitude * Math.PI) / 180))) * worldPx(zoom);
  }

  atlas.projection = { project, latitudeOf, worldPx, toScreen, fromScreen, fit, zoomAround, within, kmToPx, turnOf };
})(window.Faultline);
