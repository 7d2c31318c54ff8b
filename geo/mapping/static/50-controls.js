// What surrounds the map: its name, layers, scale, buttons and notices.
(function (atlas) {
  const NAME = "Map of incidents";
  const SCALE_PX = 110; // its longest line, so that it stays clear of the credits on a phone

  atlas.setUpControls = function (map) {
    nameMap(map);
    map.attributionControl.setPrefix("Leaflet");
    map.attributionControl.addAttribution(atlas.config.credit);
    L.control.layers(null, atlas.overlays, { position: "topright", collapsed: true }).addTo(map);
    L.control.scale({ position: "bottomleft", imperial: false, maxWidth: SCALE_PX }).addTo(map);
    addViewButtons(map);
    atlas.setUpPicture(map);
    atlas.addLegend(map);
    atlas.setUpView(map);
    atlas.setUpAddress(map);
    atlas.setUpDrawing(map);
    atlas.setUpGestures(map);
    atlas.setUpPopups(map);
    atlas.setUpSearchHere(map);
  };

  // The page names the frame after the component that made it, which tells a screen reader nothing.
  function nameMap(map) {
    const container = map.getContainer();
    container.setAttribute("role", "region");
    container.setAttribute("aria-label", NAME);
    document.title = NAME;
    if (atlas.page.frame()) atlas.page.frame().title = NAME;
  }

  function addViewButtons(map) {
    const bar = atlas.element("div", "leaflet-bar");
    bar.append(atlas.button("fit", "Show the whole selection", atlas.showSelection));
    if (document.fullscreenEnabled)
      bar.append(atlas.button("fullscreen", "Full screen, or back to the page", toggleFullScreen));
    atlas.addBar(map, bar, "topleft");
  }

  function toggleFullScreen() {
    const change = document.fullscreenElement
      ? document.exitFullscreen()
      : document.documentElement.requestFullscreen();
    change.catch(() => atlas.notice("This browser does not let the map fill the screen."));
  }

  // A bar or box over the map, whose clicks are not the map's.
  atlas.addBar = function (map, box, position) {
    const control = L.control({ position });
    control.onAdd = () => box;
    L.DomEvent.disableClickPropagation(box);
    return control.addTo(map);
  };

  const ICONS = {
    fit: "M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4",
    fullscreen: "M9 2h5v5M14 2L9.5 6.5M7 14H2V9M2 14l4.500-4.500",
    picture: "M2 3h12v10H2zM2 11l3.500-4 3 3 2-2 3.500 3.500M10.500 5.700v.6",
    edit: "M3 13l.6-3L10.500 3l2.500 2.500L6 12.400zM9 4.500L11.500 7",
    remove: "M3 4.500h10M6 4.500V2.500h4v2M4.500 4.500l.7 9h5.600l.7-9M7 7v4M9 7v4",
  };
  atlas.button = function (name, title, run) {
    const button = atlas.element("a", name);
    button.append(icon(ICONS[name]));
    button.href = "#";
    button.title = title;
    button.setAttribute("role", "button");
    button.setAttribute("aria-label", title);
    L.DomEvent.on(button, "click", (event) => {
      L.DomEvent.stop(event);
      run();
    });
    L.DomEvent.on(button, "keydown", (event) => event.key === " " && (L.DomEvent.stop(event), run()));
    return button;
  };

  function icon(lines) {
    const space = "http://www.w3.org/2000/svg";
    const picture = document.createElementNS(space, "svg");
    picture.setAttribute("viewBox", "0 0 16 16");
    picture.setAttribute("aria-hidden", "true");
    picture.appendChild(document.createElementNS(space, "path")).setAttribute("d", lines);
    return picture;
  }

  // A line over the map that can be put away, with one button for an action if there is one.
  atlas.notice = function (text, action) {
    const box = atlas.element("div", "notice");
    box.setAttribute("role", "status");
    box.append(atlas.element("span", "", text));
    if (action) box.append(closing(box, "", action.label, action.run));
    const close = closing(box, "close", "×", () => {});
    close.setAttribute("aria-label", "Close");
    box.append(close);
    L.DomEvent.disableClickPropagation(box);
    return noticesBox().appendChild(box);
  };

  // What failed is said in one notice, however much it is, with the server's reason and a way to try all of it again; what
  // succeeds takes its words back.
  const failures = new Map();
  let failureBox = null;
  atlas.showFailure = function (kind, text, error, retry) {
    if (failureBox && !failureBox.isConnected) failures.clear(); // somebody closed it: that is read
    failures.set(kind, { text, reason: (error && error.reason) || "", retry });
    drawFailures();
  };
  atlas.clearFailure = function (kind) {
    if (failures.delete(kind)) drawFailures();
  };

  function drawFailures() {
    if (failureBox) failureBox.remove();
    failureBox = null;
    const all = [...failures.values()];
    if (!all.length) return;
    const sentences = [...all.map(({ text }) => text), ...all.map(({ reason }) => reason)];
    const text = [...new Set(sentences)].filter(Boolean).join(" ");
    failureBox = atlas.notice(text, { label: "Try again", run: tryAgain });
  }

  function tryAgain() {
    const all = [...failures.values()];
    failures.clear();
    failureBox = null;
    all.forEach(({ retry }) => retry());
  }

  function closing(box, className, label, run) {
    const button = atlas.element("button", className, label);
    L.DomEvent.on(button, "click", (event) => {
      L.DomEvent.stop(event);
      box.remove();
      run();
    });
    return button;
  }

  function noticesBox() {
    const container = atlas.map.getContainer();
    return container.querySelector(".notices") || container.appendChild(atlas.element("div", "notices"));
  }
})(window.Faultline);
