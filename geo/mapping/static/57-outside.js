// One line on what the map cannot show: nothing at all, all of the selection, or what its opening view leaves outside.
(function (atlas) {
  let notice = null;

  atlas.describeOutside = function () {
    if (notice) notice.remove();
    notice = null;
    const line = atlas.hasView && lineOf(atlas.shown);
    if (line) notice = atlas.notice(...line);
  };

  // The text and the action of the notice; null where everything is in view, or was left outside by the reader.
  function lineOf({ view }) {
    const { countOf } = atlas.phrases;
    if (!view.n_incidents)
      return [
        "No incident matches.",
        { label: "Show all incidents", run: () => atlas.ask("show all", atlas.map.getCenter()) },
      ];
    if (isNothingDrawn()) return [`No known place: ${countOf(view.n_incidents, "incident")}, listed below the map.`];
    if (!view.all) return null;
    if (!atlas.shareInView(view.all))
      return ["The selection lies outside this view.", { label: "Show it", run: atlas.showSelection }];
    if (!atlas.isOpeningView() || !view.outside.length) return null;
    return [outsideLine(view.outside), { label: "Show all", run: atlas.showEverything }];
  }

  function isNothingDrawn() {
    const { areas, incidents, incident_areas: incidentAreas } = atlas.shown;
    return !areas && Boolean(incidents) && !incidents.length && !(incidentAreas || []).length;
  }

  function outsideLine(outside) {
    const labels = outside.map(({ label }) => label);
    const last = labels.pop();
    return `Outside this view: ${labels.length ? `${labels.join(", ")} and ${last}` : last}.`;
  }
})(window.Faultline);
