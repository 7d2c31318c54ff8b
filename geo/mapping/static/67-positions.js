// What the claims about an incident agree on and what not, in a line each, and their numbers as ranges on one axis.
// The record has them as `positions` and `toll_axes`; text of data goes in by textContent.
(function (atlas) {
  const MAX_CLAIMANTS = 3; // that an answer names, by judgement: the table below has them all
  const SUMMARIES = [
    ["agreed", "Agreed"],
    ["contested", "Contested"],
    ["one side", "One side only"],
  ];

  // A line for what is agreed, one for what is contested, and one for what a single party says.
  function summary({ positions = [] }) {
    return SUMMARIES.flatMap(([status, label]) => {
      const some = positions.filter((position) => position.status === status);
      if (!some.length) return [];
      const line = atlas.element("p", `agreement ${status.replaceAll(" ", "-")}`);
      line.append(atlas.element("b", "", label), ": ");
      some.forEach((position, at) => line.append(at ? "; " : "", ...answersOf(position)));
      line.append(".");
      return [line];
    });
  }

  // “killed: 2 (Pakistan, Jaish al-Adl)”; what speaks for itself goes without its question, and who agrees is not named.
  function answersOf({ question, topic, status, answers }) {
    const standing = answers.filter((answer) => !answer.is_withdrawn);
    const isPlain = status !== "contested" && (topic === "whether" || question === "Whether it happened");
    const parts = isPlain ? [] : [`${question.charAt(0).toLowerCase()}${question.slice(1)}: `];
    standing.forEach(({ text, claimants }, at) => {
      parts.push(at ? " / " : "", atlas.element("bdi", "", text));
      if (status !== "agreed") parts.push(atlas.element("bdi", "quiet", ` (${namesOf(claimants)})`));
    });
    return parts;
  }

  function namesOf(claimants) {
    const more = claimants.length - MAX_CLAIMANTS;
    const names = claimants.slice(0, MAX_CLAIMANTS).join(", ");
    return more > 0 ? `${names} and ${more.toLocaleString("en")} more` : names;
  }

  // A figure for each outcome: a line a party, with its range as a bar on the axis that all of them share.
  function axes({ toll_axes: all = [] }) {
    return all.flatMap(({ label, end, ranges }) => {
      const list = atlas.element("ul", "toll-axis");
      ranges.forEach((range) => list.append(rangeLine(range, end)));
      const scale = atlas.element("li", "toll-scale quiet");
      scale.setAttribute("aria-hidden", "true");
      const ends = atlas.element("span", "toll-ends");
      ends.append(atlas.element("span", "", "0"), atlas.element("span", "", end.toLocaleString("en")));
      scale.append(atlas.element("span"), ends, atlas.element("span"));
      list.append(scale);
      return [atlas.element("h3", "", `${label}, by who says so`), list];
    });
  }

  const NOTES = { withdrawn: " (withdrawn)", estimate: " (estimate)" };

  function rangeLine({ who, kind, low, best, high, text }, end) {
    const line = atlas.element("li");
    const name = atlas.element("bdi", "toll-who", who);
    name.append(atlas.element("span", "quiet", NOTES[kind] || ""));
    const bar = atlas.element("span", `toll-bar ${kind}`);
    bar.setAttribute("aria-hidden", "true");
    const open = `${low === null ? " open-start" : ""}${high === null ? " open-end" : ""}`;
    const span = atlas.element("span", `toll-span${open}`);
    span.style.insetInlineStart = `${(100 * (low ?? 0)) / end}%`;
    span.style.width = `${(100 * ((high ?? end) - (low ?? 0))) / end}%`;
    bar.append(span);
    if (best !== null) {
      const dot = atlas.element("span", "toll-dot");
      dot.style.insetInlineStart = `${(100 * best) / end}%`;
      bar.append(dot);
    }
    line.append(name, bar, atlas.element("span", "toll-text", text));
    return line;
  }

  atlas.positions = { summary, axes };
})(window.Faultline);
