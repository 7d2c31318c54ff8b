// What is pointed at in the panel is marked on the map, and what is pointed at on the map is marked in the panel.
(function (atlas) {
  const RING_PX = 15; // around a mark; by judgement: larger than all but the largest clusters

  let ring = null; // around what is pointed at
  let openRing = null; // around the incident that is open
  let pointed = "";

  // `incident`: one with its position; `ids`: those of a mark; `areaId`: an area.
  atlas.pointAt = function ({ incident = null, ids = [], areaId = "" }) {
    const all = incident ? [incident.id] : ids;
    const key = JSON.stringify([all, areaId]);
    if (key === pointed) return;
    pointed = key;
    if (ring) ring.remove();
    ring = incident && !incident.shape ? ringAround(incident, "pointed") : null;
    markLines(all, areaId);
    const area = incident ? incident.shape : areaId;
    atlas.map.fire("faultline:hover", { id: all.length === 1 ? all[0] : null, ids: all, areaId: area });
  };

  function ringAround({ latitude, longitude }, className) {
    const position = [latitude, atlas.nearestLongitude(longitude)];
    const options = { radius: RING_PX, interactive: false, fill: false, weight: 3, className: `ring ${className}` };
    return L.circleMarker(position, { ...options, renderer: renderer(), pane: "rings" }).addTo(atlas.map);
  }

  let rings = null;
  function renderer() {
    if (rings) return rings;
    atlas.map.createPane("rings").style.zIndex = 640; // above the marks, and never in the way of a click
    atlas.map.getPane("rings").style.pointerEvents = "none";
    rings = L.svg({ pane: "rings", padding: 0.5 });
    return rings;
  }

  function markLines(ids, areaId) {
    atlas.viewList.box.querySelectorAll("button.line").forEach((line) => {
      const isPointed = ids.includes(line.dataset.id) || (areaId && line.dataset.shape === areaId);
      line.classList.toggle("pointed", Boolean(isPointed));
    });
  }

  atlas.setUpHover = function (map) {
    const { box } = atlas.viewList;
    const pointAtLine = ({ target }) => {
      const line = target.closest("button.line");
      atlas.pointAt(line ? { incident: atlas.viewList.incidentOf(line.dataset.id) } : {});
    };
    ["mouseover", "focusin"].forEach((kind) => box.addEventListener(kind, pointAtLine));
    ["mouseleave", "focusout"].forEach((kind) => box.addEventListener(kind, () => atlas.pointAt({})));
    const container = map.getContainer();
    container.addEventListener("mouseover", ({ target }) => {
      const mark = target.closest(".incident, .cluster");
      if (mark) atlas.pointAt({ ids: mark.incidentIds || [] });
      else if (!target.closest(".area-name")) atlas.pointAt({});
    });
    container.addEventListener("mouseleave", () => atlas.pointAt({}));
    map.on("faultline:incident", ({ record }) => {
      if (openRing) openRing.remove();
      const mark = record && record.mark;
      openRing = mark && !mark.shape ? ringAround(mark, "open") : null;
      if (mark && mark.shape) atlas.pointAt({ incident: mark });
      else if (!record) atlas.pointAt({});
    });
  };
})(window.Faultline);
