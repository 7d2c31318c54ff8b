// The record of an incident: facts, claims as one aligned table, the chain, and the publications. Text of data goes in
// by textContent alone.

import { element, isolated } from "../10-elements.js";
import { changesOf } from "./21-changes.js";
import { positionsOf, summaryOf, tollAxis } from "./22-positions.js";
import { contestOf, correctionOf } from "./30-lines.js";

const CLAIM_COLUMNS = [
  ["Who", "who", ""],
  ["Stance", "stance", ""],
  ["Target", "target", ""],
  ["Killed", "killed", "number"],
  ["Injured", "injured", "number"],
  ["Source", "source", "source"],
];
const ALWAYS = new Set(["who", "stance", "source"]);

export function buildRecord(panel, { record, texts }) {
  const close = element("button", { type: "button", className: "close", textContent: "Close" });
  close.addEventListener("click", () => panel.open(""));
  const heading = element("h2", { tabIndex: -1 }, isolated(record.title));
  const parts = [
    element("div", { className: "record-head" }, heading, close),
    record.contested && element("p", { className: "badge", textContent: contestOf(record) }),
    ...summaryOf(record.positions),
    factsOf(record),
    ...[record.summary, record.notes].filter(Boolean).map(paragraph),
    ...record.toll_axes.map((axis) => section(`${axis.label}, by who says so`, tollAxis(axis))),
    record.claims.length > 1 && section("Question by question", positionsOf(record.positions)),
    record.claims.length && section("Who says what", claimsTable(record.claims)),
    record.claims_note && element("p", { className: "quiet", textContent: record.claims_note }),
    record.changes.length && section("Changes", changesOf(record.changes)),
    record.chain.length && section("Chain", chainList(panel, record), ...chainLinks(texts)),
    section("Sources", sourcesOf(record)),
    element(
      "p",
      { className: "quiet" },
      "Identifier: ",
      isolated(record.id),
      texts.dataset && " · ",
      isolated(texts.dataset),
    ),
  ];
  return element("article", { className: "record" }, ...parts.filter(Boolean));
}

function paragraph(text) {
  return element("p", { dir: "auto", className: "prose", textContent: text });
}

function section(title, ...children) {
  return element("section", {}, element("h3", { textContent: title }), ...children);
}

function factsOf({ facts, corrected }) {
  const list = element("dl", { className: "facts" });
  for (const [label, text] of Object.entries(facts)) {
    const correction = element("span", { className: "correction" }, ...correctionOf(corrected[label]));
    list.append(element("dt", { textContent: label }), element("dd", {}, isolated(text), correction));
  }
  return list;
}

// One body a claimant's statement: a row of what can be compared, and under it what the claimant says. A column of which
// no claim says anything is left out.
function claimsTable(claims) {
  const columns = CLAIM_COLUMNS.filter(([, key]) => ALWAYS.has(key) || claims.some((claim) => claim[key]));
  const head = element("tr");
  for (const [label, , className] of columns)
    head.append(element("th", { scope: "col", className, textContent: label }));
  const bodies = claims.map((claim) => {
    const cells = columns.map(([label, key, className], number) => {
      const cell = element(number ? "td" : "th", { className, data: { label } }, isolated(claim[key]));
      if (!number) cell.scope = "rowgroup";
      if (key === "source") cell.rowSpan = 2;
      return cell;
    });
    const source = element("span", { className: "source-below" }, " ", isolated(claim.source));
    const says = element("td", { colSpan: columns.length - 1, className: "says" }, isolated(claim.claim), source);
    return element("tbody", {}, element("tr", {}, ...cells), element("tr", {}, says));
  });
  return element("table", { className: "claims" }, element("thead", {}, head), ...bodies);
}

function chainList(panel, record) {
  const list = element("ol", { className: "chain" });
  for (const entry of record.chain) {
    const mark = element("span", { className: `mark type-${entry.type}`, aria: { hidden: "true" } });
    const title = entry.is_current
      ? element("b", { aria: { current: "true" } }, isolated(entry.title))
      : panel.link(entry.id, entry.title);
    const relation = element(
      "span",
      { className: "quiet" },
      entry.is_current ? "this incident" : isolated(entry.relation),
    );
    list.append(
      element("li", {}, mark, element("span", { className: "date", textContent: entry.date }), title, relation),
    );
  }
  const note = record.chain_note && element("p", { className: "quiet", textContent: record.chain_note });
  return note ? element("div", {}, list, note) : list;
}

// The chain alone, on the map and over time.
function chainLinks({ chain_address: address }) {
  if (!address) return [];
  const link = (page, text) => element("a", { href: `/${page}?${address}`, textContent: text });
  return [
    element(
      "p",
      { className: "quiet" },
      "This chain: ",
      link("map", "on the map"),
      " · ",
      link("timeline", "over time"),
    ),
  ];
}

function sourcesOf({ publications, publications_note: note }) {
  const parts = [];
  if (publications.length) {
    const list = element("ul", { className: "sources" });
    for (const publication of publications) list.append(element("li", {}, ...publicationParts(publication)));
    parts.push(list);
  }
  if (note) parts.push(element("p", { dir: "auto", className: parts.length ? "quiet" : "", textContent: note }));
  return element("div", {}, ...parts);
}

// An address that is safe to open is a link with its host; a reference that is only a label stands behind the name.
function publicationParts({ citation, reference, address, host }) {
  const parts = [isolated(citation)];
  if (/^https?:\/\//i.test(address))
    parts.push(
      " ",
      element("a", {
        href: address,
        target: "_blank",
        rel: "noopener noreferrer nofollow",
        referrerPolicy: "no-referrer",
        textContent: `Open at ${host}`,
      }),
    );
  else if (reference && !citation.startsWith(reference))
    parts.push(" ", element("span", { className: "quiet" }, "(", isolated(reference), ")"));
  return parts;
}
