"""ACLED's monadic form: a row an actor, so that events repeat with their actors exchanged, or name one a row."""

from dataclasses import dataclass

import pandas as pd

from geo.core.schema import LIST_SEPARATOR
from geo.ingest.fields import UNIT_SEPARATOR, join_categories, join_texts, map_to_category

ACTORS = ["actor_a", "actor_b", "other_actors"]
# What is equal in two rows of one event: a row that differs in any of these is another version of it.
EVENT_COLUMNS = ["source_id", "date_start", "date_end", "event_type", "sub_event_type", "latitude", "longitude",
                 "killed_best", "place_name", "country", "summary"]  # fmt: skip
EXCHANGED = "seen from the other actor (ACLED's monadic form)"


@dataclass(frozen=True, eq=False)
class MergedEvents:
    """Rows of the same events.

    `repeats`: the reason for each row that repeats another (text, indexed by row). `actors`: the columns of ACTORS for
    the rows that gain actors from their repeats, indexed by row.
    """

    repeats: pd.Series
    actors: pd.DataFrame

    def add_actors(self, cells: pd.DataFrame) -> pd.DataFrame:
        """Return the rows with the actors that their repeats name too."""
        if self.actors.empty:
            return cells
        return cells.assign(**{name: _overlay(cells[name], self.actors[name]) for name in ACTORS})


def merge_events(cells: pd.DataFrame) -> MergedEvents:
    """Find the rows that repeat another row's event; `cells` has the columns of EVENT_COLUMNS and ACTORS."""
    ids = cells["source_id"]
    shared = cells.loc[ids.duplicated(keep=False) & ids.notna(), [*EVENT_COLUMNS, *ACTORS]]
    if shared.empty:
        return MergedEvents(pd.Series(dtype="str"), shared[ACTORS])
    event = shared.groupby(EVENT_COLUMNS, sort=False, dropna=False, observed=True).ngroup()
    first = pd.Series(shared.index, index=shared.index).groupby(event).transform("first")
    repeats = first[first != first.index]
    actors, first_actors = shared.loc[repeats.index, ACTORS], shared.loc[repeats, ACTORS]
    has_same_set = _unordered(actors).to_numpy() == _unordered(first_actors).to_numpy()
    is_identical = _ordered(actors).to_numpy() == _ordered(first_actors).to_numpy()
    rows = repeats.astype("str")
    reasons = ("is row " + rows + " " + EXCHANGED).mask(is_identical, "repeats row " + rows)
    return MergedEvents(reasons, _collect_actors(shared, repeats[~has_same_set]))


def list_other_actors(*columns: pd.Series) -> pd.Series:
    """Return the actors of these columns, without repeats, as one list; category, missing where there is none."""
    return map_to_category(join_categories(*columns), lambda text: _join_names(text.split(UNIT_SEPARATOR)) or None)


def _collect_actors(rows: pd.DataFrame, repeats: pd.Series) -> pd.DataFrame:
    """The actors of every row whose repeats name further ones, in the order of the file; `repeats`: row → first row."""
    texts = rows.loc[[*repeats.index, *repeats.unique()]]
    actors = {name: texts[name].astype("str").fillna("").to_dict() for name in ACTORS}
    main: dict[int, dict[str, None]] = {}
    other: dict[int, list[str]] = {}
    for row, first in repeats.items():
        if first not in main:
            main[first] = dict.fromkeys((actors["actor_a"][first], actors["actor_b"][first]))
            other[first] = [actors["other_actors"][first]]
        main[first] |= dict.fromkeys((actors["actor_a"][row], actors["actor_b"][row]))
        other[first].append(actors["other_actors"][row])
    main_names = {first: [name for name in names if name] for first, names in main.items()}
    lines = [(*[*names, "", ""][:2], _join_names([*names[2:], *other[first]])) for first, names in main_names.items()]
    return pd.DataFrame(lines, index=list(main_names), columns=ACTORS, dtype="str")


def _overlay(column: pd.Series, values: pd.Series) -> pd.Series:
    result = column.astype("str").copy()
    result.loc[values.index] = values.mask(values == "")
    return result


def _join_names(texts: list[str]) -> str:
    names = [name.strip() for text in texts for name in text.split(LIST_SEPARATOR.strip())]
    return LIST_SEPARATOR.join(dict.fromkeys(name for name in names if name))


def _ordered(actors: pd.DataFrame) -> pd.Series:
    """The actors of each row as one text."""
    return join_texts(*(actors[name] for name in ACTORS))


def _unordered(actors: pd.DataFrame) -> pd.Series:
    """The actors of each row as one text, equal whatever their order."""
    first, second = (actors[name].astype("str").fillna("") for name in ("actor_a", "actor_b"))
    is_swapped = first > second
    others = _sort_lists(actors["other_actors"])
    return join_texts(first.mask(is_swapped, second), second.mask(is_swapped, first), others)


def _sort_lists(lists: pd.Series) -> pd.Series:
    return map_to_category(lists.astype("str"), lambda text: LIST_SEPARATOR.join(sorted(text.split(LIST_SEPARATOR))))
