// What the map says of incidents, as plain text: right for none, one and many.
(function (atlas) {
  const MAX_TYPES = 3; // that the name of a cluster lists

  function countOf(number, noun) {
    return `${number.toLocaleString("en")} ${number === 1 ? noun : `${noun}s`}`;
  }

  function threeDigits(number) {
    return number.toLocaleString("en", { maximumSignificantDigits: 3 });
  }

  // A number in as few letters as fit into a cluster: 950, 1.2k, 12k, 1.2M.
  function shortNumber(number) {
    return number < 1000 ? String(number) : compact.format(number).replace("K", "k");
  }
  const compact = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });

  // The incidents at one place in a line: what a screen reader says of their mark.
  function summaryOf(incidents) {
    const [first] = incidents;
    return incidents.length === 1
      ? [first.title, first.date, first.place].filter(Boolean).join(", ")
      : `${countOf(incidents.length, "incident")}: ${placeOf(incidents)}`;
  }

  // The one place that all of them name, else the first with a word that there are others.
  function placeOf(incidents) {
    const places = [...new Set(incidents.map((incident) => incident.place || `place ${incident.precision_label}`))];
    return places.length === 1 ? places[0] : `${places[0]} and elsewhere`;
  }

  // The commonest types of { key: count } in words, such as “40 battles, 12 protests and others”; `labels` by key.
  function typesOf(types, labels) {
    const entries = Object.entries(types).sort(([, count], [, other]) => other - count);
    const words = entries.slice(0, MAX_TYPES).map(([key, count]) => `${count.toLocaleString("en")} ${labels.get(key)}`);
    return words.join(", ") + (entries.length > MAX_TYPES ? " and others" : "");
  }

  // The killed of several incidents, [low, best, high, how many give no number, how many have no upper end], as a range
  // in words; the last may be missing.
  function tollOf([low, , high, unknown, open], count) {
    if (unknown === count) return "number killed unknown";
    if (open && !unknown) return tollOfOne([low, null, null]);
    const range = low === high ? low.toLocaleString("en") : `${low.toLocaleString("en")}–${high.toLocaleString("en")}`;
    return unknown
      ? `at least ${low.toLocaleString("en")} killed, unknown for ${unknown.toLocaleString("en")}`
      : `${range} killed`;
  }

  // The killed of one incident, [low, best, high].
  function tollOfOne([low, best, high]) {
    if (low === null && high === null) return "number killed not stated";
    if (low === null) return `at most ${high.toLocaleString("en")} killed`;
    if (high === null) return low ? `at least ${low.toLocaleString("en")} killed` : "0 or more killed";
    const range = low === high ? low.toLocaleString("en") : `${low.toLocaleString("en")}–${high.toLocaleString("en")}`;
    return best !== null && best !== low && best !== high
      ? `${range} killed, most likely ${best.toLocaleString("en")}`
      : `${range} killed`;
  }

  // On what the parties disagree, such as “Contested: who, how many”; empty where they do not.
  function contestOf({ contested, contested_on: topics }) {
    if (!contested) return "";
    return topics ? `Contested: ${topics.split("; ").join(", ")}` : "Contested: the table says so";
  }

  // Behind a fact that a person has corrected; `source`: what the source has, empty where that reads the same, undefined
  // where nothing was corrected. The text of the source stands apart, whatever its direction.
  function correctionOf(source) {
    if (source === undefined) return "";
    return source ? `, corrected; the source has \u2068${source}\u2069` : ", corrected";
  }

  // A place on the globe in words.
  function positionOf(latitude, longitude) {
    const east = longitude - 360 * Math.round(longitude / 360);
    return `${Math.abs(latitude).toFixed(2)}° ${latitude < 0 ? "S" : "N"}, ${Math.abs(east).toFixed(2)}° ${east < 0 ? "W" : "E"}`;
  }

  // Names of which no two are the same: a number behind those that come again.
  function distinctNames(names) {
    const seen = new Map();
    return names.map((name) => {
      seen.set(name, (seen.get(name) || 0) + 1);
      return seen.get(name) === 1 ? name : `${name} (${seen.get(name)})`;
    });
  }

  const MAX_SOURCES = 3; // that a line names

  // The publications by what is known of them; `note` says what is known where there is none.
  function sourceLine(publications, note) {
    const citations = publications.map(({ citation }) => citation).filter(Boolean);
    if (!citations.length) return note;
    const further = citations.length - MAX_SOURCES;
    const more = further > 0 ? `; and ${further.toLocaleString("en")} more` : "";
    return `${citations.length === 1 ? "Source" : "Sources"}: ${citations.slice(0, MAX_SOURCES).join("; ")}${more}`;
  }

  atlas.phrases = {
    countOf,
    threeDigits,
    shortNumber,
    summaryOf,
    placeOf,
    typesOf,
    tollOf,
    tollOfOne,
    contestOf,
    correctionOf,
    positionOf,
    distinctNames,
    sourceLine,
  };
})(window.Faultline);
