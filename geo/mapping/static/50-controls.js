// What surrounds the map: view, drawing, layers and notices.
(function (atlas) {
  const VIEW = "faultline-view"; // its name in the session's storage
  const KEEP_LEGEND_FREE_ABOVE_PX = 800; // width of the window; chosen by eye
  const CLOSEST_FIT_ZOOM = 9; // a town with what surrounds it

  let lastView = null; // the view when the page was left before this map was made
  atlas.setUpControls = function (map) {
    lastView = recallView();
    map.attributionControl.setPrefix("Leaflet");
    map.attributionControl.addAttribution(atlas.config.credit);
    L.control.layers(null, atlas.overlays, { position: "topright", collapsed: true }).addTo(map);
    L.control.scale({ position: "bottomleft" }).addTo(map);
    addFitButton(map);
    addDrawing(map);
    atlas.addLegend(map);
    map.on("moveend faultline:shown", rememberView);
    map.on("moveend faultline:shown", noticeOutside);
  };

  function addFitButton(map) {
    const control = L.control({ position: "topleft" });
    control.onAdd = () => {
      const bar = atlas.element("div", "leaflet-bar");
      const button = atlas.element("a", "fit");
      button.append(frameIcon());
      button.href = "#";
      button.title = "Fit the map to the selection";
      button.setAttribute("role", "button");
      button.setAttribute("aria-label", button.title);
      L.DomEvent.on(button, "click", (event) => {
        L.DomEvent.stop(event);
        fit();
      });
      bar.append(button);
      return bar;
    };
    control.addTo(map);
  }

  function frameIcon() {
    const space = "http://www.w3.org/2000/svg";
    const icon = document.createElementNS(space, "svg");
    icon.setAttribute("viewBox", "0 0 16 16");
    const path = icon.appendChild(document.createElementNS(space, "path"));
    path.setAttribute("d", "M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4");
    return icon;
  }

  function addDrawing(map) {
    const pen = { shapeOptions: { className: "drawn", weight: 2, fillOpacity: 0.05 } };
    const tools = {
      polygon: { ...pen, allowIntersection: false, showArea: false },
      rectangle: { ...pen, showArea: false },
    };
    const others = { polyline: false, circle: false, marker: false, circlemarker: false };
    L.drawLocal.draw.toolbar.buttons.polygon = "Draw an area to filter by";
    L.drawLocal.draw.toolbar.buttons.rectangle = "Draw a box to filter by";
    map.addControl(new L.Control.Draw({ position: "topleft", draw: { ...tools, ...others }, edit: false }));
    map.on("draw:created", ({ layer }) => {
      // st_folium reports a click on an incident as if it had been drawn; only these were.
      layer.feature = { type: "Feature", properties: { drawn: true } };
      window.drawnItems.addLayer(layer);
    });
  }

  // The area of the selection and the places that it names, drawn from the selection itself, so that clearing the filter clears it.
  atlas.drawSelectedArea = function (group, payload) {
    const options = { className: "selected-area", interactive: false, fill: false, weight: 2 };
    if (payload.ring)
      L.polygon(
        payload.ring.map(([longitude, latitude]) => [latitude, longitude]),
        options,
      ).addTo(group);
    const circle = ([longitude, latitude, km]) =>
      L.circle([latitude, longitude], { ...options, radius: km * 1000 }).addTo(group);
    if (payload.around) circle(payload.around);
    payload.places.forEach((place) =>
      place.outline ? L.geoJSON(place.outline, options).addTo(group) : circle(place.circle),
    );
  };

  function bounds() {
    const box = atlas.shown && atlas.shown.bounds;
    return box ? L.latLngBounds([box[1], box[0]], [box[3], box[2]]) : null;
  }
  function fit() {
    if (!bounds()) return;
    const legendBox = atlas.map.getContainer().querySelector(".legend");
    const beside =
      legendBox && legendBox.open && window.innerWidth > KEEP_LEGEND_FREE_ABOVE_PX ? legendBox.offsetWidth + 20 : 30;
    const room = { paddingTopLeft: [60, 30], paddingBottomRight: [beside, 40] };
    atlas.map.fitBounds(bounds(), { ...room, maxZoom: CLOSEST_FIT_ZOOM, animate: false });
  }

  // The same selection opens where it was left; another one opens on its incidents, or on the area that has none.
  atlas.openView = function (payload) {
    if (lastView && lastView.query === payload.query)
      atlas.map.setView(lastView.centre, lastView.zoom, { animate: false });
    else keepFitted();
  };
  // Until somebody touches the map it follows the size of its frame: the page may still be arriving around it.
  function keepFitted() {
    let isTouched = false;
    ["pointerdown", "wheel", "keydown"].forEach((kind) =>
      atlas.map.getContainer().addEventListener(kind, () => (isTouched = true)),
    );
    atlas.map.on("resize", () => isTouched || fit());
    whenStyled(fit);
  }
  // st_folium asks for the style after the scripts; until it is there the legend has no width to leave room for.
  function whenStyled(callback) {
    if (getComputedStyle(document.documentElement).getPropertyValue("--sea")) callback();
    else requestAnimationFrame(() => whenStyled(callback));
  }
  function recallView() {
    try {
      return JSON.parse(sessionStorage.getItem(VIEW));
    } catch {
      return null;
    }
  }
  function rememberView() {
    if (!atlas.shown || !atlas.hasView) return;
    const view = { query: atlas.shown.query, centre: atlas.map.getCenter(), zoom: atlas.map.getZoom() };
    try {
      sessionStorage.setItem(VIEW, JSON.stringify(view));
    } catch {
      return; // A browser may keep no storage; the view is then not recalled.
    }
  }

  function noticeOutside() {
    const all = bounds();
    const outside = all && !atlas.map.getBounds().intersects(all);
    if (outsideNotice) outsideNotice.remove();
    outsideNotice = outside
      ? atlas.notice("The selection lies outside this view.", { label: "Show it", run: fit })
      : null;
  }
  let outsideNotice = null;

  // A line over the map with one button: an action, or to put the line away.
  atlas.notice = function (text, action) {
    const box = atlas.element("div", "notice");
    box.setAttribute("role", "status");
    const button = atlas.element("button", "", action ? action.label : "Close");
    L.DomEvent.on(button, "click", (event) => {
      L.DomEvent.stop(event);
      if (action) action.run();
      box.remove();
    });
    box.append(atlas.element("span", "", text), button);
    return atlas.map.getContainer().appendChild(box);
  };
})(window.Faultline);
