// Marks are one stop for the Tab key: the arrow keys go from mark to mark, Enter and Space open one.
(function (atlas) {
  const NEXT = new Set(["ArrowRight", "ArrowDown"]);
  const PREVIOUS = new Set(["ArrowLeft", "ArrowUp"]);
  const ROW_PX = 40; // marks that lie no farther apart in height are read from left to right

  const stops = new Set();

  // The stops in the order in which one reads them, which a pan does not change.
  function inOrder() {
    const present = [...stops].filter((node) => node.isConnected && node.getClientRects().length);
    const boxes = new Map(present.map((node) => [node, node.getBoundingClientRect()]));
    const rows = [];
    present
      .sort((node, other) => boxes.get(node).top - boxes.get(other).top)
      .forEach((node) => {
        const row = rows[rows.length - 1];
        if (row && boxes.get(node).top - boxes.get(row[0]).top < ROW_PX) row.push(node);
        else rows.push([node]);
      });
    return rows.flatMap((row) => row.sort((node, other) => boxes.get(node).left - boxes.get(other).left));
  }

  function focusBeside(node, step) {
    const order = inOrder();
    const next = order[(order.indexOf(node) + step + order.length) % order.length];
    makeTheStop(next);
    next.focus({ preventScroll: true });
  }

  function makeTheStop(node) {
    stops.forEach((other) => (other.tabIndex = other === node ? 0 : -1));
  }

  // Make an element a stop; `run` opens it.
  function add(node, run) {
    stops.forEach((other) => other.isConnected || stops.delete(other));
    const isFirst = ![...stops].some((other) => other.tabIndex === 0);
    stops.add(node);
    node.tabIndex = isFirst ? 0 : -1;
    node.addEventListener("focus", () => makeTheStop(node));
    node.addEventListener("keydown", (event) => {
      const step = NEXT.has(event.key) ? 1 : PREVIOUS.has(event.key) ? -1 : 0;
      if (!step && event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      event.stopPropagation(); // the map would move by the arrow keys
      if (step) focusBeside(node, step);
      else run();
    });
  }

  // After marks have gone, one of those that are left is the stop.
  function refresh() {
    stops.forEach((node) => node.isConnected || stops.delete(node));
    if (![...stops].some((node) => node.tabIndex === 0)) makeTheStop(inOrder()[0]);
  }

  atlas.stops = { add, refresh };
})(window.Faultline);
