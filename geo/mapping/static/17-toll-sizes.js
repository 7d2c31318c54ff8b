// How large a mark is by the number killed: its area grows with the number. No page is needed for this.
(function (atlas) {
  const NONE_PX = 5; // the radius of a mark where nobody was killed; sizes were chosen by eye at zoom 5 and 9
  const ROOT_PX = 1.35; // more for each root of a person killed
  const MOST_PX = 20; // reached at 124 killed: a massacre must not hide a province
  const UNKNOWN_PX = 4.5;
  const OPEN_RING_PX = 8; // around a mark where nobody says how many
  const CLUSTER_PX = 11; // the radius of a cluster of two, which holds its number
  const TENFOLD_PX = 4; // more for each factor of ten
  const LARGEST_CLUSTER_PX = 32;

  function radius(killed) {
    return Math.min(NONE_PX + ROOT_PX * Math.sqrt(killed), MOST_PX);
  }

  // Of { low, best, high }, each null where unknown: the radius of the solid mark, and of the ring for the high number.
  function tollRadii([low, best, high]) {
    const least = low === null ? best : low;
    if (least === null && high === null) return { solid: UNKNOWN_PX, ring: OPEN_RING_PX, isUnknown: true };
    const solid = least === null ? UNKNOWN_PX : radius(least);
    const most = high === null ? best : high;
    const ring = most !== null && (least === null || most > least) ? Math.max(radius(most), solid + 2) : null;
    return { solid, ring, isUnknown: false };
  }

  function clusterRadius(count) {
    return Math.min(CLUSTER_PX + TENFOLD_PX * Math.log10(count / 2), LARGEST_CLUSTER_PX);
  }

  // The killed of several incidents, each [low, best, high], as the server adds them up: low, best, high, and how many give
  // no number; and how many have no upper end.
  function sumOf(tolls) {
    const sums = [0, 0, 0, 0, 0];
    tolls.forEach(([low, best, high]) => {
      sums[0] += low || 0;
      sums[1] += best || 0;
      sums[2] += Math.max(high || 0, best || 0);
      sums[3] += low === null && high === null ? 1 : 0;
      sums[4] += low !== null && high === null ? 1 : 0;
    });
    return sums;
  }

  atlas.tollSizes = { sumOf, radius, tollRadii, clusterRadius };
})(window.Faultline);
