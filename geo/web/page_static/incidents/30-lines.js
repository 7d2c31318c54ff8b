// A list of incidents, one line each: date, mark of the type, title, place, killed. What is linked stands under its line.

import { element, isolated } from "../10-elements.js";

export function buildLines(panel, { lines, label }) {
  const list = element("ol", { className: "lines", aria: { label } });
  list.append(...lines.map((line) => lineOf(panel, line)));
  list.addEventListener("keydown", moveAmongLines);
  return list;
}

function lineOf(panel, line) {
  const { id, date, type, type_label: typeLabel, title, place, killed, links } = line;
  const marks = [contestOf(line), line.corrected && "corrected"].filter(Boolean).join(" · ");
  const head = element(
    "div",
    { className: "line" },
    element("span", { className: "date", textContent: date }),
    element("span", { className: `mark type-${type}`, role: "img", ariaLabel: typeLabel, title: typeLabel }),
    panel.link(id, title, "title"),
    element("span", { className: "place" }, isolated(place)),
    element("span", { className: "killed", textContent: killed }),
    element("span", { className: "contested", textContent: marks, title: marks }),
  );
  const item = element("li", {}, head);
  if (links.length) item.append(linksOf(panel, links));
  return item;
}

// On what the parties disagree, such as “Contested: who, how many”; empty where they do not.
export function contestOf({ contested, contested_on: topics }) {
  if (!contested) return "";
  return topics ? `Contested: ${topics.split("; ").join(", ")}` : "Contested: the table says so";
}

// Behind a fact that a person has corrected; `source`: what the source has, empty where that reads the same, undefined
// where nothing was corrected.
export function correctionOf(source) {
  if (source === undefined) return [];
  return source ? [", corrected; the source has ", isolated(source)] : [", corrected"];
}

function linksOf(panel, links) {
  const list = element("ul", { className: "links" });
  for (const { phrase, incident_id: id, title } of links)
    list.append(
      element("li", {}, element("span", { className: "quiet", textContent: phrase }), " ", panel.link(id, title)),
    );
  return list;
}

// Up and Down go from line to line; Tab goes through all links, as everywhere.
function moveAmongLines(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const titles = [...event.currentTarget.querySelectorAll("a.title")];
  const line = event.target.closest(".lines > li");
  const next = titles[titles.indexOf(line.querySelector("a.title")) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
