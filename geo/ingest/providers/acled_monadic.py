"""Events told once an actor: ACLED's monadic form repeats a row with its actors exchanged, or names one a row."""

from dataclasses import dataclass

import pandas as pd

from geo.core.schema import LIST_SEPARATOR
from geo.ingest.fields import UNIT_SEPARATOR, join_texts, map_to_category

ACTORS = ["actor_a", "actor_b", "other_actors"]
# What tells the same event: a row that differs in any of these is another version of it, not its other half.
SAME = ["source_id", "date_start", "date_end", "event_type", "sub_event_type", "latitude", "longitude", "killed_best",
        "place_name", "country", "summary"]  # fmt: skip
EXCHANGED = "tells the same event from its other actor's side (ACLED's monadic form) as row"
REPEATED = "repeats row"


@dataclass(frozen=True, eq=False)
class Told:
    """The rows that repeat another, with the reason, and the actors of the rows that gain some by it."""

    repeats: pd.Series
    actors: pd.DataFrame

    def laid_over(self, cells: pd.DataFrame) -> pd.DataFrame:
        """The rows with the actors that their repeats name beside them."""
        if self.actors.empty:
            return cells
        return cells.assign(**{name: _laid(cells[name], self.actors[name]) for name in ACTORS})


def told_once(cells: pd.DataFrame) -> Told:
    """Which rows are another row's event again; `cells` has source_id, the columns of SAME and of ACTORS."""
    ids = cells["source_id"]
    again = cells.loc[ids.duplicated(keep=False) & ids.notna(), [*SAME, *ACTORS]]
    if again.empty:
        return Told(pd.Series(dtype="str"), again[ACTORS])
    event = again.groupby(SAME, sort=False, dropna=False, observed=True).ngroup()
    first = pd.Series(again.index, index=again.index).groupby(event).transform("first")
    repeats = first[first != first.index]
    actors, firsts = again.loc[repeats.index, ACTORS], again.loc[repeats, ACTORS]
    alike = _set(actors).to_numpy() == _set(firsts).to_numpy()
    same = _joined(actors).to_numpy() == _joined(firsts).to_numpy()
    wording = pd.Series(EXCHANGED, index=repeats.index, dtype="str").mask(same, REPEATED)
    reasons = wording + " " + repeats.astype("str")
    return Told(reasons, _gathered(again, repeats[~alike]))


def others(*columns: pd.Series) -> pd.Series:
    """The actors of these columns, each once, as one list; category, missing where there is none."""
    return map_to_category(join_texts(*columns), lambda text: _list(text.split(UNIT_SEPARATOR)) or None)


def _gathered(rows: pd.DataFrame, repeats: pd.Series) -> pd.DataFrame:
    """The actors of every row that is repeated with further ones, in the order in which they are told."""
    told = rows.loc[[*repeats.index, *repeats.unique()]]
    actors = {name: told[name].astype("str").fillna("").to_dict() for name in ACTORS}
    mains: dict[int, dict[str, None]] = {}
    allied: dict[int, list[str]] = {}
    for row, first in repeats.items():
        if first not in mains:
            mains[first] = dict.fromkeys((actors["actor_a"][first], actors["actor_b"][first]))
            allied[first] = [actors["other_actors"][first]]
        mains[first] |= dict.fromkeys((actors["actor_a"][row], actors["actor_b"][row]))
        allied[first].append(actors["other_actors"][row])
    named = {first: [name for name in names if name] for first, names in mains.items()}
    table = [(*[*names, "", ""][:2], _list([*names[2:], *allied[first]])) for first, names in named.items()]
    return pd.DataFrame(table, index=list(named), columns=ACTORS, dtype="str")


def _laid(column: pd.Series, over: pd.Series) -> pd.Series:
    column = column.astype("str").copy()
    column.loc[over.index] = over.mask(over == "")
    return column


def _list(texts: list[str]) -> str:
    names = [name.strip() for text in texts for name in text.split(LIST_SEPARATOR.strip())]
    return LIST_SEPARATOR.join(dict.fromkeys(name for name in names if name))


def _joined(actors: pd.DataFrame) -> pd.Series:
    return join_texts(*(actors[name] for name in ACTORS))


def _set(actors: pd.DataFrame) -> pd.Series:
    """The actors of each row whatever their order."""
    first, second = (actors[name].astype("str").fillna("") for name in ("actor_a", "actor_b"))
    swapped = first > second
    return join_texts(first.mask(swapped, second), second.mask(swapped, first), _sorted(actors["other_actors"]))


def _sorted(lists: pd.Series) -> pd.Series:
    return map_to_category(lists.astype("str"), lambda text: LIST_SEPARATOR.join(sorted(text.split(LIST_SEPARATOR))))
