// A filter of choices: what is taken or excluded, the most frequent values with their counts, and the rest by typing.

import { element, iconButton, isolated, reconcile } from "./10-elements.js";
import { buildTypeAhead } from "./30-type-ahead.js";

const FEW = 5; // choices in sight, with those that are taken; Python sends ten more
const MIN_OTHERS = 2; // in sight beside any number of taken ones

export function buildChoices(filter, panel) {
  const list = element("ul", { className: "choices" });
  const more = element("button", { type: "button", className: "more" });
  const typeAhead = buildTypeAhead(filter, panel);
  const facet = element(
    "fieldset",
    { className: "facet" },
    element("legend", { textContent: filter.label, title: filter.help }),
    list,
    element("div", { className: "rest" }, more, typeAhead),
  );
  more.dataset.focus = `${filter.key} more`;
  more.addEventListener("click", () => {
    facet.classList.toggle("long");
    updateChoices(facet, facet.filter, panel);
  });
  return facet;
}

export function updateChoices(facet, filter, panel) {
  facet.filter = filter;
  const [list, more] = [facet.querySelector(".choices"), facet.querySelector(".more")];
  const isLong = facet.classList.contains("long");
  const few = Math.max(FEW - filter.chosen.length, MIN_OTHERS);
  const options = isLong ? filter.options : filter.options.slice(0, few);
  const largest = Math.max(1, ...[...filter.chosen, ...filter.options].map((choice) => choice.count));
  reconcile(
    list,
    [...filter.chosen, ...options],
    (choice) => choice.value,
    (choice) => buildChoice(filter.key, choice, panel),
    (row, choice) => updateChoice(row, choice, largest),
  );
  list.style.setProperty("--rows", filter.rows);
  more.hidden = filter.options.length <= few;
  more.textContent = isLong ? "Fewer" : `${filter.options.length - few} more`;
  more.setAttribute("aria-expanded", isLong);
  more.setAttribute("aria-label", isLong ? `Fewer of ${filter.label}` : `${more.textContent} of ${filter.label}`);
  facet.querySelector(".type-ahead").hidden = !filter.has_rest;
}

function buildChoice(key, choice, panel) {
  const box = element("input", { type: "checkbox", data: { focus: `${key} take ${choice.value}` } });
  const exclude = iconButton("exclude", "exclude");
  exclude.dataset.focus = `${key} exclude ${choice.value}`;
  const row = element(
    "li",
    {},
    element("span", { className: "bar", aria: { hidden: "true" } }),
    element("label", {}, box, element("span", { className: "name" }), element("span", { className: "count" })),
    exclude,
  );
  box.addEventListener("change", () => panel.send({ do: box.checked ? "take" : "drop", key, value: choice.value }));
  exclude.addEventListener("click", () => {
    const isExcluded = exclude.getAttribute("aria-pressed") === "true";
    panel.send({ do: isExcluded ? "drop" : "exclude", key, value: choice.value });
  });
  return row;
}

function updateChoice(row, choice, largest) {
  const exclude = row.querySelector(".exclude");
  row.className = choice.state;
  row.querySelector("input").checked = choice.state === "taken";
  const not = choice.state === "excluded" ? [element("span", { className: "not", textContent: "not " })] : [];
  row.querySelector(".name").replaceChildren(...not, isolated(choice.name));
  row.querySelector(".name").title = choice.name;
  row.querySelector(".count").textContent = choice.count.toLocaleString("en-US");
  row.style.setProperty("--share", `${(100 * choice.count) / largest}%`);
  exclude.setAttribute("aria-pressed", choice.state === "excluded");
  exclude.setAttribute("aria-label", `Exclude ${choice.name}`);
  exclude.title = choice.state === "excluded" ? `Do not exclude ${choice.name}` : `Exclude ${choice.name}`;
}
