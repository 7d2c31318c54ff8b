// The links between incidents: asked for where the selection has any, those of a view where it has many; a layer of choice.
(function (atlas) {
  const WAIT_MS = 250; // after a move, before the server is asked; by judgement
  const LABEL = "Links between incidents";

  const choice = L.layerGroup(); // is on the map while links are wanted
  choice.addressName = "links";
  let answer = null; // of the server
  let address = ""; // of what was asked for last
  let controller = null;
  let waiting = 0;

  // Before the controls, which list the layers.
  atlas.offerLinks = function () {
    atlas.overlays[LABEL] = choice.addTo(atlas.map);
  };

  atlas.setUpLinks = function (map) {
    atlas.setUpLinkArcs(map);
    atlas.setUpUnplaced(map);
    atlas.setUpChainList(map);
    ["add", "remove"].forEach((kind) => choice.on(kind, changed));
    map.on("faultline:shown", ask);
    map.on("moveend", () => {
      clearTimeout(waiting);
      if (answer && !answer.is_whole) waiting = setTimeout(ask, WAIT_MS);
    });
  };

  // The links as they are to be drawn now; null where there are none, or the layer is off.
  atlas.linksShown = function () {
    const { shown, map } = atlas;
    const isWanted = shown && !shown.areas && map.hasLayer(choice) && !atlas.isDense();
    return isWanted && answer && answer.links.length ? answer : null;
  };

  // Whether the selection is one chain, whose incidents are numbered in order of date.
  atlas.isChain = () => Boolean(atlas.shown) && new URLSearchParams(atlas.shown.query).has("chain");
  atlas.chainAnswer = () => (atlas.isChain() ? answer : null);

  // The numbers of the links both of whose ends lie in the days that are drawn.
  atlas.linksOfDays = function () {
    const days = atlas.drawnDays();
    const isIn = (number) => atlas.days.overlapsWindow(answer.incidents[number].days, days);
    return answer.links.filter(({ from, to }) => !days || (isIn(from) && isIn(to)));
  };

  // One chain is asked for as it is selected; other links of all days, so that a window can be moved without a request.
  function addressNow() {
    const query = new URLSearchParams(atlas.shown.query);
    if (!atlas.isChain()) ["from", "to"].forEach((name) => query.delete(name));
    query.set("v", atlas.shown.version);
    if (!answer || answer.is_whole) return `/api/links.json?${query}`;
    const path = atlas.addressOfView("/api/links.json", query);
    return path.replace(/&zoom=[^&]*/, "");
  }

  let query = "";
  function ask() {
    const { shown } = atlas;
    const key = `${shown.query} ${shown.version}`;
    if (key !== query) [query, answer, address] = [key, null, ""];
    if (!shown.links && !atlas.isChain()) return changed();
    const next = addressNow();
    if (next === address) return changed();
    if (controller) controller.abort();
    const current = new AbortController();
    [address, controller] = [next, current];
    atlas
      .fetchJson(next, { signal: current.signal })
      .then((links) => {
        if (controller !== current) return;
        atlas.clearFailure("links");
        const isFirst = !answer;
        answer = links;
        changed();
        if (isFirst && !links.is_whole) ask();
      })
      .catch((error) => {
        if (controller !== current) return;
        address = ""; // the next move asks again
        atlas.showFailure("links", "The links could not be loaded; the incidents stand.", error, ask);
      });
    return changed();
  }

  function changed() {
    atlas.map.fire("faultline:chain");
    atlas.drawLinks();
  }
})(window.Faultline);
