// The incidents of a mark, a cluster or an area in a popup: all of them, long lists a page at a time.
(function (atlas) {
  // Open a popup at a position. `source` has the `count`, and the `incidents` themselves or the `parameters` to ask for them.
  // `focusAgain` is given where the keyboard opened it: the focus goes into the popup, and by it back to its mark.
  atlas.openList = function (position, source, { offset = [0, 0], focusAgain = null } = {}) {
    const popup = L.popup({ ...atlas.popupSize(), offset }).setLatLng(position);
    const box = source.incidents
      ? atlas.popupBox(source.incidents, () => atlas.refitPopup(popup))
      : fetchedList(source, popup);
    popup.setContent(box).openOn(atlas.map);
    if (focusAgain) atlas.focusPopup(popup, box, focusAgain);
  };

  // Leaflet takes the content out of the page to measure it anew, and the focus with it.
  atlas.refitPopup = function (popup) {
    const focused = document.activeElement;
    const isInside = popup.isOpen() && popup.getElement().contains(focused);
    popup.update();
    if (isInside) focused.focus({ preventScroll: true });
  };

  // Go into an open popup by the keyboard; Escape closes it, and the focus goes where it came from.
  atlas.focusPopup = function (popup, box, focusAgain) {
    popup.once("remove", focusAgain);
    // Leaflet hears the key only while the map itself has the focus.
    popup.getElement().addEventListener("keydown", (event) => event.key === "Escape" && popup.close());
    box.tabIndex = -1;
    box.focus({ preventScroll: true });
  };

  function fetchedList(source, popup) {
    const box = atlas.element("div", "popup");
    const heading = source.title || atlas.phrases.countOf(source.count, "incident");
    const list = atlas.element("div", "incident-list");
    const state = atlas.element("p", "quiet", "Loading the incidents …");
    box.append(atlas.element("div", "popup-place", heading), list, state);
    addPage({ source, popup, list, state, start: 0 });
    return box;
  }

  function addPage(page) {
    const { source, popup, list, state, start } = page;
    const query = atlas.drawnQuery();
    Object.entries({ ...source.parameters, start }).forEach(([key, value]) => query.set(key, value));
    atlas
      .fetchJson(`/api/clusters/incidents.json?${query}`)
      .then(({ count, incidents }) => {
        incidents.forEach((incident) => list.append(detailsOf(incident, popup)));
        const next = start + incidents.length;
        state.replaceChildren();
        const left = (count - next).toLocaleString("en");
        if (next < count && incidents.length)
          state.append(pageButton(`Show more; ${left} left`, { ...page, start: next }));
        atlas.refitPopup(popup);
        if (start && incidents.length) list.children[start].firstChild.focus({ preventScroll: true }); // the button is gone
      })
      .catch(() => {
        state.replaceChildren("These incidents could not be loaded. ", pageButton("Try again", page));
      });
  }

  function pageButton(label, page) {
    const button = atlas.element("button", "list-more", label);
    button.type = "button";
    L.DomEvent.on(button, "click", (event) => {
      L.DomEvent.stop(event);
      page.state.textContent = "Loading the incidents …";
      addPage(page);
    });
    return button;
  }

  function detailsOf(incident, popup) {
    const details = atlas.element("details");
    const body = atlas.element("div");
    details.append(atlas.element("summary", "", `${incident.title} · ${incident.date}`), body);
    details.addEventListener("toggle", () => {
      if (details.open && !body.childNodes.length)
        body.append(atlas.popupBox([incident], () => atlas.refitPopup(popup)));
    });
    return details;
  }
})(window.Faultline);
