"""How many incidents each choice of a filter would leave, under all the other filters."""

from typing import Any

import pandas as pd

from geo.errors import ValueRefused
from geo.filters import FILTERS, Control, Filter
from geo.folding import folded
from geo.selection import Selection


def counts(frame: pd.DataFrame, selection: Selection, choice: Filter[Any]) -> pd.Series:
    """Incidents per choice under the other filters: value → count, most first, or in the vocabulary's order.

    A choice that is set but that the table words otherwise is listed too; a name that no query can hold is not.
    An incident counts once per choice.
    """
    others = selection.without(choice.key).apply(frame)
    occurrences = choice.occurrences(others)
    found = _counted(pd.DataFrame({"row": occurrences.index, "value": occurrences.array}))
    found = found[[_can_be_said(choice, str(name)) for name in found.index]]
    chosen = selection.get(choice.key) or () if choice.repeatable else ()
    unlisted = {name: _alone(others, choice, name) for name in chosen if name not in found.index}
    listed = pd.concat([found, pd.Series(unlisted, dtype="int64")]).astype("int64")
    return _ordered(listed, getattr(choice, "vocabulary", ()))


def all_counts(frame: pd.DataFrame, selection: Selection) -> dict[str, pd.Series]:
    """The counts of every filter that offers choices, by its key."""
    offering = (each for each in FILTERS if each.control in (Control.CHOICES, Control.FLAG))
    return {each.key: counts(frame, selection, each) for each in offering}


def _counted(pairs: pd.DataFrame) -> pd.Series:
    """Rows per value; names that differ in case only are one, under the spelling that stands first."""
    pairs = pairs.assign(folded=pairs["value"].map({name: folded(name) for name in pairs["value"].unique()}))
    once = pairs.drop_duplicates(["row", "folded"])
    spelt = pairs.drop_duplicates("folded").set_index("folded")["value"]
    counted = once.groupby("folded", sort=False).size()
    return counted.set_axis(spelt.reindex(counted.index).array)


def _can_be_said(choice: Filter[Any], name: str) -> bool:
    try:
        return bool(choice.parse((name,)))
    except ValueRefused:
        return False


def _alone(frame: pd.DataFrame, choice: Filter[Any], name: str) -> int:
    return len(Selection().having(choice.key, (name,)).apply(frame))


def _ordered(listed: pd.Series, vocabulary: tuple[str, ...]) -> pd.Series:
    if not vocabulary:
        by_name = listed.sort_index(kind="stable")
        return by_name.sort_values(ascending=False, kind="stable")
    return listed.reindex([name for name in vocabulary if name in listed.index])
