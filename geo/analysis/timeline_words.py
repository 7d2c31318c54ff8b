"""A timeline in words, for readers who cannot see the chart, and what the chart does not show."""

import pandas as pd

from geo.analysis import casualties
from geo.analysis.timeline import Timeline
from geo.core.formatting import format_day, pluralize

NOTHING = "No incident to draw."


def describe_timeline(timeline: Timeline) -> str:
    """How many incidents the chart shows and where they peak, and which it cannot place or leaves out."""
    sentences = [*_describe_bars(timeline), *_describe_spans(timeline), *describe_outside(timeline)]
    if timeline.n_undated:
        verb = "is" if timeline.n_undated == 1 else "are"
        sentences.append(f"{pluralize(timeline.n_undated, 'incident')} without a date {verb} not included.")
    return " ".join(sentences) or NOTHING


def describe_outside(timeline: Timeline) -> list[str]:
    """Which days the chart shows, where incidents lie outside."""
    outside, window = timeline.count_outside(), timeline.window
    if not outside or window is None:
        return []
    verb = "lies" if outside == 1 else "lie"
    days = f"{format_day(window.start)} to {format_day(window.last)}"
    return [f"Shown: {days}, the busiest time; {pluralize(outside, 'incident')} {verb} outside."]


def format_killed(sums: pd.DataFrame) -> list[str]:
    """The number killed of each row of a timeline's table, as a range in words."""
    columns = ["count", "killed_low", "killed_high", "killed_open", "killed_unknown"]
    renamed = dict(zip(columns, casualties.RANGE_COLUMNS, strict=True))
    return casualties.format_ranges(sums[columns].rename(columns=renamed))


def _describe_bars(timeline: Timeline) -> list[str]:
    if timeline.bars.empty:
        return []
    totals = timeline.totals()
    sentence = _killed_sentence(timeline, totals) if timeline.measure == "killed" else _count_sentence(timeline, totals)
    vague = int(timeline.bars.loc[~timeline.bars["to_the_day"], "count"].sum())
    return [sentence, f"Paler: {pluralize(vague, 'incident')} whose day is not known."] if vague else [sentence]


def _count_sentence(timeline: Timeline, totals: pd.DataFrame) -> str:
    counts, scale = totals["count"], timeline.scale
    total, highest = int(counts.sum()), int(counts.max())
    if total == 1:
        return f"1 incident, {scale.describe(counts.index[0])}."
    if len(counts) == 1:
        return f"{pluralize(total, 'incident')}, all {scale.describe(counts.index[0])}."
    if highest == 1:
        return f"{pluralize(total, 'incident')} by {scale.name}, never more than one in a {scale.name}."
    return f"{pluralize(total, 'incident')} by {scale.name}, most {scale.describe(counts.idxmax())} ({highest:,})."


def _killed_sentence(timeline: Timeline, totals: pd.DataFrame) -> str:
    whole = format_killed(totals.sum().to_frame().T)[0]
    if not int(totals["killed_best"].max()):
        return f"Killed by {timeline.scale.name}: {whole}."
    peak = totals["killed_best"].idxmax()
    (most,) = format_killed(totals.loc[[peak]])
    return f"Killed by {timeline.scale.name}: {whole}. Most {timeline.scale.describe(peak)}: {most}."


def _describe_spans(timeline: Timeline) -> list[str]:
    number = int(timeline.spans["count"].sum())
    if not number:
        return []
    phrase = "is drawn as a line" if number == 1 else "are drawn as lines"
    killed = ""
    if timeline.measure == "killed":
        (toll,) = format_killed(timeline.spans.drop(columns=["date_start", "date_end", "group"]).sum().to_frame().T)
        killed = f"; killed in {'it' if number == 1 else 'them'}: {toll}"
    return [f"{pluralize(number, 'incident')} cannot be placed in a single {timeline.scale.name} and {phrase}{killed}."]
