// The map of Faultline. Everything that a person wrote reaches the page through textContent only.
"use strict";
window.Faultline = (function () {
  const atlas = { config: null, map: null, shown: null, hasView: false };

  // The JSON behind a base64 text, which has no character that means anything to HTML, Jinja or a script.
  atlas.decode = function (base64) {
    const text = atob(base64);
    const bytes = new Uint8Array(text.length);
    for (let index = 0; index < text.length; index += 1) bytes[index] = text.charCodeAt(index);
    return JSON.parse(new TextDecoder().decode(bytes));
  };

  atlas.element = function (tag, className, text) {
    const node = document.createElement(tag);
    if (className) node.className = className;
    if (text !== undefined && text !== null) node.textContent = text;
    return node;
  };

  // Streamlit hands its theme to a component as a CSS variable. Luminance as in WCAG 2; 128 is half of its range.
  atlas.isDark = function () {
    const value = getComputedStyle(document.documentElement).getPropertyValue("--background-color").trim();
    const hex = /^#?([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})/i.exec(value);
    if (!hex) return window.matchMedia("(prefers-color-scheme: dark)").matches && !value;
    const [red, green, blue] = hex.slice(1, 4).map((part) => parseInt(part, 16));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 128;
  };

  function followTheme() {
    const theme = atlas.isDark() ? "dark" : "light";
    if (document.documentElement.dataset.theme === theme) return;
    document.documentElement.dataset.theme = theme;
    if (atlas.map) atlas.map.fire("faultline:theme");
  }

  // Leaflet focuses the map when a button goes down. The page must not scroll to it: the click would miss its mark.
  function focusInPlace(container) {
    const focus = container.focus.bind(container);
    container.focus = () => focus({ preventScroll: true });
  }

  // Called once, when st_folium has made the map.
  atlas.setUp = function (map, base64) {
    atlas.map = map;
    atlas.config = atlas.decode(base64);
    map.whenReady(() => (atlas.hasView = true));
    focusInPlace(map.getContainer());
    atlas.setUpScreen(map);
    followTheme();
    if (window.Streamlit) {
      window.Streamlit.events.addEventListener("streamlit:render", () => setTimeout(followTheme, 0));
    }
    atlas.setUpPanel(map);
    atlas.setUpBasemap(map);
    atlas.setUpOwnBasemap(map);
    atlas.offerDensity();
    atlas.offerLinks();
    atlas.setUpControls(map);
    atlas.setUpAreas(map);
    atlas.setUpDensity(map);
    atlas.setUpMarksInView(map);
    atlas.setUpMovingMarks(map);
    atlas.setUpLinks(map);
    atlas.setUpStrip(map);
    atlas.setUpChain(map);
    return L.featureGroup().addTo(map);
  };

  // Called for every selection, with the layer group that st_folium will take off before the next.
  atlas.show = function (group, base64) {
    const payload = atlas.decode(base64);
    const previous = atlas.shown;
    atlas.shown = payload;
    atlas.group = group;
    if (window.drawnItems && window.drawnItems.clearLayers) window.drawnItems.clearLayers();
    atlas.player.forget();
    atlas.drawIncidents();
    atlas.drawSelectedArea(group, payload);
    atlas.map.fire("faultline:shown");
    atlas.goToSelection(payload, previous);
    atlas.drawDensity();
  };

  return atlas;
})();
