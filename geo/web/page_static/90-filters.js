// The filters in the sidebar: one component of Streamlit's. Python sends what there is to see; each thing that a person
// does is one message back, and one rerun.

import { element, reconcile } from "./10-elements.js";
import { buildChoices, updateChoices } from "./20-choices.js";
import {
  buildDates,
  buildDrawn,
  buildFlag,
  buildNumber,
  buildSearch,
  updateDates,
  updateDrawn,
  updateFlag,
  updateNumber,
  updateSearch,
} from "./40-entries.js";

const MAX_ACTIONS = 20; // sent together: those of a script run that another one interrupted are among them
const FOLDED = "faultline folded filters";
const KINDS = {
  choices: [buildChoices, updateChoices],
  dates: [buildDates, updateDates],
  number: [buildNumber, updateNumber],
  flag: [buildFlag, updateFlag],
  drawn: [buildDrawn, updateDrawn],
};
const panels = new WeakMap();
let naming = null; // the observer of Streamlit's header

export default function render({ data, parentElement, setStateValue }) {
  if (!panels.has(parentElement)) panels.set(parentElement, buildPanel(parentElement));
  const panel = panels.get(parentElement);
  panel.data = data;
  panel.setActions = (actions) => setStateValue("actions", actions);
  keepFocus(panel, () => update(panel));
  nameButton(data.name);
  return () => panels.delete(parentElement);
}

function buildPanel(root) {
  const panel = { root, actions: [], last: 0 };
  // Of two actions in one millisecond the second is the later one too.
  panel.send = (action) => {
    panel.last = Math.max(panel.last + 1, Date.now());
    panel.actions = [...panel.actions, { ...action, at: panel.last }].slice(-MAX_ACTIONS);
    panel.setActions(panel.actions);
  };
  panel.search = buildSearch(panel);
  panel.hint = element("p", { className: "hint" });
  panel.groups = element("div", { className: "groups" });
  panel.close = element("button", { type: "button", className: "close" });
  panel.close.addEventListener("click", closeSidebar);
  // STYLE is filters.css, which the server puts before the parts of this module.
  const style = element("style", { textContent: STYLE });
  const everything = [panel.search, panel.hint, panel.groups, panel.close];
  root.replaceChildren(style, element("div", { className: "filters" }, ...everything));
  return panel;
}

function update(panel) {
  const { data } = panel;
  updateSearch(panel.search, data.search, panel);
  panel.hint.textContent = data.hint;
  panel.close.textContent = data.close;
  reconcile(
    panel.groups,
    data.groups,
    (group) => group.label,
    (group) => buildGroup(group),
    (details, group) => updateGroup(details, group, panel),
  );
}

function buildGroup(group) {
  const heading = element("summary", {}, element("h3", { textContent: group.label }));
  heading.append(element("span", { className: "set" }));
  const details = element("details", {}, heading, element("div", { className: "group" }));
  details.open = !readFolded().includes(group.label);
  details.addEventListener("toggle", () => writeFolded(group.label, !details.open));
  return details;
}

function updateGroup(details, group, panel) {
  details.querySelector(".set").textContent = group.set;
  reconcile(
    details.querySelector(".group"),
    group.filters,
    (filter) => filter.key,
    (filter) => KINDS[filter.kind][0](filter, panel),
    (node, filter) => KINDS[filter.kind][1](node, filter, panel),
  );
}

// Which groups are folded is this browser's business and no part of the address.
function readFolded() {
  try {
    return JSON.parse(localStorage.getItem(FOLDED)) ?? [];
  } catch {
    return [];
  }
}

function writeFolded(label, isFolded) {
  const others = readFolded().filter((other) => other !== label);
  try {
    localStorage.setItem(FOLDED, JSON.stringify(isFolded ? [...others, label] : others));
  } catch {
    // Without storage, groups are open again after a reload.
  }
}

// A choice that moves to the top takes the focus with it.
function keepFocus(panel, change) {
  const before = panel.root.getRootNode().activeElement?.dataset?.focus;
  change();
  const after = panel.root.getRootNode().activeElement?.dataset?.focus;
  if (!before || before === after) return;
  const same = [...panel.root.querySelectorAll("[data-focus]")].find((node) => node.dataset.focus === before);
  same?.focus({ preventScroll: true });
}

// Streamlit's button that opens the sidebar is an arrow that comes and goes; page.css writes this name beside it.
function nameButton(name) {
  document.documentElement.style.setProperty("--filters-name", JSON.stringify(name));
  const header = document.querySelector("[data-testid=stHeader]");
  const setName = () => {
    for (const button of header?.querySelectorAll("button[aria-controls]") ?? [])
      button.setAttribute("aria-label", name);
  };
  setName();
  naming?.disconnect();
  naming = new MutationObserver(setName);
  if (header) naming.observe(header, { childList: true, subtree: true });
}

function closeSidebar() {
  document.querySelector("[data-testid=stSidebarCollapseButton] button")?.click();
}
