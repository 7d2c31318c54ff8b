// Days as whole numbers since 1970-01-01, and whether an incident lies in a window of them. No page is needed for this.
(function (atlas) {
  const DAY_MS = 86400000;

  function dayNumber(date) {
    return Date.parse(`${date}T00:00:00Z`) / DAY_MS;
  }

  function isoDate(day) {
    return new Date(day * DAY_MS).toISOString().slice(0, 10);
  }

  // The rule of the filters From and To, each of which may be missing: a day on which it may have happened lies in the
  // window. No date never does.
  function overlapsWindow([start, end], window) {
    if (!window) return true;
    const [first, last] = window;
    return start !== "" && (!last || start <= last) && (!first || end >= first);
  }

  atlas.days = { dayNumber, isoDate, overlapsWindow };
})(window.Faultline);
