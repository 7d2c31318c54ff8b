// Days as whole numbers since 1970-01-01, and windows of days that move over a span. No page is needed for any of this.
(function (atlas) {
  const DAY_MS = 86400000;
  // A slider of a map's width has some 400 pixels: more steps than that could not be told apart by hand.
  const MAX_STEPS = 400;

  function dayNumber(date) {
    return Date.parse(`${date}T00:00:00Z`) / DAY_MS;
  }

  function isoDate(day) {
    return new Date(day * DAY_MS).toISOString().slice(0, 10);
  }

  // The first of some widths that crosses a span in a quarter of the steps; the last one where none does.
  function suitableWidth(widths, [first, last]) {
    const index = widths.findIndex((width) => (last - first) / width <= MAX_STEPS / 4);
    return index < 0 ? widths.length - 1 : index;
  }

  // The last days that a window of some width may have. Windows overlap by half, and no step is wider than a window,
  // so that no day is passed over. The last step may end behind the span.
  function windowSteps([first, last], width) {
    const step = Math.max(1, Math.floor(width / 2), Math.min(width, Math.ceil((last - first) / MAX_STEPS)));
    const min = Math.min(first + width - 1, last);
    return { min, max: last + ((step - ((last - min) % step)) % step), step };
  }

  // The first and last day of the window that ends on a day; never beyond the span, which holds all that is selected.
  function windowEndingOn(day, width, [first, last], isCumulative) {
    const end = Math.min(day, last);
    return [isoDate(isCumulative ? first : Math.max(first, end - width + 1)), isoDate(end)];
  }

  // The rule of the filters From and To: a day on which it may have happened lies in the window. No date never does.
  function overlapsWindow([start, end], window) {
    return !window || (start !== "" && start <= window[1] && end >= window[0]);
  }

  atlas.days = { dayNumber, isoDate, suitableWidth, windowSteps, windowEndingOn, overlapsWindow };
})(window.Faultline);
