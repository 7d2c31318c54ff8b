// The parts of an incident's record: who says what as one aligned table, the publications, and what it is linked to.
(function (atlas) {
  // The columns of the table; those that no claim fills are left out.
  const COLUMNS = [
    ["Who", ({ who, claimant }) => who || claimant],
    ["Stance", ({ stance }) => stance],
    ["Target", ({ target }) => target],
    ["Killed", ({ killed }) => killed],
    ["Injured", ({ injured }) => injured],
  ];

  function claims(record) {
    if (!record.claims.length) return [];
    const sources = sourcesOf(record);
    const columns = COLUMNS.filter(([, textOf], at) => at < 2 || record.claims.some(textOf));
    const table = atlas.element("table", "claim-table");
    const caption = atlas.element("caption", "unseen", "Who says what about this incident, a row a claimant");
    const head = atlas.element("tr");
    [...columns.map(([label]) => label), "Source"].forEach((label) => head.append(headCell(label, "col")));
    const body = atlas.element("tbody");
    record.claims.forEach((claim) => body.append(claimRow(claim, columns, sources)));
    const top = atlas.element("thead");
    top.append(head);
    table.append(caption, top, body);
    const frame = atlas.element("div", "claim-frame");
    frame.tabIndex = 0; // a table that is wider than the panel is scrolled by the keyboard too
    frame.setAttribute("role", "region");
    frame.setAttribute("aria-label", "Who says what");
    frame.append(table);
    return [atlas.element("h3", "", "Who says what"), frame, ...wordsOf(record.claims)];
  }

  function headCell(text, scope) {
    const cell = atlas.element("th", "", text);
    cell.scope = scope;
    cell.dir = "auto";
    return cell;
  }

  function claimRow(claim, columns, sources) {
    const row = atlas.element("tr");
    columns.forEach(([label, textOf], at) => {
      const cell = at ? atlas.element("td", "", textOf(claim)) : headCell(textOf(claim), "row");
      cell.dir = "auto";
      if (label === "Killed" || label === "Injured") cell.classList.add("number");
      row.append(cell);
    });
    const cell = atlas.element("td", "source", claim.source ? placeInSource(claim.source, sources) : "");
    if (claim.source) cell.title = claim.source;
    row.append(cell);
    return row;
  }

  // What each of them says, word for word as it is stored.
  function wordsOf(all) {
    const worded = all.filter(({ claim }) => claim);
    if (!worded.length) return [];
    const details = atlas.element("details", "claim-words");
    details.append(atlas.element("summary", "", worded.length === 1 ? "The claim in full" : "The claims in full"));
    worded.forEach(({ claimant, who, claim }) => {
      const line = atlas.element("p");
      line.append(atlas.element("b", "", claimant || who), ": ", atlas.element("bdi", "", claim));
      details.append(line);
    });
    return [details];
  }

  // A citation without where in the publication it is: claims of one publication differ by that alone.
  const PARAGRAPHS = /, paragraphs? ([^,“”]{1,80})$/;
  const withoutParagraphs = (citation) => citation.replace(PARAGRAPHS, "");

  // The number of a claim's source, and the paragraph: “[1] ¶ 5”.
  function placeInSource(source, sources) {
    const number = sources.findIndex((other) => withoutParagraphs(other) === withoutParagraphs(source)) + 1;
    const paragraphs = PARAGRAPHS.exec(source);
    return paragraphs ? `[${number}] ¶ ${paragraphs[1]}` : `[${number}]`;
  }

  // The publications in the order of their numbers; a claim's source that is none of them comes behind.
  function sourcesOf(record) {
    const sources = new Map(record.publications.map(({ citation }) => [withoutParagraphs(citation), citation]));
    record.claims.forEach(({ source }) => {
      const key = withoutParagraphs(source);
      if (key && !sources.has(key)) sources.set(key, source);
    });
    return [...sources.values()].filter(Boolean);
  }

  function publications(record) {
    const sources = sourcesOf(record);
    const title = atlas.element("h3", "", sources.length === 1 ? "Source" : "Sources");
    const note = record.publications_note ? [atlas.element("p", "quiet", record.publications_note)] : [];
    note.forEach((line) => (line.dir = "auto"));
    if (!sources.length) return [title, ...note];
    const list = atlas.element("ol", "publications");
    sources.forEach((source) => list.append(publicationItem(source, record.publications)));
    return [title, list, ...note];
  }

  // The citation as text, and behind it its address, where the server says that one is safe to open.
  function publicationItem(source, all) {
    const item = atlas.element("li");
    const publication = all.find(({ citation }) => citation === source);
    const text = atlas.element("span", "", source);
    text.dir = "auto";
    item.append(text);
    if (publication && WEB.test(publication.address)) item.append(" ", linkTo(publication));
    return item;
  }

  const WEB = /^https?:\/\/[^\s]+$/i;

  function linkTo({ address, host }) {
    const link = atlas.element("a", "source-link", `Open at ${host}`);
    link.href = address;
    link.target = "_blank";
    link.rel = "noopener noreferrer nofollow";
    link.referrerPolicy = "no-referrer";
    return link;
  }

  function links({ answers, answered_by: answeredBy }) {
    const all = [...answers, ...answeredBy];
    if (!all.length) return [];
    const list = atlas.element("ul", "record-links");
    all.forEach(({ phrase, incident_id: id, title }) => {
      const item = atlas.element("li");
      const button = atlas.element("button", "record-link-button", title);
      button.type = "button";
      button.dir = "auto";
      button.addEventListener("click", () => {
        atlas.openIncident(id, { focus: true });
        atlas.goToIncident(id);
      });
      item.append(atlas.element("span", "quiet", `${phrase} `), button);
      list.append(item);
    });
    return [atlas.element("h3", "", "Linked incidents"), list];
  }

  // What a person changed of the incident, the latest first.
  function changes(record) {
    if (!(record.changes ?? []).length) return [];
    const list = atlas.element("ul", "record-links");
    record.changes.forEach(({ kind, text, when, who, why }) => {
      const item = atlas.element("li");
      const circumstances = atlas.element("span", "quiet", ` – ${when}${who ? " by " : ""}`);
      circumstances.append(atlas.element("bdi", "", who), why ? ", because: " : "", atlas.element("bdi", "", why));
      item.append(`${kind}${text ? ": " : ""}`, atlas.element("bdi", "", text), circumstances);
      list.append(item);
    });
    return [atlas.element("h3", "", "Changes"), list];
  }

  atlas.recordParts = { changes, claims, publications, links };
})(window.Faultline);
