// Marks on the screen that would lie on each other become one: no page is needed for this.
// A mark has a position { x, y } in pixels, a `count`, a `key`, and whatever else its owner wants to know again.
(function (atlas) {
  const GAP_PX = 1; // between two marks
  const CELL_PX = 80; // wider than two of the largest marks: overlapping ones lie in neighbouring cells

  function groupOf(members, radiusOf) {
    const count = members.reduce((sum, mark) => sum + mark.count, 0);
    const mean = (axis) => members.reduce((sum, mark) => sum + mark[axis] * mark.count, 0) / count;
    const group = { members, count, key: members[0].key, x: mean("x"), y: mean("y") };
    return { ...group, radius: radiusOf(group) };
  }

  // The largest first, and equal ones in the order of their keys, so that the same marks always group alike.
  function byWeight(group, other) {
    return other.count - group.count || (group.key < other.key ? -1 : 1);
  }

  function touches(group, other) {
    const reach = group.radius + other.radius + GAP_PX;
    return (group.x - other.x) ** 2 + (group.y - other.y) ** 2 < reach ** 2;
  }

  const cellOf = ({ x, y }) => [Math.floor(x / CELL_PX), Math.floor(y / CELL_PX)];

  // Groups on a grid, to look among neighbours only.
  function grid() {
    const cells = new Map();
    return {
      add(group) {
        const key = cellOf(group).join();
        if (!cells.has(key)) cells.set(key, []);
        cells.get(key).push(group);
      },
      firstTouching(group) {
        const [column, row] = cellOf(group);
        for (let across = -1; across <= 1; across += 1)
          for (let down = -1; down <= 1; down += 1) {
            const other = (cells.get([column + across, row + down].join()) || []).find((each) => touches(group, each));
            if (other) return other;
          }
        return null;
      },
    };
  }

  // Marks as groups of which no two touch. `radiusOf` tells how large a group of members is drawn, at most CELL_PX / 2.
  function groupMarks(marks, radiusOf) {
    let groups = marks.map((mark) => groupOf([mark], radiusOf));
    for (;;) {
      const placed = grid();
      const merged = [];
      groups.sort(byWeight).forEach((each) => {
        const other = placed.firstTouching(each);
        if (other) {
          other.members = [...other.members, ...each.members];
        } else {
          placed.add(each);
          merged.push(each);
        }
      });
      if (merged.length === groups.length) return groups;
      groups = merged.map(({ members }) => groupOf(members, radiusOf));
    }
  }

  // How many times the map has to double its scale until a group comes apart; null where it does not by `most`.
  function doublingsToPart(members, radiusOf, most) {
    for (let doublings = 1; doublings <= most; doublings += 1) {
      const scaled = members.map((mark) => ({ ...mark, x: mark.x * 2 ** doublings, y: mark.y * 2 ** doublings }));
      if (groupMarks(scaled, radiusOf).length > 1) return doublings;
    }
    return null;
  }

  atlas.clustering = { group: groupMarks, doublingsToPart };
})(window.Faultline);
