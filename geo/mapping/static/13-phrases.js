// What the map says of incidents, as plain text: right for none, one and many.
(function (atlas) {
  function countOf(number, noun) {
    return `${number.toLocaleString("en")} ${number === 1 ? noun : `${noun}s`}`;
  }

  function threeDigits(number) {
    return number.toLocaleString("en", { maximumSignificantDigits: 3 });
  }

  // The incidents at one place in a line: what a screen reader says of their mark.
  function summaryOf(incidents) {
    const [first] = incidents;
    return incidents.length === 1
      ? `${first.title}, ${first.date}`
      : `${countOf(incidents.length, "incident")}: ${first.place}`;
  }

  // The one place that all of them name, else the first with a word that there are others.
  function placeOf(incidents) {
    const places = [...new Set(incidents.map((incident) => incident.place || `place ${incident.precision_label}`))];
    return places.length === 1 ? places[0] : `${places[0]} and elsewhere`;
  }

  // A publication by what is known of it; what is unknown is left out.
  function referenceOf({ reference, title, paragraph }) {
    return [reference, title, paragraph && `paragraph ${paragraph}`].filter(Boolean).join(", ");
  }

  function sourceLine(publications) {
    const references = publications.map(referenceOf).filter(Boolean);
    if (!references.length) return "No source given";
    return `${references.length === 1 ? "Source" : "Sources"}: ${references.join("; ")}`;
  }

  atlas.phrases = { countOf, threeDigits, summaryOf, placeOf, sourceLine };
})(window.Faultline);
