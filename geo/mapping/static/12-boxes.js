// Boxes on the screen ({ left, top, right, bottom }, pixels): which overlap, and where there is room for one more.
(function (atlas) {
  function overlaps(box, other) {
    return box.left < other.right && box.right > other.left && box.top < other.bottom && box.bottom > other.top;
  }

  // The box around a circle.
  function around({ x, y, radius }) {
    return { left: x - radius, right: x + radius, top: y - radius, bottom: y + radius };
  }

  function moved({ left, right, top, bottom }, { x, y }) {
    return { left: left + x, right: right + x, top: top + y, bottom: bottom + y };
  }

  // How far a box has to move down to lie on none of the others.
  function shiftBelow(box, others) {
    const inTheWay = (shift) => {
      const lower = moved(box, { x: 0, y: shift });
      return others.find((other) => overlaps(lower, other));
    };
    let shift = 0;
    for (let other = inTheWay(0); other; other = inTheWay(shift)) shift = other.bottom - box.top + 1;
    return shift;
  }

  // The items, in their order, whose boxes overlap that of none before them.
  function withoutOverlap(items, boxOf) {
    const boxes = [];
    return items.filter((item) => {
      const box = boxOf(item);
      if (boxes.some((other) => overlaps(box, other))) return false;
      boxes.push(box);
      return true;
    });
  }

  atlas.boxes = { around, moved, overlaps, shiftBelow, withoutOverlap };
})(window.Faultline);
