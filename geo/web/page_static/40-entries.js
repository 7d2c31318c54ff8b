// What is typed or switched: the search, the dates, a number, a yes or no, and what only the map can set.

import { element, iconButton, isolated, onEntry, reconcile, setField, setText } from "./10-elements.js";

// A field that says in words what it has understood, with buttons for what else it could mean.
function buildField(label, type, focus, report) {
  const input = element("input", { type, autocomplete: "off", spellcheck: false, data: { focus } });
  const note = element("p", { className: "note", role: "status", id: `note-${focus}` });
  input.setAttribute("aria-describedby", note.id);
  const others = element("ul", { className: "others" });
  onEntry(input, report);
  return element("div", { className: "field" }, element("label", {}, label, input), note, others);
}

function updateField(field, entry, panel) {
  const input = field.querySelector("input");
  setField(input, entry.text);
  input.setAttribute("aria-invalid", Boolean(entry.error));
  const note = field.querySelector(".note");
  note.classList.toggle("error", Boolean(entry.error));
  setText(note, entry.error || entry.note);
  reconcile(
    field.querySelector(".others"),
    entry.others,
    (other) => JSON.stringify(other.action),
    (other) => buildAction(`other ${other.label}`, other.action, panel),
    (item, other) => item.firstChild.replaceChildren(isolated(other.label)),
  );
}

// A line of a list with a button that does one thing.
function buildAction(focus, action, panel) {
  const button = element("button", { type: "button", data: { focus } });
  button.addEventListener("click", () => panel.send(action));
  return element("li", {}, button);
}

export function buildSearch(panel) {
  const field = buildField("Search", "search", "search", (text) => panel.send({ do: "search", value: text }));
  field.classList.add("search");
  field.setAttribute("role", "search");
  Object.assign(field.querySelector("input"), { maxLength: 400, placeholder: "Actor, place or any text" });
  return field;
}

export const updateSearch = updateField;

const ENDS = { from: "From", to: "To" };

export function buildDates(filter, panel) {
  const fields = Object.entries(ENDS).map(([key, label]) => {
    const field = buildField(label, "text", key, (text) => panel.send({ do: "date", key, value: text }));
    field.classList.add(key);
    field.querySelector("input").placeholder = "Any";
    return field;
  });
  const periods = element("ul", { className: "periods" });
  const clock = element("p", { className: "clock" });
  return element("div", { className: "dates" }, element("div", { className: "ends" }, ...fields), periods, clock);
}

export function updateDates(dates, filter, panel) {
  for (const key of Object.keys(ENDS)) updateField(dates.querySelector(`.${key}`), filter[key], panel);
  reconcile(
    dates.querySelector(".periods"),
    filter.periods,
    (period) => period.label,
    (period) => buildAction(`period ${period.label}`, { do: "period", value: period.value }, panel),
    (item, period) => {
      setText(item.firstChild, period.label);
      item.firstChild.setAttribute("aria-pressed", period.is_set);
    },
  );
  setText(dates.querySelector(".clock"), filter.clock);
}

export function buildNumber(filter, panel) {
  const { key, label } = filter;
  const field = buildField(label, "text", key, (text) => panel.send({ do: "set", key, value: text }));
  Object.assign(field.querySelector("input"), { inputMode: "numeric", placeholder: "Any", title: filter.help });
  field.classList.add("number");
  return field;
}

export const updateNumber = updateField;

export function buildFlag(filter, panel) {
  const { key } = filter;
  const box = element("input", { type: "checkbox", data: { focus: key } });
  box.addEventListener("change", () => panel.send({ do: "set", key, value: box.checked ? filter.value : "" }));
  const label = element("label", { title: filter.help }, box, element("span", { className: "name" }));
  label.append(element("span", { className: "count" }));
  return element("div", { className: "flag" }, label);
}

export function updateFlag(flag, filter) {
  flag.querySelector("input").checked = filter.is_set;
  setText(flag.querySelector(".name"), filter.label);
  setText(flag.querySelector(".count"), filter.count.toLocaleString("en-US"));
}

// A filter that is set on the map or by its form: what it is, and a way to drop it.
export function buildDrawn(filter, panel) {
  const remove = iconButton("remove", "remove");
  remove.dataset.focus = `${filter.key} remove`;
  remove.addEventListener("click", () => panel.send({ do: "set", key: filter.key, value: "" }));
  return element("div", { className: "drawn" }, element("span", { className: "name" }), remove);
}

export function updateDrawn(drawn, filter) {
  drawn.querySelector(".name").replaceChildren(isolated(filter.phrase));
  drawn.querySelector(".remove").setAttribute("aria-label", `Remove ${filter.label}`);
}
