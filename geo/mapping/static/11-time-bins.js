// Windows of whole bins of time: which days they are, how they move, what they count, and the ticks of their axis. A window
// is [first bin, last bin]; `edges` has the first day of each bin and the first day after the last. No page is needed.
(function (atlas) {
  const MONTHS_A_YEAR = 12;
  const MONDAY = 4; // 1970-01-05
  // The steps of an axis, the finest first: days, or months of the calendar.
  const TICK_STEPS = [
    ...[1, 2, 7, 14].map((days) => ({ days })),
    ...[1, 3, 6].map((months) => ({ months })),
    ...[1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].map((years) => ({ months: years * MONTHS_A_YEAR })),
  ];
  const ENGLISH = { timeZone: "UTC" };
  const shortMonth = new Intl.DateTimeFormat("en-GB", { ...ENGLISH, month: "short" });
  const longMonth = new Intl.DateTimeFormat("en-GB", { ...ENGLISH, month: "long" });

  const dateOf = (day) => new Date(day * 86400000);
  const yearOf = (day) => dateOf(day).getUTCFullYear();
  const clamp = (number, low, high) => Math.min(Math.max(number, low), high);

  // The bin that a day falls into; the first or the last for a day beside them.
  function binOf(edges, day) {
    let [low, high] = [0, edges.length - 2];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (edges[middle] <= day) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  const whole = (edges) => [0, edges.length - 2];
  const isWhole = (edges, [first, last]) => first === 0 && last === edges.length - 2;

  // The first and last day of a window, as ISO dates.
  function daysOf(edges, [first, last]) {
    return [atlas.days.isoDate(edges[first]), atlas.days.isoDate(edges[last + 1] - 1)];
  }

  // The bins that a window of days touches; either day may be missing, and so may the window.
  function binsOf(edges, days) {
    const [first, last] = (days || [null, null]).map((day) => day && atlas.days.dayNumber(day));
    const ends = [first === null ? 0 : binOf(edges, first), last === null ? edges.length - 2 : binOf(edges, last)];
    return ends[0] <= ends[1] ? ends : [ends[1], ends[1]];
  }

  // The window moved by some bins, as far as there are bins.
  function move(edges, [first, last], by) {
    const step = clamp(by, -first, edges.length - 2 - last);
    return [first + step, last + step];
  }

  // The window with one end (0 or 1) at a bin; past the other end, both are there.
  function resize(edges, window, end, bin) {
    const at = clamp(bin, 0, edges.length - 2);
    return end === 0 ? [Math.min(at, window[1]), window[1]] : [window[0], Math.max(at, window[0])];
  }

  // Running sums of how many begin and end by bin, one entry more than there are bins.
  function runningSums(numbers) {
    const sums = new Float64Array(numbers.length + 1);
    numbers.forEach((number, at) => (sums[at + 1] = sums[at] + number));
    return sums;
  }

  // How many overlap a window: those that begin by its last bin without those that end before its first.
  function countWithin(startSums, endSums, [first, last]) {
    return startSums[last + 1] - endSums[first];
  }

  // Where a window of some width begins to play: the windows in which something happened, each a bin after the one before.
  // A cumulative one begins with the first bin of `within`. `isBusy` tells whether anything overlaps a window.
  function playSteps([low, high], width, isCumulative, isBusy) {
    const steps = [];
    for (let last = Math.min(low + width - 1, high); last <= high; last += 1) {
      const window = [isCumulative ? low : last - width + 1, last];
      if (isBusy([Math.max(window[0], low), last])) steps.push([Math.max(window[0], low), last]);
    }
    return steps;
  }

  // Ticks of an axis of some pixels that are at least `apart` pixels from each other: [{ day, label }].
  function ticks(first, last, pixels, apart) {
    const pixelsADay = pixels / (last - first || 1);
    const step =
      TICK_STEPS.find(({ days, months }) => (days || months * 30.4) * pixelsADay >= apart) || TICK_STEPS.at(-1);
    const days = step.days ? dayTicks(first, last, step.days) : monthTicks(first, last, step.months);
    return days.map((day, at) => ({ day, label: tickLabel(day, days[at - 1], step) }));
  }

  function dayTicks(first, last, step) {
    const anchor = step % 7 === 0 ? MONDAY : first;
    const start = first + ((((anchor - first) % step) + step) % step);
    return Array.from({ length: Math.max(0, Math.ceil((last - start) / step)) }, (_, at) => start + at * step);
  }

  function monthTicks(first, last, step) {
    const monthOf = (day) => yearOf(day) * MONTHS_A_YEAR + dateOf(day).getUTCMonth();
    const dayOf = (month) => firstOfMonth(Math.floor(month / MONTHS_A_YEAR), month % MONTHS_A_YEAR);
    const days = [];
    for (let month = Math.ceil(monthOf(first) / step) * step; dayOf(month) < last; month += step)
      if (dayOf(month) >= first) days.push(dayOf(month));
    return days;
  }

  function firstOfMonth(year, month) {
    const date = new Date(0);
    date.setUTCFullYear(year, month, 1); // Date.UTC takes years below 100 for those of the 20th century
    return date.getTime() / 86400000;
  }

  // The year stands where it is news.
  function tickLabel(day, before, { months }) {
    const isNews = before === undefined || yearOf(before) !== yearOf(day);
    if (months >= MONTHS_A_YEAR) return String(yearOf(day));
    const month = shortMonth.format(dateOf(day));
    if (months) return isNews ? `${month} ${yearOf(day)}` : month;
    return `${dateOf(day).getUTCDate()} ${month}${isNews ? ` ${yearOf(day)}` : ""}`;
  }

  // Days in words: “16 January 2024”, “16–18 January 2024”, “January–March 2024”, “2012–2015”.
  function inWords(first, last) {
    const [start, end] = [first, last].map(dateOf);
    const [startYear, endYear] = [yearOf(first), yearOf(last)];
    const isFromFirst = start.getUTCDate() === 1;
    const isToLast = dateOf(last + 1).getUTCDate() === 1;
    if (isFromFirst && isToLast) {
      const isYears = start.getUTCMonth() === 0 && end.getUTCMonth() === 11;
      if (isYears) return startYear === endYear ? String(startYear) : `${startYear}–${endYear}`;
      return joined(longMonth.format(start), longMonth.format(end), startYear, endYear, "");
    }
    const [one, other] = [start, end].map((day) => `${day.getUTCDate()} ${longMonth.format(day)}`);
    const isOneMonth = startYear === endYear && start.getUTCMonth() === end.getUTCMonth();
    if (isOneMonth && first !== last) return `${start.getUTCDate()}–${other} ${endYear}`;
    return joined(one, other, startYear, endYear, " ");
  }

  function joined(one, other, startYear, endYear, space) {
    if (startYear !== endYear) return `${one} ${startYear} – ${other} ${endYear}`;
    return one === other ? `${one} ${endYear}` : `${one}${space}–${space}${other} ${endYear}`;
  }

  atlas.timeBins = {
    binOf,
    whole,
    isWhole,
    daysOf,
    binsOf,
    move,
    resize,
    runningSums,
    countWithin,
    playSteps,
    ticks,
    inWords,
  };
})(window.Faultline);
