// Lists and records of incidents as components of Streamlit: Python sends what there is to see, and a click on an
// incident is one message back. Every incident is a link with an address of its own.

import { element, isolated } from "../10-elements.js";
import { buildLines } from "./30-lines.js";
import { buildLanes } from "./40-lanes.js";
import { buildRecord } from "./20-record.js";

const BUILD = { lines: buildLines, record: buildRecord, lanes: buildLanes };
const PLACE = "faultline place "; // by path: the link that led on from a list, and where it stood
const ARRIVAL_MS = 6000; // by judgement: how long what stands above may still arrive and move the list
const TRY_MS = 100;
const ROW_PX = 35; // of Streamlit's table
const panels = new WeakMap();
let isBack = false; // the page came by Back or Forward, and nothing has been pressed since

window.addEventListener("popstate", returnToAddress);
for (const kind of ["pointerdown", "keydown"]) window.addEventListener(kind, () => (isBack = false), true);

export default function render({ data, parentElement, setTriggerValue }) {
  const panel = panels.get(parentElement) ?? {};
  panels.set(parentElement, panel);
  panel.open = (id) => setTriggerValue("opened", id);
  panel.choose = (chain) => setTriggerValue("chain", chain);
  panel.link = (id, title, className = "") => linkTo(panel, data, { id, title, className });
  const text = JSON.stringify(data);
  if (panel.text !== text) draw(panel, data, parentElement, text);
  parentElement.querySelector(".incidents").dataset.theme = themeOf(parentElement);
  return () => panels.delete(parentElement);
}

function draw(panel, data, parentElement, text) {
  const isNew = panel.shown !== data.shown;
  const isFirst = panel.text === undefined;
  Object.assign(panel, { text, shown: data.shown });
  const style = element("style", { textContent: STYLE });
  parentElement.replaceChildren(style, element("div", { className: "incidents" }, BUILD[data.kind](panel, data)));
  if (data.kind === "record" && isNew) {
    showRecord(parentElement);
    showRow(data.row);
  }
  if (data.kind === "lines" && isFirst) returnToLine(parentElement);
}

// By the luminance of the ground, as in WCAG 2; half of its range is the border.
function themeOf(root) {
  const colour = getComputedStyle(root.host ?? root)
    .getPropertyValue("--st-background-color")
    .trim();
  const [red, green, blue] = (colour.match(/[0-9a-f]{2}/gi) ?? ["ff", "ff", "ff"]).map((part) => parseInt(part, 16));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 128 ? "dark" : "light";
}

function linkTo(panel, { address }, { id, title, className }) {
  const anchor = element("a", { className }, isolated(title));
  anchor.href = `${address}${encodeURIComponent(id)}`;
  anchor.dataset.incident = id;
  anchor.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    rememberPlace(anchor);
    panel.open(id);
  });
  return anchor;
}

// Streamlit writes the entries of the history anew, so that they cannot hold it.
function rememberPlace(anchor) {
  const number = linksIn(anchor.getRootNode()).indexOf(anchor); // one incident may have several
  const { pathname, search } = window.location;
  const place = { id: anchor.dataset.incident, number, search, top: anchor.getBoundingClientRect().top };
  sessionStorage.setItem(PLACE + pathname, JSON.stringify(place));
}

function placeOnPage() {
  return JSON.parse(sessionStorage.getItem(PLACE + window.location.pathname));
}

// On its way to another page Streamlit puts an entry into the history that has this page's path and the other's query:
// Back leads there first. It gets the query that the list had. Chromium calls the listeners of this event in the order
// in which they came, so that Streamlit has read the wrong query by now: it hears of the right one by a second event.
function returnToAddress() {
  isBack = true;
  const { pathname, search } = window.location;
  const place = placeOnPage();
  if (!place || new URLSearchParams(search).get("incident") !== place.id) return;
  const { state } = window.history;
  window.history.replaceState(state, "", pathname + place.search);
  window.dispatchEvent(new PopStateEvent("popstate", { state }));
}

// Where a record stands below the table, a click on a row must show it.
function showRecord(root) {
  const record = root.querySelector(".record");
  const { top } = record.getBoundingClientRect();
  if (top < 0 || top > window.innerHeight * 0.7) {
    const isCalm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    record.scrollIntoView({ behavior: isCalm ? "auto" : "smooth", block: "start" });
  }
}

// The row of the record in the table beside it, for who comes by a link or by Back. Streamlit's table marks it, but has
// no way to scroll to it; it may arrive after the record.
function showRow(row, triesLeft = ARRIVAL_MS / TRY_MS) {
  if (row === null || !triesLeft) return;
  const rows = document.querySelector(".st-key-rows .dvn-scroller");
  const top = (row + 1) * ROW_PX; // below the heading
  if (!rows || rows.scrollHeight < top + ROW_PX) setTimeout(() => showRow(row, triesLeft - 1), TRY_MS);
  else if (top < rows.scrollTop + ROW_PX || top > rows.scrollTop + rows.clientHeight - ROW_PX)
    rows.scrollTop = top - rows.clientHeight / 2;
}

// Back from a record: its line is where it was, and has the focus. What stands above the list may arrive after it.
function returnToLine(root) {
  const place = isBack && placeOnPage();
  const anchor = place && linksIn(root)[place.number];
  if (!anchor || anchor.dataset.incident !== place.id) return;
  const scroller = scrollerOf(root);
  const align = () => {
    scroller.scrollTop += anchor.getBoundingClientRect().top - place.top;
    anchor.focus({ preventScroll: true });
  };
  const observer = new ResizeObserver(align);
  const stop = () => observer.disconnect();
  observer.observe(scroller.firstElementChild ?? scroller);
  ["wheel", "touchstart", "keydown", "pointerdown"].forEach((kind) =>
    window.addEventListener(kind, stop, { once: true }),
  );
  setTimeout(stop, ARRIVAL_MS);
  align();
}

function linksIn(root) {
  return [...root.querySelectorAll("a")];
}

function scrollerOf(root) {
  const host = root.host ?? root;
  return host.closest('[data-testid="stMain"]') ?? document.scrollingElement;
}
