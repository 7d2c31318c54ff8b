// The choices that are not in sight, by typing: a combobox after the ARIA Authoring Practices, whose list comes from the
// server, which knows other names and scripts too.

import { element, isolated } from "./10-elements.js";

const PAUSE_MS = 150; // between two letters before the server is asked; by judgement
let lists = 0;

export function buildTypeAhead(filter, panel) {
  lists += 1;
  const list = element("ul", { className: "options", id: `options-${lists}`, role: "listbox", hidden: true });
  list.setAttribute("aria-label", filter.label);
  const input = element("input", { type: "text", maxLength: 300, autocomplete: "off", role: "combobox" });
  for (const [name, value] of Object.entries({
    label: `${filter.label}: type to find others`,
    expanded: "false",
    controls: list.id,
    autocomplete: "list",
  }))
    input.setAttribute(`aria-${name}`, value);
  input.placeholder = "Type to find";
  input.dataset.focus = `${filter.key} type`;
  const status = element("span", { className: "unseen", role: "status" });
  connect({ filter, panel, input, list, status, timer: 0, asked: 0 });
  return element("div", { className: "type-ahead" }, input, list, status);
}

function connect(box) {
  box.input.addEventListener("input", () => {
    clearTimeout(box.timer);
    box.timer = setTimeout(() => void ask(box), PAUSE_MS);
  });
  box.input.addEventListener("keydown", (event) => onKey(box, event));
  box.input.addEventListener("blur", () => close(box));
  // Before the field loses the focus, which closes the list.
  box.list.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    const target = event.target.closest("[role=option]");
    if (target) take(box, target.dataset.value);
  });
}

async function ask(box) {
  const letters = box.input.value.trim();
  box.asked += 1;
  const own = box.asked;
  if (!letters) {
    close(box);
    return;
  }
  const choices = await fetchChoices(box, letters);
  if (own === box.asked && box.input.value.trim() === letters) show(box, letters, choices);
}

async function fetchChoices(box, letters) {
  const query = new URLSearchParams({ choices: box.filter.key, letters });
  try {
    const answer = await fetch(`${box.panel.data.choices}&${query}`);
    return answer.ok ? (await answer.json()).choices : null;
  } catch {
    return null;
  }
}

function show(box, letters, choices) {
  const options = (choices ?? []).map((choice) => buildOption(choice.value, choice.name, choice.count));
  const isListed = (choices ?? []).some((choice) => choice.name.toLowerCase() === letters.toLowerCase());
  if (box.filter.free && !isListed) options.push(buildOption(letters, `Use “${letters}”`));
  for (const [place, one] of options.entries()) one.id = `${box.list.id}-${place}`;
  box.status.textContent = describe(choices);
  const note = element("li", { className: "note", role: "presentation", textContent: box.status.textContent });
  box.list.replaceChildren(...options, ...(choices?.length ? [] : [note]));
  open(box, true);
  point(box, options[0]);
}

function describe(choices) {
  if (choices === null) return "The list cannot be read; the server does not answer.";
  if (choices.length === 0) return "No incident has such a value.";
  return choices.length === 1 ? "1 choice" : `${choices.length} choices`;
}

function buildOption(value, name, count = null) {
  const parts = [isolated(name, "name")];
  if (count !== null) parts.push(element("span", { className: "count", textContent: count.toLocaleString("en-US") }));
  return element("li", { role: "option", data: { value } }, ...parts);
}

function onKey(box, event) {
  const options = [...box.list.querySelectorAll("[role=option]")];
  const place = options.findIndex((one) => one.getAttribute("aria-selected") === "true");
  if (event.key === "Escape") close(box);
  else if (event.key === "Enter" && place >= 0 && !box.list.hidden) take(box, options[place].dataset.value);
  else if (event.key === "ArrowDown") point(box, options[(place + 1) % options.length]);
  else if (event.key === "ArrowUp") point(box, options[(place - 1 + options.length) % options.length]);
  else return;
  event.preventDefault();
}

function point(box, target) {
  for (const one of box.list.querySelectorAll("[role=option]")) one.setAttribute("aria-selected", one === target);
  if (target) box.input.setAttribute("aria-activedescendant", target.id);
  else box.input.removeAttribute("aria-activedescendant");
  target?.scrollIntoView({ block: "nearest" });
}

function take(box, value) {
  box.input.value = "";
  close(box);
  box.panel.send({ do: "take", key: box.filter.key, value });
}

function close(box) {
  clearTimeout(box.timer);
  box.asked += 1;
  open(box, false);
  point(box, null);
}

function open(box, isOpen) {
  box.list.hidden = !isOpen;
  box.input.setAttribute("aria-expanded", isOpen);
}
