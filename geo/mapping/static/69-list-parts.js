// What the panel's lists are made of: the order and a line of an incident, and the arrow keys that go from line to line.
(function (atlas) {
  // The latest first, undated ones last; of one day in the order in which they came.
  function sort(incidents) {
    const dayOf = ({ days }) => days[0] || "";
    return [...incidents].sort((one, other) => (dayOf(one) < dayOf(other) ? 1 : dayOf(one) > dayOf(other) ? -1 : 0));
  }

  // The killed of one incident in the fewest words that are true.
  function shortToll(killed) {
    const text = atlas.phrases.tollOfOne(killed);
    return text === "number killed not stated" ? "killed not stated" : text.replace(/, most likely .*/, "");
  }

  // The place with what is known of its precision; “exact” goes without saying.
  function placeText({ place, precision, precision_label: label }) {
    if (!place) return "place not named";
    return precision === "exact" ? place : `${place} (${label})`;
  }

  atlas.inView = { sort, shortToll, placeText };

  // A line of the list: what happened, when, where and how surely, how many were killed, and whether that is disputed.
  atlas.viewLine = function (incident) {
    const item = atlas.element("li");
    const button = atlas.element("button", "line");
    button.type = "button";
    button.tabIndex = -1;
    button.dataset.id = incident.id;
    button.dataset.shape = incident.shape;
    const label = atlas.config.types.find(({ key }) => key === incident.type);
    const mark = atlas.element("span", `line-mark swatch type-${incident.type} place-${incident.symbol}`);
    const title = atlas.element("span", "line-title", incident.title);
    title.dir = "auto";
    const place = atlas.element("bdi", "", placeText(incident));
    const facts = atlas.element("span", "line-facts quiet");
    facts.append(`${incident.date} · `, place, ` · ${shortToll(incident.killed)}`);
    const type = atlas.element("span", "unseen", label ? `${label.label}. ` : "");
    button.append(mark, type, title, facts);
    const contest = atlas.phrases.contestOf(incident);
    if (contest) button.append(atlas.element("span", "line-badge", contest));
    button.addEventListener("click", () => {
      atlas.openIncident(incident.id, { focus: true });
      atlas.goToIncident(incident.id);
    });
    item.append(button);
    return item;
  };

  // The buttons of a list are one stop for the Tab key: the arrow keys go from one to the next.
  atlas.arrowKeys = function (list, selector) {
    const buttons = () => [...list.querySelectorAll(selector)];
    const makeTheStop = (stop) => buttons().forEach((node) => (node.tabIndex = node === stop ? 0 : -1));
    list.addEventListener("focusin", ({ target }) => target.matches(selector) && makeTheStop(target));
    list.addEventListener("keydown", (event) => {
      const all = buttons();
      const at = all.indexOf(document.activeElement);
      const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
      if (next === undefined || at < 0) return;
      event.preventDefault();
      const node = all[Math.max(0, Math.min(all.length - 1, next))];
      node.focus();
    });
    new MutationObserver(() => {
      const all = buttons();
      if (all.length && !all.some((node) => node.tabIndex === 0)) all[0].tabIndex = 0;
    }).observe(list, { childList: true });
  };
})(window.Faultline);
