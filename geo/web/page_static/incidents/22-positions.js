// What parties agree on, question by question, and their numbers as ranges on one axis. Text of data goes in by textContent.

import { element, isolated } from "../10-elements.js";

const MARKS = { agreed: "✓", contested: "≠", "one side": "·", "several answers": "·" };

const MAX_CLAIMANTS = 3; // that an answer names, by judgement: the table below has them all
const SUMMARIES = [
  ["agreed", "Agreed"],
  ["contested", "Contested"],
  ["one side", "One side only"],
];

// A line for what is agreed, one for what is contested, and one for what a single party says: as in the map's record.
export function summaryOf(positions) {
  return SUMMARIES.flatMap(([status, label]) => {
    const some = positions.filter((position) => position.status === status);
    if (!some.length) return [];
    const line = element("p", { className: `agreement is-${status.replaceAll(" ", "-")}` });
    line.append(element("b", { textContent: label }), ": ");
    some.forEach((position, number) => line.append(number ? "; " : "", ...summaryAnswers(position)));
    line.append(".");
    return [line];
  });
}

// “killed: 2 (Pakistan, Jaish al-Adl)”; what speaks for itself goes without its question, and who agrees is not named.
function summaryAnswers({ question, status, answers }) {
  const isPlain = status !== "contested" && question === "Whether it happened";
  const parts = isPlain ? [] : [`${question.charAt(0).toLowerCase()}${question.slice(1)}: `];
  answers
    .filter((answer) => !answer.is_withdrawn)
    .forEach(({ text, claimants }, number) => {
      parts.push(number ? " / " : "", isolated(text));
      if (status !== "agreed")
        parts.push(element("span", { className: "quiet" }, " (", isolated(namesOf(claimants)), ")"));
    });
  return parts;
}

function namesOf(claimants) {
  const more = claimants.length - MAX_CLAIMANTS;
  const names = claimants.slice(0, MAX_CLAIMANTS).join(", ");
  return more > 0 ? `${names} and ${more.toLocaleString("en")} more` : names;
}

export function positionsOf(positions) {
  const list = element("ul", { className: "positions" });
  for (const { question, status, answers } of positions) {
    const mark = element("span", { className: "position-mark", textContent: MARKS[status], aria: { hidden: "true" } });
    const badge = element("span", { className: `position-status ${status.replace(" ", "-")}` }, mark, ` ${status}`);
    const entries = answers.map(answerOf);
    const head = element("div", { className: "position-head" }, element("b", { textContent: question }), " ", badge);
    list.append(element("li", {}, head, element("ul", { className: "answers" }, ...entries)));
  }
  return list;
}

function answerOf({ text, claimants, is_withdrawn: isWithdrawn }) {
  const speakers = element("span", { className: "quiet" }, isWithdrawn ? " (withdrawn) – " : " – ");
  claimants.forEach((claimant, number) => speakers.append(number ? ", " : "", isolated(claimant)));
  return element("li", { className: isWithdrawn ? "withdrawn" : "" }, isolated(text), speakers);
}

// One line a party: its name, its range as a bar on the axis that all share, and the number in words.
export function tollAxis({ end, ranges }) {
  const list = element("ul", { className: "toll-axis" });
  for (const range of ranges) {
    const bar = element(
      "span",
      { className: `toll-bar ${range.kind}`, aria: { hidden: "true" } },
      ...marksOf(range, end),
    );
    const who = element("span", { className: "toll-who" }, isolated(range.who), noteOf(range.kind));
    list.append(element("li", {}, who, bar, element("span", { className: "toll-text", textContent: range.text })));
  }
  const scale = element("li", { className: "toll-scale", aria: { hidden: "true" } });
  const ends = element("span", { className: "toll-ends" }, element("span", { textContent: "0" }));
  ends.append(element("span", { textContent: end.toLocaleString("en") }));
  scale.append(element("span"), ends, element("span"));
  list.append(scale);
  return list;
}

function noteOf(kind) {
  const notes = { withdrawn: " (withdrawn)", estimate: " (estimate)" };
  return element("span", { className: "quiet", textContent: notes[kind] || "" });
}

// The bar from the lowest to the highest number, open where one of them is not stated, and a dot at the best one.
function marksOf({ low, best, high }, end) {
  const from = low ?? 0;
  const to = high ?? end;
  const open = `${low === null ? " open-start" : ""}${high === null ? " open-end" : ""}`;
  const span = element("span", { className: `toll-span${open}` });
  span.style.insetInlineStart = `${(100 * from) / end}%`;
  span.style.width = `${(100 * (to - from)) / end}%`;
  if (best === null) return [span];
  const dot = element("span", { className: "toll-dot" });
  dot.style.insetInlineStart = `${(100 * best) / end}%`;
  return [span, dot];
}
