// Elements of the filters. Text of data goes in by textContent alone.

const ICONS = {
  exclude: "M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2Zm-3 6h6",
  remove: "M4 4l8 8M12 4l-8 8",
};

// An element with properties, and with children that are elements or texts.
export function element(tag, properties = {}, ...children) {
  const { aria = {}, data = {}, ...own } = properties;
  const made = Object.assign(document.createElement(tag), own);
  for (const [name, value] of Object.entries(aria)) made.setAttribute(`aria-${name}`, value);
  Object.assign(made.dataset, data);
  made.append(...children);
  return made;
}

// A button with a picture, named in words for those who do not see it.
export function iconButton(icon, className) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", ICONS[icon]);
  svg.append(path);
  return element("button", { type: "button", className }, svg);
}

// A text of data, whose direction is its own.
export function isolated(text, className = "") {
  return element("bdi", { textContent: text, className });
}

// Give a list one child an item, in their order. A child that is there already is changed, so that nothing flickers,
// and stays where it is if its place is right, for moving it would take the focus from it.
export function reconcile(list, items, keyOf, make, update) {
  const children = new Map([...list.children].map((child) => [child.dataset.item, child]));
  let next = list.firstElementChild;
  for (const item of items) {
    const key = keyOf(item);
    const child = children.get(key) ?? make(item);
    child.dataset.item = key;
    update(child, item);
    if (child === next) next = next.nextElementSibling;
    else list.insertBefore(child, next);
    children.delete(key);
  }
  for (const child of children.values()) child.remove();
}

// Set a text only where it differs, so that a live region speaks of changes alone.
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

// Set what a field holds, unless somebody is about to change it.
export function setField(input, text) {
  if (input.dataset.value === text) return;
  input.dataset.value = text;
  input.value = text;
}

// Report a field when it has been changed, by Enter or by leaving it, once.
export function onEntry(input, report) {
  const enter = () => {
    if (input.value.trim() === (input.dataset.value ?? "")) return;
    input.dataset.value = input.value.trim();
    report(input.value.trim());
  };
  input.addEventListener("change", enter);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") enter();
  });
}
