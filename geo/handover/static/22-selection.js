// What of the file is shown: the filters of the page, and which rows pass them. The map, the strip and the list listen.
(function (atlas) {
  const EVERYTHING = { text: "", types: [], actor: "", precision: "", contested: false, inView: false, days: null };
  const listeners = [];
  let texts = null; // of each row, for the search; made when it is first used
  let state = { ...EVERYTHING };
  let view = null; // what the map shows: (row) => boolean

  // Without accents and capitals.
  function plain(text) {
    return text.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();
  }

  function textOf({ id, title, summary, notes, place, actors, facts }) {
    return plain([id, title, summary, notes, place, ...actors, ...Object.values(facts)].join("\n"));
  }

  const overlaps = ({ first_day: first, last_day: last }, [from, to]) => first !== null && first <= to && last >= from;

  // By the name of a part of the state, the rows that pass it.
  const TESTS = {
    text: ({ text }) => {
      const words = plain(text).split(/\s+/).filter(Boolean);
      if (!words.length) return null;
      texts = texts || atlas.rows.map(textOf);
      return ({ at }) => words.every((word) => texts[at].includes(word));
    },
    types: ({ types }) => (types.length ? ({ type }) => types.includes(type) : null),
    actor: ({ actor }) => (actor ? ({ actors }) => actors.includes(actor) : null),
    precision: ({ precision }) => (precision ? (row) => row.precision === precision : null),
    contested: ({ contested }) => (contested ? (row) => row.contested : null),
    inView: ({ inView }) => (inView ? view : null),
    days: ({ days }) => (days ? (row) => overlaps(row, days) : null),
  };

  // The rows that pass all parts of the state but these.
  function rowsWithout(...names) {
    const tests = Object.entries(TESTS)
      .filter(([name]) => !names.includes(name))
      .map(([, make]) => make(state))
      .filter(Boolean);
    return atlas.rows.filter((row) => tests.every((test) => test(row)));
  }

  function change(next) {
    state = { ...state, ...next };
    listeners.forEach((listen) => listen());
  }

  atlas.selection = {
    get state() {
      return state;
    },
    get isFiltered() {
      return Object.keys(EVERYTHING).some((name) => String(state[name] ?? "") !== String(EVERYTHING[name] ?? ""));
    },
    rowsWithout,
    rows: () => rowsWithout(),
    change,
    clear: () => change(EVERYTHING),
    listen: (listener) => listeners.push(listener),
    setView(test) {
      view = test;
      if (state.inView) change({});
    },
  };
})(window.Faultline);
