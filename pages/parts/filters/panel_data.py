"""What the sidebar shows of the filters, as plain data for its script; names are as hostile as the table."""

from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd

from geo.core.formatting import pluralize
from geo.query.caveats import count_possible
from geo.query.filters import FILTER, Control, Filter
from geo.query.filters.evidence import LabelFilter
from geo.query.filters.exclusion import is_excluded, name_of, value_of
from geo.query.filters.extents import Inside
from geo.query.filters.inside import INSIDE
from geo.query.selection import Selection
from geo.web.page_scripts import filters_url
from pages.parts.filters import date_entry, number_entry, search_entry
from pages.parts.filters.groups import GROUPS
from pages.parts.frame import address, cache, state

FEW_CHOICES = 5  # in sight (page_static/20-choices.js)
MAX_CHOICES = 15  # with those behind “more”
Counts = dict[str, pd.Series]


def describe_panel(counts: Counts, unfiltered_counts: Counts) -> dict[str, Any]:
    """All that the filters' script draws.

    `counts`: by filter, the incidents of each value under the other filters. `unfiltered_counts`: the same without any
    filter; a filter that could exclude nothing is left out.
    """
    selection = state.selection()
    n_selected = len(cache.select(selection))
    return {
        "script": filters_url(),
        "name": name_filters(selection),
        "close": f"Show {pluralize(n_selected, 'incident')}",
        "hint": "Counts are under the other filters; bars compare them within one list.",
        "choices": f"/api/choices.json?{address.with_data_key(selection.to_query())}",
        "search": search_entry.describe_search(),
        "groups": [group for group in _describe_groups(counts, unfiltered_counts) if group["filters"]],
    }


def describe_uncounted_panel() -> dict[str, Any]:
    """The same of the filters that need no counts: the search, the dates and the numbers."""
    selection = state.selection()
    numbers = [
        (label, [_describe_number(FILTER[key], {}, {}) for key in keys if FILTER[key].control is Control.NUMBER])
        for label, keys in GROUPS
    ]
    groups = [("Dates", [date_entry.describe_dates()]), *(group for group in numbers if group[1])]
    return {
        "script": filters_url(),
        "name": name_filters(selection),
        "close": "Show incidents",
        "hint": "The other filters come with their counts, which could not be answered.",
        "choices": f"/api/choices.json?{address.with_data_key(selection.to_query())}",
        "search": search_entry.describe_search(),
        "groups": [{"label": label, "set": "", "filters": described} for label, described in groups],
    }


def name_filters(selection: Selection) -> str:
    """The name of the filters on a button, with how many are set: “Filters (2)”."""
    return f"Filters ({len(selection.filters)})" if selection.filters else "Filters"


def _describe_groups(counts: Counts, unfiltered_counts: Counts) -> Iterator[dict[str, Any]]:
    for label, keys in GROUPS:
        filters = [FILTER[key] for key in keys if _is_useful(FILTER[key], unfiltered_counts)]
        n_set = sum(filter_.key in dict(state.selection().filters) for filter_ in filters)
        described = [DESCRIBE[filter_.control](filter_, counts, unfiltered_counts) for filter_ in filters]
        if label == "Dates":
            described = [date_entry.describe_dates()]
        yield {"label": label, "set": f"{n_set} set" if n_set else "", "filters": [each for each in described if each]}


def _is_useful(filter_: Filter[Any], unfiltered_counts: Counts) -> bool:
    """Whether the filter is set, or could exclude any incident."""
    counts = unfiltered_counts.get(filter_.key)
    if counts is None or state.selection().get(filter_.key):
        return True
    if filter_.control is Control.CHOICES and not isinstance(filter_, LabelFilter):  # which most rows leave blank
        return len(counts) >= 2
    return int(counts.sum()) < len(cache.get_atlas().engine)


def _describe_choices(filter_: Filter[Any], counts: Counts, unfiltered_counts: Counts) -> dict[str, Any]:
    selection = state.selection()
    return cache.remember(
        ("choices", filter_.key, selection.to_query()),
        lambda: _list_choices(filter_, selection, counts, unfiltered_counts),
    )


def _list_choices(
    filter_: Filter[Any], selection: Selection, counts: Counts, unfiltered_counts: Counts
) -> dict[str, Any]:
    series = counts.get(filter_.key, pd.Series(dtype="int64"))
    series = series.sort_values(ascending=False, kind="stable")  # those of a vocabulary come in its order
    values: tuple[str, ...] = selection.get(filter_.key) or ()
    names = {name_of(value) for value in values}
    options = [str(name) for name in series.index[: MAX_CHOICES + len(names)] if name not in names][:MAX_CHOICES]
    return _heading(filter_, "choices") | {
        "chosen": [_describe_choice(filter_, value, series) for value in values],
        "options": [_describe_choice(filter_, value_of(name), series) | {"state": ""} for name in options],
        "rows": min(FEW_CHOICES, len(unfiltered_counts.get(filter_.key, ()))),
        "free": filter_.accepts_free_text,
        "has_rest": filter_.accepts_free_text or len(series) > len(options) + len(names),
    }


def _describe_choice(filter_: Filter[Any], value: str, counts: pd.Series) -> dict[str, Any]:
    name = name_of(value)
    return {
        "value": value_of(name),
        "name": filter_.display(name),
        "count": int(counts.get(name, 0)),
        "state": "excluded" if is_excluded(value) else "taken",
    }


def _describe_number(filter_: Filter[Any], _counts: Counts, _unfiltered_counts: Counts) -> dict[str, Any]:
    return _heading(filter_, "number") | number_entry.describe_number(filter_.key)


def _describe_flag(filter_: Filter[Any], counts: Counts, _unfiltered_counts: Counts) -> dict[str, Any]:
    count = int(counts.get(filter_.key, pd.Series(dtype="int64")).sum())
    return _heading(filter_, "flag") | {
        "is_set": bool(state.selection().get(filter_.key)),
        "value": "1",
        "count": count,
    }


def _describe_drawn(filter_: Filter[Any], _counts: Counts, _unfiltered_counts: Counts) -> dict[str, Any]:
    """What the map has set, with a way to drop it; the switch for what may lie inside."""
    selection = state.selection()
    if filter_.key == INSIDE:
        return _describe_inside(selection)
    value = selection.get(filter_.key)
    return _heading(filter_, "drawn") | {"phrase": filter_.describe(value)} if value else {}


def _describe_inside(selection: Selection) -> dict[str, Any]:
    is_set = selection.inside is Inside.POSSIBLE
    n_possible = count_possible(cache.get_atlas().engine, selection)
    if not is_set and not n_possible:
        return {}
    return _heading(FILTER[INSIDE], "flag") | {
        "label": "What may lie inside too",
        "is_set": is_set,
        "value": Inside.POSSIBLE.value,
        "count": n_possible,
    }


def _heading(filter_: Filter[Any], kind: str) -> dict[str, Any]:
    return {"key": filter_.key, "kind": kind, "label": filter_.label, "help": filter_.help}


def _describe_nothing(_filter: Filter[Any], _counts: Counts, _unfiltered_counts: Counts) -> dict[str, Any]:
    """Dates are described together, and the text is the search."""
    return {}


DESCRIBE: dict[Control, Callable[[Filter[Any], Counts, Counts], dict[str, Any]]] = {
    Control.CHOICES: _describe_choices,
    Control.NUMBER: _describe_number,
    Control.FLAG: _describe_flag,
    Control.DRAWN: _describe_drawn,
    Control.DATE: _describe_nothing,
    Control.TEXT: _describe_nothing,
}
