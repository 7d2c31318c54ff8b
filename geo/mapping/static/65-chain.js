// The chain of the open incident, under the strip: a card an incident in order of date, what answers what between them.
(function (atlas) {
  const SVG = "http://www.w3.org/2000/svg";
  const LEADERS_PX = 24; // by judgement: enough for lines to fan out from one day
  const ARCS_PX = 18;
  let shown = null; // the cards and the lines between them

  atlas.setUpChain = function (map) {
    const box = atlas.screen.chain;
    box.setAttribute("aria-label", "What the open incident is linked to");
    box.hidden = true;
    map.on("faultline:incident", ({ record }) => showChain(box, record));
    map.on("faultline:strip faultline:theme", draw);
    map.on("faultline:hover", ({ id }) => markCard(id));
    new ResizeObserver(draw).observe(box);
  };

  function showChain(box, record) {
    const entries = (record && record.chain) || [];
    const hadFocus = box.contains(document.activeElement);
    box.replaceChildren();
    box.hidden = entries.length < 2;
    shown = null;
    if (box.hidden) return;
    const list = atlas.element("ol", "chain-cards");
    const cards = entries.map(cardOf);
    list.append(...cards.map(({ item }) => item));
    const [leaders, arcs] = [drawing("chain-leaders", LEADERS_PX), drawing("chain-arcs", ARCS_PX)];
    box.append(headingOf(entries, record.chain_note), leaders, list, arcs);
    shown = { box, entries, list, cards, leaders, arcs };
    list.addEventListener("scroll", () => requestAnimationFrame(draw), { passive: true });
    showCurrent(hadFocus);
    draw();
  }

  function headingOf(entries, note) {
    const heading = atlas.element("p", "chain-heading");
    const undated = entries.filter(({ days }) => !days[0]).length;
    const parts = [
      `${atlas.phrases.countOf(entries.length, "linked incident")} in order of date`,
      undated && `${undated.toLocaleString("en")} without a date`,
      note,
    ];
    heading.append(atlas.element("b", "", "Chain"), ` ${parts.filter(Boolean).join(" · ")}`);
    return heading;
  }

  function cardOf(entry) {
    const item = atlas.element("li");
    const button = atlas.element("button", `chain-card type-${entry.type}`);
    button.type = "button";
    if (entry.is_current) button.setAttribute("aria-current", "true");
    const [title, relation] = [
      atlas.element("bdi", "chain-title", entry.title),
      atlas.element("span", "chain-relation"),
    ];
    relation.append(atlas.element("bdi", "", entry.is_current ? "this incident" : entry.relation));
    button.append(atlas.element("span", "chain-date", entry.date), title, relation);
    button.title = `${entry.title}\n${entry.relation}`;
    button.addEventListener("click", () => atlas.openIncident(entry.id));
    const point = (id) => () => atlas.map.fire("faultline:hover", { id });
    ["mouseenter", "focus"].forEach((kind) => button.addEventListener(kind, point(entry.id)));
    ["mouseleave", "blur"].forEach((kind) => button.addEventListener(kind, point(null)));
    item.append(button);
    return { item, button };
  }

  // The current card in the middle; the page itself must not scroll to it.
  function showCurrent(hadFocus) {
    const { entries, list, cards } = shown;
    const { item, button } = cards[entries.findIndex((entry) => entry.is_current)] || cards[0];
    list.scrollLeft = item.offsetLeft + item.offsetWidth / 2 - list.clientWidth / 2;
    if (hadFocus) button.focus({ preventScroll: true });
  }

  function markCard(id) {
    if (!shown) return;
    shown.cards.forEach(({ button }, number) => {
      button.classList.toggle("is-pointed", shown.entries[number].id === id);
    });
  }

  function drawing(className, height) {
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("class", className);
    svg.setAttribute("height", height);
    svg.setAttribute("aria-hidden", "true");
    return svg;
  }

  function draw() {
    if (!shown || !shown.box.isConnected) return;
    const { box, entries, cards, leaders, arcs } = shown;
    const left = box.getBoundingClientRect().left;
    const middles = cards.map(({ item }) => {
      const edges = item.getBoundingClientRect();
      return (edges.left + edges.right) / 2 - left;
    });
    leaders.replaceChildren(...entries.flatMap((entry, number) => leaderOf(entry, middles[number])));
    arcs.replaceChildren(...atlas.chainArcs(entries).map((arc) => arcOf(arc, middles)));
  }

  // From the incident's place on the strip's time axis down to its card; none where the axis does not have it.
  function leaderOf(entry, middle) {
    const x = axisPosition(entry.days);
    if (x === null) return [];
    const bend = LEADERS_PX / 2;
    const line = path(`M${x},4C${x},${bend + 4} ${middle},${bend - 4} ${middle},${LEADERS_PX}`, `type-${entry.type}`);
    const point = document.createElementNS(SVG, "circle");
    Object.entries({ cx: x, cy: 4, r: entry.is_current ? 4 : 3, class: `type-${entry.type}` }).forEach(
      ([name, value]) => point.setAttribute(name, value),
    );
    [line, point].forEach((node) => node.classList.toggle("is-current", entry.is_current));
    return [line, point];
  }

  function axisPosition([first, last]) {
    if (!first || !atlas.strip || !atlas.strip.xOfDay) return null;
    const x = atlas.strip.xOfDay((atlas.days.dayNumber(first) + atlas.days.dayNumber(last)) / 2);
    return x !== null && x >= 0 && x <= atlas.screen.strip.clientWidth ? x : null;
  }

  // An arc from the earlier incident to the later one, with a tip where it ends; none where neither is the later one.
  function arcOf({ earlier, later, isDirected, isCurrent }, middles) {
    const [start, end] = [middles[earlier], middles[later]];
    const depth = Math.min(ARCS_PX - 3, 8 + Math.abs(end - start) / 40);
    const tip = isDirected ? `6M${end - 3},6L${end},1L${end + 3},6` : "0";
    const arc = path(`M${start},0C${start},${depth} ${end},${depth} ${end},${tip}`, "chain-arc");
    arc.classList.toggle("is-current", isCurrent);
    return arc;
  }

  function path(d, className) {
    const node = document.createElementNS(SVG, "path");
    node.setAttribute("d", d);
    node.setAttribute("class", className);
    return node;
  }

  // Which cards answer which, by number, each pair once; those of the current one last, to lie on top.
  atlas.chainArcs = function (entries) {
    const numbers = new Map(entries.map((entry, number) => [entry.id, number]));
    const pairs = entries.flatMap(({ links }, later) =>
      [...new Set(links.map(({ id }) => numbers.get(id)))]
        .filter((earlier) => earlier !== undefined)
        .map((earlier) => ({
          earlier,
          later,
          isDirected: links.some(({ id, is_mutual: isMutual }) => numbers.get(id) === earlier && !isMutual),
          isCurrent: entries[later].is_current || entries[earlier].is_current,
        })),
    );
    return pairs.sort((pair, other) => pair.isCurrent - other.isCurrent);
  };
})(window.Faultline);
