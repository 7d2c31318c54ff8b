// Arcs between two points of the screen, { start, control, end } of a quadratic curve, in pixels. No page is needed for this.
(function (atlas) {
  const STEPS = 64; // in which the edge of what lies at an end is looked for; finer than a pixel of most arcs
  const HEAD_SHARE = 0.42; // half of the width of a head, by its length; chosen by eye

  const mix = (one, other, share) => ({ x: one.x + (other.x - one.x) * share, y: one.y + (other.y - one.y) * share });
  const distance = (one, other) => Math.hypot(one.x - other.x, one.y - other.y);

  function pointAt({ start, control, end }, share) {
    return mix(mix(start, control, share), mix(control, end, share), share);
  }

  // The same shape from one point to another: turned and made larger or smaller.
  function between(arc, start, end) {
    const [x, y] = [arc.end.x - arc.start.x, arc.end.y - arc.start.y];
    const length = x * x + y * y;
    if (!length) return bent(start, end, 0);
    const [toX, toY] = [end.x - start.x, end.y - start.y];
    const [scale, turn] = [(toX * x + toY * y) / length, (toY * x - toX * y) / length];
    const [across, down] = [arc.control.x - arc.start.x, arc.control.y - arc.start.y];
    return {
      start,
      control: { x: start.x + scale * across - turn * down, y: start.y + turn * across + scale * down },
      end,
    };
  }

  // An arc that bends to the left of its way by a share of its length.
  function bent(start, end, share) {
    const middle = mix(start, end, 0.5);
    const control = { x: middle.x + (end.y - start.y) * share, y: middle.y - (end.x - start.x) * share };
    return { start, control, end };
  }

  // Whether a point lies in a circle { x, y, radius } or a box { left, top, right, bottom }.
  function isIn(shape, point) {
    if (shape.radius !== undefined) return distance(shape, point) < shape.radius;
    return point.x > shape.left && point.x < shape.right && point.y > shape.top && point.y < shape.bottom;
  }

  // The part of an arc that lies outside of what is drawn at its ends; null where nothing is left. Each shape may be null.
  function trim(arc, atStart, atEnd) {
    const shares = [...Array(STEPS + 1).keys()].map((step) => step / STEPS);
    const first = atStart ? shares.find((share) => !isIn(atStart, pointAt(arc, share))) : 0;
    const last = atEnd ? shares.findLast((share) => !isIn(atEnd, pointAt(arc, share))) : 1;
    if (first === undefined || last === undefined || first >= last) return null;
    return part(arc, first, last);
  }

  // The piece of a quadratic curve between two shares is one itself; its control point is the curve's blossom at both.
  function part(arc, first, last) {
    const { start, control, end } = arc;
    const blossom = mix(mix(start, control, first), mix(control, end, first), last);
    return { start: pointAt(arc, first), control: blossom, end: pointAt(arc, last) };
  }

  const text = ({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`;
  function pathOf({ start, control, end }) {
    return `M${text(start)}Q${text(control)} ${text(end)}`;
  }

  // A filled tip at the end of an arc, in the direction in which it arrives.
  function headOf({ start, control, end }, size) {
    const from = distance(control, end) > 0.01 ? control : start;
    const length = distance(from, end) || 1;
    const [x, y] = [(end.x - from.x) / length, (end.y - from.y) / length];
    const base = { x: end.x - x * size, y: end.y - y * size };
    const half = size * HEAD_SHARE;
    const corners = [1, -1].map((side) => ({ x: base.x - y * half * side, y: base.y + x * half * side }));
    return `M${text(end)}L${text(corners[0])}L${text(corners[1])}Z`;
  }

  // Without its last pixels, which the head takes.
  function shorten(arc, length) {
    return trim(arc, null, { ...arc.end, radius: length }) || arc;
  }

  atlas.arcs = { pointAt, between, bent, isIn, trim, pathOf, headOf, shorten, distance };
})(window.Faultline);
