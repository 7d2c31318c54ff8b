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

  // The rule of the filters From and To, each of which may be missing: a day on which it may have happened lies in the
  // window. No date never does.
  function overlapsWindow([start, end], window) {
    if (!window) return true;
    const [first, last] = window;
    return start !== "" && (!last || start <= last) && (!first || end >= first);
  }

  // The days that hold the middle nine tenths of entries [first day, last day, count], so that a few of long ago do not
  // make a window of years.
  function busySpan(entries) {
    const middles = entries
      .map(([first, last, count]) => [(first + last) / 2, count])
      .sort(([day], [other]) => day - other);
    const total = middles.reduce((sum, [, count]) => sum + count, 0);
    const dayAt = (share) => {
      let sum = 0;
      return middles.find(([, count]) => (sum += count) >= share * total)[0];
    };
    return [Math.floor(dayAt(0.05)), Math.ceil(dayAt(0.95))];
  }

  // Whether any of the entries may have happened from the first to the last of these days.
  function hasAny(entries, [first, last]) {
    return entries.some(([start, end]) => start <= last && end >= first);
  }

  // How many of the entries fall into each of some equal parts of a span; one that lasts is spread over its days.
  function binCounts(entries, [first, last], number) {
    const bins = Array.from({ length: number }, () => 0);
    const width = (last - first + 1) / number;
    const binOf = (day) => Math.min(number - 1, Math.max(0, Math.floor((day - first) / width)));
    entries.forEach(([start, end, count]) => {
      const [low, high] = [binOf(start), binOf(end)];
      for (let bin = low; bin <= high; bin += 1) bins[bin] += count / (high - low + 1);
    });
    return bins;
  }

  atlas.days = {
    dayNumber,
    isoDate,
    suitableWidth,
    windowSteps,
    windowEndingOn,
    overlapsWindow,
    busySpan,
    hasAny,
    binCounts,
  };
})(window.Faultline);
