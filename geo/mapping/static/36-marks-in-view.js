// What is in view decides how it is drawn: a small selection comes with the page, of a larger one the server tells what a view holds.
(function (atlas) {
  const WAIT_MS = 120; // after a move, before the server is asked; by judgement
  const EDGE_PX = 128; // the view is asked for in steps of this, so that a small pan asks nothing and answers can be kept
  const MAX_LATITUDE = 85.06; // of Web Mercator

  let waiting = 0;
  let request = null; // { address, controller } of what is being fetched
  let drawnAddress = null;
  let lastAnswer = { incidents: [], clusters: [], areas: [] }; // what is drawn of a selection that the server knows

  atlas.setUpMarksInView = function (map) {
    atlas.setUpIncidentAreas(map);
    atlas.setUpMarks(map);
    map.on("moveend", () => atlas.shown && !atlas.shown.incidents && !atlas.movingMarks.isMoving() && askSoon());
  };

  // The query of what is drawn: the selection's, with the window of days where one is played.
  atlas.drawnQuery = function () {
    const query = new URLSearchParams(atlas.shown.query);
    const days = atlas.playWindow();
    if (days) {
      query.set("from", days[0]);
      query.set("to", days[1]);
    }
    return query;
  };

  // The first and last day of what is drawn, each may be null, or null where all days are.
  atlas.drawnDays = () => atlas.playWindow() || (atlas.shown.time && atlas.shown.time.window);

  // The incidents of a small selection that are drawn: those that came with the page are of all days.
  atlas.incidentsDrawn = function () {
    const days = atlas.drawnDays();
    return atlas.shown.incidents.filter((incident) => atlas.days.overlapsWindow(incident.days, days));
  };

  // Draw the selection, or what of it lies in the window of days that is played.
  atlas.drawIncidents = function () {
    clearTimeout(waiting);
    if (!atlas.shown.incidents) return whenStyled(ask);
    stopAsking();
    const incidents = atlas.incidentsDrawn();
    draw({ incidents: incidents.filter((incident) => !incident.shape), clusters: [], areas: atlas.areasOf(incidents) });
  };

  // Squares take the place of marks while that layer is on.
  atlas.redrawMarks = () => draw(lastAnswer);

  function draw(answer) {
    lastAnswer = answer;
    const isHidden = atlas.isDense();
    atlas.drawMarks(isHidden ? [] : answer.incidents, isHidden ? [] : answer.clusters);
    atlas.drawIncidentAreas(answer.areas);
    atlas.map.fire("faultline:drawn", answer);
  }
  atlas.answerInView = () => lastAnswer;

  // The areas of a small selection, with those of their incidents that are drawn.
  atlas.areasOf = function (incidents) {
    return atlas.shown.incident_areas
      .map((area) => ({ ...area, incidents: incidents.filter((incident) => incident.shape === area.area_id) }))
      .filter((area) => area.incidents.length)
      .map((area) => ({ ...area, ...sumsOf(area.incidents) }));
  };
  function sumsOf(incidents) {
    const killed = atlas.tollSizes.sumOf(incidents.map((incident) => incident.killed));
    return { count: incidents.length, types: typesOf(incidents), killed };
  }
  function typesOf(incidents) {
    const types = {};
    incidents.forEach(({ type }) => (types[type] = (types[type] || 0) + 1));
    return types;
  }

  function askSoon() {
    clearTimeout(waiting);
    waiting = setTimeout(ask, WAIT_MS);
  }

  function stopAsking() {
    if (request) request.controller.abort();
    request = null;
    drawnAddress = null;
  }

  // The old marks stay until the new ones have come.
  function ask() {
    if (!atlas.shown || atlas.shown.incidents) return;
    const address = atlas.addressOfView("/api/clusters.json", atlas.drawnQuery());
    if (request ? request.address === address : drawnAddress === address) {
      if (!request) atlas.map.fire("faultline:drawn", lastAnswer);
      return;
    }
    if (request) request.controller.abort();
    const current = { address, controller: new AbortController() };
    request = current;
    atlas
      .fetchJson(address, { signal: current.controller.signal })
      .then((answer) => {
        if (request !== current) return;
        [request, drawnAddress] = [null, address];
        atlas.clearFailure("marks");
        draw(answer);
      })
      .catch((error) => {
        if (request !== current) return;
        request = null;
        atlas.showFailure(
          "marks",
          "The incidents could not be loaded; those that are drawn are of before.",
          error,
          ask,
        );
        atlas.map.fire("faultline:drawn", lastAnswer);
      });
  }

  // The request for what a query has in view, at the zoom of the map or some levels closer.
  atlas.addressOfView = function (path, query, closer = 0) {
    query.set("view", viewInSteps().join(","));
    query.set("zoom", Math.round(atlas.map.getZoom()) + closer);
    query.set("v", atlas.shown.version);
    return `${path}?${query}`;
  };

  // West, south, east and north of the view, in degrees, on the grid of EDGE_PX at the nearest whole zoom.
  function viewInSteps() {
    const zoom = Math.round(atlas.map.getZoom());
    const bounds = atlas.map.getBounds();
    const step = (pixels, round) => round(pixels / EDGE_PX) * EDGE_PX;
    const low = atlas.map.project(bounds.getNorthWest(), zoom);
    const high = atlas.map.project(bounds.getSouthEast(), zoom);
    const northWest = atlas.map.unproject([step(low.x, Math.floor), step(low.y, Math.floor)], zoom);
    const southEast = atlas.map.unproject([step(high.x, Math.ceil), step(high.y, Math.ceil)], zoom);
    const [south, north] = [southEast.lat, northWest.lat].map((edge) =>
      Math.max(-MAX_LATITUDE, Math.min(MAX_LATITUDE, edge)),
    );
    // A map that was dragged around the world shows the same as before.
    const turned = atlas.longitudes.wrap(northWest.lng) - northWest.lng;
    return [northWest.lng + turned, south, southEast.lng + turned, north].map((edge) => Number(edge.toFixed(5)));
  }

  // st_folium asks for the style after the scripts; the map is fitted only then, and the view is known.
  function whenStyled(callback) {
    if (getComputedStyle(document.documentElement).getPropertyValue("--sea")) waiting = setTimeout(callback, 0);
    else requestAnimationFrame(() => whenStyled(callback));
  }
})(window.Faultline);
