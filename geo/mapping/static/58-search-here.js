// A right click or a long press offers to search around that point.
(function (atlas) {
  atlas.setUpSearchHere = function (map) {
    map.on("contextmenu", ({ latlng }) => {
      if (map.getContainer().classList.contains("drawing")) return;
      const popup = L.popup({ ...atlas.popupSize(), minWidth: 0, className: "search-here" }).setLatLng(latlng);
      popup.setContent(searchBox(latlng, popup)).openOn(map);
    });
  };

  function searchBox(latlng, popup) {
    const { lat, lng } = latlng.wrap();
    const box = atlas.element("div", "popup");
    const button = atlas.element("button", "", "Search around here");
    L.DomEvent.on(button, "click", () => {
      popup.close();
      atlas.ask("search around", latlng);
    });
    box.append(button, atlas.element("div", "quiet", `${lat.toFixed(4)}, ${lng.toFixed(4)}`));
    return box;
  }
})(window.Faultline);
