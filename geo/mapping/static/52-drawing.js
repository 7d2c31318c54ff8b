// Drawing an area to filter by, and changing, moving or removing the one that is drawn.
(function (atlas) {
  const OUTLINE = { className: "selected-area", interactive: false, fill: false, weight: 2 };
  const PEN = { className: "drawn", weight: 2, fillOpacity: 0.05 };

  let control = null;
  let isSent = false; // a drawing is on its way to the page
  let nDrawings = 0;
  let undoNotice = null;
  let drawnArea = []; // the layers that show the area of the selection

  atlas.setUpDrawing = function (map) {
    addTools(map);
    atlas.setUpEditing(map);
    map.on("draw:drawstart", () => atlas.setDrawing(true));
    map.on("draw:drawstop", () => atlas.setDrawing(false));
    map.on("draw:created", ({ layer }) => send(layer));
    map.on("faultline:shown", offerUndo);
    map.on("faultline:turned", redrawSelectedArea);
    document.addEventListener("keydown", (event) => {
      if (event.key === "Backspace" || (event.key === "z" && (event.ctrlKey || event.metaKey))) removeLastCorner(event);
    });
  };

  function addTools(map) {
    const pen = { shapeOptions: PEN };
    const tools = {
      polygon: { ...pen, allowIntersection: false, showArea: false },
      rectangle: { ...pen, showArea: false },
    };
    const others = { polyline: false, circle: false, marker: false, circlemarker: false };
    L.drawLocal.draw.toolbar.buttons.polygon = "Draw an area to filter by";
    L.drawLocal.draw.toolbar.buttons.rectangle = "Draw a box to filter by";
    control = new L.Control.Draw({ position: "topleft", draw: { ...tools, ...others }, edit: false });
    map.addControl(control);
  }

  // While corners are set, clicks fall through whatever lies over the map; the style sheet does that.
  atlas.setDrawing = function (isDrawing) {
    atlas.map.getContainer().classList.toggle("drawing", isDrawing);
  };

  function removeLastCorner(event) {
    const mode = control._toolbars.draw._activeMode; // Leaflet.draw has no other way to its drawing
    if (!mode || !mode.handler.deleteLastVertex) return;
    event.preventDefault();
    mode.handler.deleteLastVertex();
  }

  // A drawing takes effect at once; the way back is one click.
  function offerUndo() {
    if (undoNotice) undoNotice.remove();
    const page = atlas.page.window();
    undoNotice =
      isSent && page && atlas.shown.ring
        ? atlas.notice("Only what lies in the drawn area is selected.", {
            label: "Undo",
            run: () => page.history.back(),
          })
        : null;
    isSent = false;
  }

  // st_folium reports a click on an incident as if it had been drawn; only these were. The number makes each a new
  // event: the same area may be drawn again after it was removed.
  function send(layer) {
    nDrawings += 1;
    const properties = { drawn: true, number: `${Date.now()} ${nDrawings}`, ...layer.faultlineAction };
    layer.feature = { type: "Feature", properties };
    isSent = true;
    if (!layer.faultlineAction) window.drawnItems.addLayer(layer);
  }

  // Ask the page for something at a point, by the way that drawings take; `values` are JSON values that it needs to know.
  atlas.ask = function (action, point, values = {}) {
    const layer = L.marker(point.wrap());
    layer.faultlineAction = { ...values, action };
    atlas.map.fire("draw:created", { layer, layerType: "marker" });
  };

  // The corners in the copy of the world that is nearest to the view.
  atlas.turnedRing = function (ring) {
    const longitudes = ring.map(([longitude]) => longitude);
    const middle = (Math.min(...longitudes) + Math.max(...longitudes)) / 2;
    const turn = atlas.nearestLongitude(middle) - middle;
    return ring.map(([longitude, latitude]) => [longitude + turn, latitude]);
  };

  // The area of the selection and the places that it names, drawn from the selection itself, so that clearing the filter clears it.
  atlas.drawSelectedArea = function (group, payload) {
    const { ring, around, places } = payload;
    const circles = [
      ...(around ? [around] : []),
      ...places.filter((place) => !place.outline).map((place) => place.circle),
    ];
    const outlines = places.filter((place) => place.outline).map((place) => outlineOf(place.outline));
    drawnArea = [...(ring ? [polygonOf(ring)] : []), ...circles.map(circleOf), ...outlines];
    drawnArea.forEach((layer) => layer.addTo(group));
  };

  // Another copy of the world is in view.
  function redrawSelectedArea() {
    drawnArea.forEach((layer) => atlas.group.removeLayer(layer));
    if (atlas.shown) atlas.drawSelectedArea(atlas.group, atlas.shown);
  }

  function polygonOf(ring) {
    return L.polygon(latLngs(atlas.turnedRing(ring)), OUTLINE);
  }
  function circleOf([longitude, latitude, km]) {
    return L.circle([latitude, atlas.nearestLongitude(longitude)], { ...OUTLINE, radius: km * 1000 });
  }
  function outlineOf(shape) {
    const middle = L.geoJSON(shape).getBounds().getCenter().lng;
    const turn = atlas.nearestLongitude(middle) - middle;
    const coordsToLatLng = ([longitude, latitude]) => L.latLng(latitude, longitude + turn);
    return L.geoJSON(shape, { ...OUTLINE, coordsToLatLng });
  }
  function latLngs(ring) {
    return ring.map(([longitude, latitude]) => [latitude, longitude]);
  }
})(window.Faultline);
