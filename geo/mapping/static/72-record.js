// An incident in the panel, in place of the list: facts, who says what, publications; its address, and the way back.
(function (atlas) {
  const NAME = "incident"; // in the page's address
  const CLOSEST = 8; // how close a point is shown: with the towns around it; by judgement
  const CLOSEST_AREA = 9; // as for the incidents of a selection
  const MARGIN_PX = 60; // kept between a mark and the edges of the map

  let box = null;
  let openId = ""; // the incident that is open
  let opener = null; // how it was opened: { focus }
  let wayBack = null; // to the view before the map flew to it
  let listTop = 0; // how far the list was scrolled
  let isFirst = true; // nothing has been shown yet
  let fromAddress = null; // the incident of an address that was read before there was anything to show

  atlas.setUpRecord = function (map) {
    if (!atlas.config.isAlone) atlas.ownParameters.push({ name: NAME, read, write: () => openId });
    box = atlas.element("article", "record");
    box.hidden = true;
    box.tabIndex = -1;
    atlas.panel.body.append(box);
    atlas.screen.panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && openId) close();
    });
    map.on("faultline:shown", () => {
      const isOpening = isFirst;
      isFirst = false;
      if (!isOpening || !fromAddress) return;
      openFrom(fromAddress);
    });
  };

  // A link, Back or Forward: the address says which incident is open.
  function read(text) {
    const id = text || "";
    if (isFirst) fromAddress = id;
    else if (id && id !== openId) openFrom(id);
    else if (!id && openId) leave({ returns: !atlas.readView() });
  }

  // An incident of the address is flown to where the address has no view of its own.
  function openFrom(id) {
    const hasView = Boolean(atlas.readView());
    open(id, {});
    if (!hasView) whenStyled(() => openId === id && atlas.goToIncident(id));
  }

  // Open an incident in the panel. `focus`: a reader has asked for it, and the focus goes along.
  atlas.openIncident = function (id, { focus = false } = {}) {
    if (id === openId) return atlas.panel.show();
    open(id, { focus });
    atlas.writeAddress({ push: true });
  };

  function open(id, how) {
    if (!openId) {
      listTop = atlas.panel.body.scrollTop;
      atlas.viewList.hold();
      wayBack = null;
    }
    [openId, opener] = [id, how];
    atlas.viewList.box.hidden = true;
    box.hidden = false;
    atlas.panel.setHasIncident(true);
    atlas.panel.show();
    drawLoading(id);
    atlas.panel.body.scrollTop = 0;
    if (how.focus) box.focus({ preventScroll: true });
    atlas
      .fetchRecord(id)
      .then((record) => openId === id && draw(record))
      .catch((error) => openId === id && drawFailure(id, error));
  }

  // Back to the list, which stands where it stood; the map goes back where nobody has moved it since.
  function close() {
    const { focus } = opener;
    const id = openId;
    leave({ returns: true });
    atlas.writeAddress();
    if (focus || document.activeElement === document.body) atlas.viewList.focusLine(id);
  }

  function leave({ returns }) {
    openId = "";
    if (returns && wayBack) wayBack();
    wayBack = null;
    box.hidden = true;
    box.replaceChildren();
    atlas.panel.setHasIncident(false);
    atlas.viewList.box.hidden = false;
    atlas.viewList.release();
    atlas.panel.body.scrollTop = listTop;
    atlas.map.fire("faultline:incident", { record: null });
  }

  function drawLoading(id) {
    const known = atlas.viewList.incidentOf(id);
    const loading = atlas.element("p", "quiet", "Loading the facts …");
    loading.setAttribute("role", "status");
    box.setAttribute("aria-busy", "true");
    box.replaceChildren(backButton(), ...(known ? [heading(known.title)] : []), loading);
  }

  function drawFailure(id, error) {
    box.removeAttribute("aria-busy");
    const isUnknown = error.status === 404;
    const text = isUnknown
      ? `There is no incident “${id}”. It may have been removed or renamed, or belong to other data.`
      : `The facts could not be loaded. The map and the list work on. ${error.reason || ""}`.trim();
    const line = atlas.element("p", "", text);
    line.setAttribute("role", "alert");
    line.dir = "auto";
    const again = isUnknown ? [] : [actionButton("Try again", () => open(id, opener))];
    box.replaceChildren(backButton(), line, ...again);
    atlas.map.fire("faultline:incident", { record: null });
  }

  function draw(record) {
    box.removeAttribute("aria-busy");
    const badge = record.contested ? [atlas.element("div", "badge", atlas.phrases.contestOf(record))] : [];
    box.replaceChildren(
      backButton(),
      heading(record.title),
      ...badge,
      ...atlas.positions.summary(record),
      factsOf(record),
      ...paragraph(record.summary),
      ...atlas.positions.axes(record),
      ...atlas.recordParts.claims(record),
      ...paragraph(record.claims_note, "quiet"),
      ...atlas.recordParts.publications(record),
      ...atlas.recordParts.links(record),
      ...notesOf(record),
      ...atlas.recordParts.changes(record),
      actionsOf(record),
    );
    atlas.map.fire("faultline:incident", { record });
  }

  function heading(text) {
    const node = atlas.element("h2", "", text);
    node.dir = "auto";
    return node;
  }

  function paragraph(text, className = "") {
    if (!text) return [];
    const node = atlas.element("p", className, text);
    node.dir = "auto";
    return [node];
  }

  function factsOf({ facts, corrected = {} }) {
    const node = atlas.element("dl", "facts");
    Object.entries(facts).forEach(([label, text]) => {
      const value = atlas.element("dd", "", text);
      value.dir = "auto";
      const correction = atlas.phrases.correctionOf(corrected[label]);
      if (correction) value.append(atlas.element("span", "correction", correction));
      node.append(atlas.element("dt", "", label), value);
    });
    return node;
  }

  function notesOf({ notes }) {
    return notes ? [atlas.element("h3", "", "Notes"), ...paragraph(notes)] : [];
  }

  function backButton() {
    const button = actionButton("← Back to the list", close);
    button.classList.add("back");
    return button;
  }

  function actionButton(label, run) {
    const button = atlas.element("button", "record-action", label);
    button.type = "button";
    button.addEventListener("click", run);
    return button;
  }

  function actionsOf({ id, chain_id: chain }) {
    const row = atlas.element("div", "record-actions");
    if (chain && !atlas.isChain()) row.append(actionButton("Show this chain", () => showChain(chain)));
    const copy = actionButton("Copy link", () => copyLink(copy));
    copy.setAttribute("aria-live", "polite");
    row.append(copy, fullLink(id));
    return row;
  }

  // The whole chain in place of the selection, with its list in place of the record.
  function showChain(chain) {
    leave({ returns: false });
    atlas.writeAddress();
    atlas.ask("show chain", atlas.map.getCenter(), { chain });
  }

  // The address of this very screen. Without leave to write to the clipboard it is shown, to be copied by hand.
  function copyLink(button) {
    const page = atlas.page.window() || window;
    const address = page.location.href;
    const copied = navigator.clipboard ? navigator.clipboard.writeText(address) : Promise.reject(new Error("insecure"));
    copied
      .then(() => (button.textContent = "Link copied"))
      .catch(() => {
        const field = atlas.element("input", "record-link");
        field.value = address;
        field.readOnly = true;
        field.setAttribute("aria-label", "Link to this incident");
        button.replaceWith(field);
        field.select();
      });
  }

  // The record's own page, in this tab: the frame may not lead the page away, a link of the page's own may.
  atlas.fullLink = fullLink;
  function fullLink(id) {
    const query = [atlas.shown.query, `${NAME}=${encodeURIComponent(id)}`].filter(Boolean).join("&");
    const anchor = atlas.element("a", "record-action", "Full record, to read or correct");
    anchor.href = `/filter?${query}`;
    anchor.target = "_top";
    anchor.addEventListener("click", (event) => {
      const page = atlas.page.window();
      if (!page || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      const link = page.document.createElement("a");
      link.href = anchor.href;
      page.document.body.append(link);
      link.click();
      link.remove();
    });
    return anchor;
  }

  // Fly to the mark or area of an incident; one without a known place leaves the map where it is.
  atlas.goToIncident = function (id) {
    const known = atlas.viewList.incidentOf(id);
    const position = known && !known.shape ? Promise.resolve(known) : atlas.fetchRecord(id).then(({ mark }) => mark);
    position
      .then((mark) => {
        if (!mark || (openId && openId !== id)) return;
        const back = atlas.flyTo(boxOf(mark), { closest: closestTo(mark), paddings: paddings() });
        wayBack = wayBack || back;
      })
      .catch(() => {}); // the panel says that there is no such incident
  };

  const boxOf = ({ bounds, longitude, latitude }) => bounds || [longitude, latitude, longitude, latitude];
  const closestTo = ({ bounds }) => (bounds ? CLOSEST_AREA : Math.max(CLOSEST, atlas.map.getZoom()));

  // The sheet lies over the map: what is flown to stands above it.
  function paddings() {
    const map = atlas.screen.map.getBoundingClientRect();
    const panel = atlas.screen.panel.getBoundingClientRect();
    const covered = atlas.panel.isNarrow() ? Math.max(0, map.bottom - panel.top) : 0;
    const isAllCovered = covered > map.height - 2 * MARGIN_PX;
    return {
      paddingTopLeft: [MARGIN_PX, MARGIN_PX / 2],
      paddingBottomRight: [MARGIN_PX / 2, MARGIN_PX / 2 + (isAllCovered ? 0 : covered)],
    };
  }

  // The map is fitted only when its style has come.
  function whenStyled(callback) {
    if (getComputedStyle(document.documentElement).getPropertyValue("--sea")) setTimeout(callback, 0);
    else requestAnimationFrame(() => whenStyled(callback));
  }
})(window.Faultline);
