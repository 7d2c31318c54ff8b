// The view to take away: as a picture, as a link, as a frame for another page. The links follow the map when the menu opens.
(function (atlas) {
  const SIZES = [
    ["For the web, 1200 × 800", 1200, 800],
    ["For print, 2400 × 1600", 2400, 1600],
    ["Square, 1080 × 1080", 1080, 1080],
  ];
  const THEMES = [
    ["Light", "light"],
    ["Dark", "dark"],
  ];
  const KEY = "data"; // opens a session's own data: it never leaves the page by a link that is to be shared
  const FRAME_HEIGHT_PX = 560;
  const PRINT = "faultline-print"; // geo/web/page.css
  const TITLE = "Picture, link and frame";

  atlas.setUpPicture = function (map) {
    const page = atlas.page.window();
    atlas.setUpPrint();
    if (isQuiet(page)) return;
    const bar = atlas.element("div", "leaflet-bar picture-bar");
    const button = atlas.button("picture", TITLE, () => toggle(box, button));
    const box = menuBox(map, () => close(box, button));
    button.setAttribute("aria-expanded", "false");
    bar.append(button, box);
    atlas.addBar(map, bar, "topleft");
    L.DomEvent.disableScrollPropagation(box);
    map.on("moveend faultline:shown overlayadd overlayremove", () => box.hidden || box.refresh());
    L.DomEvent.on(box, "keydown", (event) => {
      if (event.key !== "Escape") return;
      L.DomEvent.stop(event);
      close(box, button);
    });
  };

  // Whether another page frames this one, without menu and sidebar.
  function isQuiet(page) {
    return Boolean(page) && new URLSearchParams(page.location.search).get("embed") === "true";
  }

  function toggle(box, button) {
    if (!box.hidden) return close(box, button);
    box.hidden = false;
    button.setAttribute("aria-expanded", "true");
    box.refresh();
    box.querySelector("select").focus({ preventScroll: true });
  }

  function close(box, button) {
    box.hidden = true;
    button.setAttribute("aria-expanded", "false");
    button.focus({ preventScroll: true });
  }

  function menuBox(map, shut) {
    const box = atlas.element("div", "picture-menu");
    box.setAttribute("role", "dialog");
    box.setAttribute("aria-label", TITLE);
    box.hidden = true;
    const size = choice("Size", SIZES);
    const theme = choice("Colours", THEMES);
    const links = ["png", "svg"].map((extension) => pictureLink(extension));
    const link = copyField("Link to this view");
    const frame = atlas.config.embed ? copyField("Frame for a page of yours") : null;
    const note = atlas.element("p", "quiet", "");
    const row = atlas.element("div", "picture-links");
    row.append(...links.map(({ node }) => node));
    box.refresh = () => {
      const [, width, height] = SIZES[size.select.value];
      const options = { width, height, theme: THEMES[theme.select.value][1] };
      links.forEach(({ node, extension }) => (node.href = pictureAddress(extension, options)));
      link.show(pageAddress());
      if (frame) frame.show(frameText(pageAddress({ embed: "true" })));
      row.hidden = !isPictured();
      note.textContent = noteText();
    };
    [size, theme].forEach(({ select }) => select.addEventListener("change", box.refresh));
    const shutting = atlas.element("button", "close", "×");
    shutting.setAttribute("aria-label", "Close");
    shutting.addEventListener("click", shut);
    box.append(shutting, size.node, theme.node, row, link.node, ...(frame ? [frame.node] : []), note);
    return box;
  }

  function choice(label, options) {
    const node = atlas.element("label", "", label);
    const select = atlas.element("select");
    options.forEach(([text], number) => {
      const option = atlas.element("option", "", text);
      option.value = number;
      select.append(option);
    });
    if (label === "Colours" && atlas.isDark()) select.value = 1;
    node.append(select);
    return { node, select };
  }

  function pictureLink(extension) {
    const node = atlas.element("a", "", extension.toUpperCase());
    node.setAttribute("download", "");
    return { node, extension };
  }

  // A text to take away, with a button that copies it; where the browser forbids that, the text is marked to be copied by hand.
  function copyField(label) {
    const node = atlas.element("div", "picture-field");
    const name = atlas.element("label", "", label);
    const field = atlas.element("input");
    field.readOnly = true;
    field.addEventListener("focus", () => field.select());
    name.append(field);
    const button = atlas.element("button", "", "Copy");
    button.setAttribute("aria-label", `Copy: ${label}`);
    const status = atlas.element("span", "quiet");
    status.setAttribute("role", "status");
    button.addEventListener("click", () => {
      copyText(field.value)
        .then(() => (status.textContent = "Copied"))
        .catch(() => {
          field.focus();
          status.textContent = "Press Ctrl+C or ⌘C to copy";
        });
    });
    node.append(name, button, status);
    return {
      node,
      show(text) {
        field.value = text;
        status.textContent = "";
      },
    };
  }

  function copyText(text) {
    return navigator.clipboard ? navigator.clipboard.writeText(text) : Promise.reject(new Error("no clipboard"));
  }

  function pictureAddress(extension, options) {
    const query = atlas.shown ? atlas.drawnQuery() : new URLSearchParams(); // with the days that are played
    const own = atlas.shown && atlas.shown.areas ? atlas.shown.areas.page : {};
    const view = atlas.ownParameters.find(({ name }) => name === "at").write();
    Object.entries({ ...own, ...(view ? { at: view } : {}), ...options }).forEach(([name, value]) =>
      query.set(name, value),
    );
    return `/api/map.${extension}?${query}`;
  }

  // The page with this view, without the key of anybody's own data.
  function pageAddress(more = {}) {
    const page = atlas.page.window() || window;
    const address = new URL(page.location.href);
    address.searchParams.delete(KEY);
    Object.entries(more).forEach(([name, value]) => address.searchParams.set(name, value));
    return address.href;
  }

  function noteText() {
    const page = atlas.page.window() || window;
    const notes = [];
    if (new URLSearchParams(page.location.search).has(KEY))
      notes.push("Link and frame show the atlas without your own data.");
    if (!atlas.config.embed)
      notes.push("A frame for other pages is off; the setting EMBED of this server names the sites that may show one.");
    return notes.join(" ");
  }

  function frameText(address) {
    const source = address.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
    return `<iframe src="${source}" title="Faultline: map of incidents" width="100%" height="${FRAME_HEIGHT_PX}" style="border:0" loading="lazy"></iframe>`;
  }

  // On paper the picture stands in the place of the page: the same view with title, legend and sources. The answer is waited
  // for, since a browser prints as soon as it has told of it; without one the page is printed as it is.
  atlas.setUpPrint = function () {
    const page = atlas.page.window();
    if (!page) return;
    const put = () => atlas.page.frame() && isPictured() && putPicture(page.document);
    const take = () => page.document.querySelectorAll(`.${PRINT}`).forEach((node) => node.remove());
    page.addEventListener("beforeprint", put);
    page.addEventListener("afterprint", take);
    window.addEventListener("pagehide", () => {
      page.removeEventListener("beforeprint", put);
      page.removeEventListener("afterprint", take);
      take();
    });
  };

  // Whether a picture shows what this map shows: differences between two selections have none.
  function isPictured() {
    return Boolean(atlas.shown) && (!atlas.shown.areas || Boolean(atlas.shown.areas.page.drawn));
  }

  function putPicture(document) {
    const request = new XMLHttpRequest();
    request.open("GET", pictureAddress("svg", { width: 1500, height: 1000, theme: "light" }), false);
    try {
      request.send();
    } catch {
      return;
    }
    if (request.status !== 200) return;
    const picture = new DOMParser().parseFromString(request.responseText, "image/svg+xml").documentElement;
    const box = document.createElement("div");
    box.className = PRINT;
    box.append(document.importNode(picture, true));
    document.body.append(box);
  }

  atlas.frameText = frameText;
})(window.Faultline);
