// Longitudes on a map that goes on past ±180: the copy of the world that a mark belongs to. No page is needed for this.
(function (atlas) {
  const FULL_TURN = 360;

  // The same meridian within half a turn of another.
  function nearest(longitude, centre) {
    return longitude + FULL_TURN * Math.round((centre - longitude) / FULL_TURN);
  }

  // The longitude from -180 to 180.
  function wrap(longitude) {
    return nearest(longitude, 0);
  }

  atlas.longitudes = { nearest, wrap };
  // Where a mark is drawn, so that both sides of the antimeridian are in one view; again after faultline:turned.
  atlas.nearestLongitude = (longitude) => nearest(longitude, atlas.map.getCenter().lng);
})(window.Faultline);
