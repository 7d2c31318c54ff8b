// Changing, moving or removing the area that is drawn: corners and a handle that can be dragged, with a way back.
(function (atlas) {
  const PEN = { className: "drawn", weight: 2, fillOpacity: 0.05 };

  let bar = null; // the buttons for the area of the selection
  let actions = null; // what can be done while it is edited
  let editing = null; // { shape, corners, earlier, handle }: the area while it is edited, and its earlier corners

  atlas.setUpEditing = function (map) {
    addBar(map);
    map.on("faultline:shown", showTools);
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") stopEditing();
    });
  };

  function addBar(map) {
    bar = atlas.element("div", "leaflet-bar edit-bar");
    bar.append(
      atlas.button("edit", "Move or change the area", startEditing),
      atlas.button("remove", "Remove the area", () => atlas.ask("remove area", map.getCenter())),
    );
    actions = atlas.element("div", "edit-actions");
    actions.append(action("Apply", apply), action("Undo", undo), action("Cancel", stopEditing));
    bar.append(actions);
    bar.hidden = actions.hidden = true;
    atlas.addBar(map, bar, "topleft");
  }

  function action(label, run) {
    const button = atlas.element("button", "", label);
    button.type = "button";
    L.DomEvent.on(button, "click", (event) => {
      L.DomEvent.stop(event);
      run();
    });
    return button;
  }

  // A new selection has its own area; the one that was being edited is gone.
  function showTools() {
    stopEditing();
    bar.hidden = !atlas.shown.ring;
  }

  function startEditing() {
    if (editing) return;
    const corners = atlas.turnedRing(atlas.shown.ring).map(([longitude, latitude]) => [latitude, longitude]);
    const isBox = new URLSearchParams(atlas.shown.query).has("bbox");
    const shape = isBox ? L.rectangle(L.latLngBounds(corners), PEN) : L.polygon(corners, PEN);
    editing = { shape: shape.addTo(atlas.map), earlier: [], corners: cornersOf(shape), handle: null };
    shape.editing.enable();
    shape.on("edit", remember); // at the end of each drag
    if (!isBox) editing.handle = moveHandle(shape);
    atlas.map.closePopup();
    atlas.map.getContainer().classList.add("editing");
    actions.hidden = false;
    atlas.setDrawing(true);
  }

  function stopEditing() {
    if (!editing) return;
    editing.shape.editing.disable();
    if (editing.handle) editing.handle.remove();
    editing.shape.remove();
    editing = null;
    actions.hidden = true;
    atlas.map.getContainer().classList.remove("editing");
    atlas.setDrawing(false);
  }

  function apply() {
    const { shape } = editing;
    const isChanged = editing.earlier.length > 0;
    stopEditing();
    if (isChanged) atlas.map.fire("draw:created", { layer: shape, layerType: "polygon" });
  }

  function cornersOf(shape) {
    return shape.getLatLngs()[0].map((corner) => corner.clone());
  }

  // After each change: keep the corners from before it.
  function remember() {
    if (!editing) return;
    editing.earlier.push(editing.corners);
    editing.corners = cornersOf(editing.shape);
    if (editing.handle) editing.handle.setLatLng(editing.shape.getBounds().getCenter());
  }

  function undo() {
    if (!editing.earlier.length) return;
    editing.corners = editing.earlier.pop();
    redraw();
  }

  function redraw() {
    editing.shape.editing.disable();
    editing.shape.setLatLngs([editing.corners.map((corner) => corner.clone())]);
    editing.shape.editing.enable();
    if (editing.handle) editing.handle.setLatLng(editing.shape.getBounds().getCenter());
  }

  // Leaflet.draw moves boxes, but not polygons.
  function moveHandle(shape) {
    const icon = L.divIcon({
      className: "leaflet-div-icon leaflet-editing-icon leaflet-edit-move",
      iconSize: [12, 12],
    });
    const handle = L.marker(shape.getBounds().getCenter(), {
      icon,
      draggable: true,
      keyboard: false,
      title: "Move the area",
    });
    let from = null;
    handle.on("dragstart", () => {
      from = handle.getLatLng();
      shape.editing.disable();
    });
    handle.on("drag", () => {
      const to = handle.getLatLng();
      const shift = ({ lat, lng }) => [lat + to.lat - from.lat, lng + to.lng - from.lng];
      shape.setLatLngs([shape.getLatLngs()[0].map(shift)]);
      from = to;
    });
    handle.on("dragend", () => {
      shape.editing.enable();
      remember();
    });
    return handle.addTo(atlas.map);
  }
})(window.Faultline);
