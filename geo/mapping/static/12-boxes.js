// Boxes on the screen ({ left, top, right, bottom }, pixels): which overlap, and where there is room for one more.
(function (atlas) {
  function overlaps(box, other) {
    return box.left < other.right && box.right > other.left && box.top < other.bottom && box.bottom > other.top;
  }

  // How far a box has to move down to lie on none of the others.
  function shiftBelow(box, others) {
    const inTheWay = (shift) => {
      const moved = { ...box, top: box.top + shift, bottom: box.bottom + shift };
      return others.find((other) => overlaps(moved, other));
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

  atlas.boxes = { overlaps, shiftBelow, withoutOverlap };
})(window.Faultline);
