// What a person changed of an incident, the latest first. Text of data goes in by textContent.

import { element, isolated } from "../10-elements.js";

export function changesOf(changes) {
  const list = element("ul", { className: "sources" });
  for (const { kind, text, when, who, why } of changes) {
    const line = element("span", { className: "quiet" }, `${when}${who ? " by " : ""}`, isolated(who));
    if (why) line.append(", because: ", isolated(why));
    list.append(element("li", {}, `${kind}${text ? ": " : ""}`, isolated(text), " – ", line));
  }
  return list;
}
