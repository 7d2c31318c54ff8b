// Chains as lanes over one time axis: numbered dots in order of date, arrows from what came first to what answered it.

import { element, isolated } from "../10-elements.js";

const SPACE = "http://www.w3.org/2000/svg";
const DAY_MS = 86_400_000;
const EDGE_PX = 16; // sizes here are chosen by eye, in light and dark
const GAP_PX = 27; // between the middles of two dots, where there is room
const AXIS_PX = 8;
const DOT_PX = 36;
const HEIGHT_PX = 84;
const HEAD_PX = 7;
const UNDIRECTED = "same-operation-as";

export function buildLanes(panel, { lanes, label, relations, show_label: showLabel }) {
  const box = element("div", { className: "lanes", role: "group", ariaLabel: label });
  const days = lanes.flatMap(({ entries }) => entries.flatMap((entry) => entry.days.filter(Boolean).map(Date.parse)));
  const span = days.length ? [Math.min(...days), Math.max(...days) + DAY_MS] : null;
  const drawings = lanes.map((lane) => buildLane(panel, lane, { span, showLabel, box }));
  if (span) box.prepend(axisOf(span));
  box.append(legendOf(relations));
  new ResizeObserver(() => drawings.forEach((draw) => draw())).observe(box);
  return box;
}

// The first and the last day, between which all lanes stand.
function axisOf([first, end]) {
  const text = (time) =>
    new Date(time).toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
  return element(
    "div",
    { className: "lane-axis", aria: { hidden: "true" } },
    element("span", { textContent: text(first) }),
    element("span", { textContent: text(end - DAY_MS) }),
  );
}

// The relations that are drawn.
function legendOf(relations) {
  const entries = relations.map(({ key, label, is_directed: isDirected }) => {
    const sample = svg("svg", { width: 30, height: 10, "aria-hidden": "true" });
    sample.append(svg("path", { class: `lane-link link-${key}`, d: isDirected ? "M1,5H22" : "M1,5H29" }));
    if (isDirected) sample.append(svg("path", { class: `lane-head-tip link-${key}`, d: "M29,5L21,1.500L21,8.500Z" }));
    return element("span", {}, sample, label);
  });
  return element("div", { className: "lane-legend quiet" }, ...entries);
}

function buildLane(panel, lane, { span, showLabel, box }) {
  const only = element("button", {
    type: "button",
    className: "lane-only",
    textContent: showLabel,
    hidden: !showLabel,
  });
  only.setAttribute("aria-label", `${showLabel}: ${lane.title}`);
  only.addEventListener("click", () => panel.choose(lane.chain));
  const head = element(
    "div",
    { className: "lane-head" },
    element("b", {}, isolated(lane.title)),
    element("span", { className: "quiet", textContent: lane.count }),
    only,
  );
  const track = element("div", { className: "lane-track" });
  const picture = svg("svg", { "aria-hidden": "true", height: HEIGHT_PX });
  const words = element("p", { className: "lane-words quiet", textContent: "" });
  const dots = lane.entries.map((entry, number) => dotOf(panel, entry, number, words));
  track.append(picture, ...dots);
  box.append(element("section", { className: "lane" }, head, track, words));
  return () => drawLane({ lane, span, track, picture, dots });
}

function dotOf(panel, entry, number, words) {
  const dot = panel.link(entry.id, String(number + 1), `lane-dot type-${entry.type}`);
  const text = [`${number + 1}`, entry.date, entry.title, entry.relation].filter(Boolean).join(" · ");
  dot.setAttribute("aria-label", text);
  const tell = () => words.replaceChildren(isolated(text));
  for (const kind of ["mouseenter", "focus"]) dot.addEventListener(kind, tell);
  return dot;
}

function drawLane({ lane, span, track, picture, dots }) {
  const width = track.clientWidth;
  if (!width) return;
  picture.setAttribute("width", width);
  const spans = lane.entries.map(({ days }) => spanOnAxis(days, span, width));
  const wanted = spans.map((ends) => ends && (ends[0] + ends[1]) / 2);
  const places = spread(wanted, width);
  dots.forEach((dot, number) => (dot.style.left = `${places[number]}px`));
  picture.replaceChildren(
    svg("path", { class: "lane-line", d: `M${EDGE_PX},${AXIS_PX}H${width - EDGE_PX}` }),
    ...lane.entries.flatMap(({ days, type }, number) =>
      spans[number] ? leader(spans[number], places[number], { isDay: days[0] === days[1], type }) : [],
    ),
    ...lane.links.flatMap((link) => arrow(link, places)),
    ...undated(spans, places),
  );
}

// Above each run of dots that stand at no day.
function undated(spans, places) {
  const runs = [];
  spans.forEach((span, number) => {
    if (span) return;
    if (number && !spans[number - 1] && runs.length) runs[runs.length - 1].push(places[number]);
    else runs.push([places[number]]);
  });
  return runs.map((run) => {
    const middle = (run[0] + run[run.length - 1]) / 2;
    const text = svg("text", { class: "lane-undated", x: middle, y: DOT_PX - 15, "text-anchor": "middle" });
    text.textContent = "no date";
    return text;
  });
}

// From the first to the end of the last day that an incident may have happened on; null without a date.
function spanOnAxis([first, last], span, width) {
  if (!first || !span) return null;
  const place = (time) => EDGE_PX + ((time - span[0]) / (span[1] - span[0])) * (width - 2 * EDGE_PX);
  return [place(Date.parse(first)), place(Date.parse(last || first) + DAY_MS)];
}

// As near to where they belong as dots that do not hide each other can be, in their order; what has no date stands
// before the next one that has, else at the end.
export function spread(wanted, width) {
  const [low, high] = [EDGE_PX, width - EDGE_PX];
  const gap = Math.min(GAP_PX, (high - low) / Math.max(1, wanted.length - 1));
  const places = wanted.map((place, at) => {
    const next = place ?? wanted.slice(at).find((other) => other !== null);
    return next === undefined ? high : next;
  });
  for (let at = 1; at < places.length; at += 1) places[at] = Math.max(places[at], places[at - 1] + gap);
  for (let at = places.length - 1; at >= 0; at -= 1)
    places[at] = Math.max(low, Math.min(places[at], at + 1 < places.length ? places[at + 1] - gap : high));
  return places;
}

// From the day on the axis, or the bar of the days between which it happened, down to the dot.
function leader([start, end], dot, { isDay, type }) {
  const middle = (AXIS_PX + DOT_PX - 10) / 2;
  const place = (start + end) / 2;
  const bar = { x: start, y: AXIS_PX - 3, width: Math.max(end - start, 5), height: 6, rx: 3 };
  return [
    isDay
      ? svg("circle", { class: "lane-tick", cx: place, cy: AXIS_PX, r: 2.5 })
      : svg("rect", { class: `lane-span type-${type}`, ...bar }),
    svg("path", {
      class: "lane-leader",
      d: `M${place},${AXIS_PX}C${place},${middle} ${dot},${middle} ${dot},${DOT_PX - 10}`,
    }),
  ];
}

// Below the dots, the deeper the farther it leads.
function arrow({ earlier, later, relation }, places) {
  const [start, end] = [places[earlier], places[later]];
  const top = DOT_PX + 11;
  const depth = Math.min(HEIGHT_PX - top - 4, 14 + Math.abs(end - start) / 9);
  const isDirected = relation !== UNDIRECTED;
  const tip = isDirected ? top + HEAD_PX - 1 : top;
  const line = `M${start},${top}C${start},${top + depth} ${end},${top + depth} ${end},${tip}`;
  const head = `M${end},${top}L${end - 3.5},${top + HEAD_PX}L${end + 3.5},${top + HEAD_PX}Z`;
  const className = `lane-link link-${relation}`;
  return [
    svg("path", { class: className, d: line }),
    ...(isDirected ? [svg("path", { class: `lane-head-tip link-${relation}`, d: head })] : []),
  ];
}

function svg(tag, attributes) {
  const made = document.createElementNS(SPACE, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}
