"""Which rows of two releases of one dataset are the same: by identifier, or by day, place and actors.

A table that somebody keeps by hand has no lasting identifiers: ours are hashes of its cells, which change with every
added column.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from geo.core.schema import INJURED, KILLED, LIST_SEPARATOR

BY_ID, BY_SOURCE_ID, BY_EVENT = "incident_id", "source_id", "day, place and actors"
PLACES = ("place_name", "admin2", "admin1", "country")
ACTORS = ("actor_a", "actor_b", "other_actors")
TOLLS = (*KILLED, *INJURED)
# As geo/ingest/row_identity.py makes them.
HASHED_ID = re.compile(r"[^:]+:[0-9a-f]{8}:[0-9a-f]{16}(?:-[0-9]+)?")
COLUMNS = (
    "incident_id",
    "source_id",
    "date_start",
    "date_end",
    "title",
    "latitude",
    "longitude",
    *PLACES,
    *ACTORS,
    *TOLLS,
)
MAX_CANDIDATES = 10  # of one question; chosen by judgement, for a list on a page

Key = tuple[str, ...]


@dataclass(frozen=True)
class Matching:
    """Rows of an earlier release by identifier: the row of the later one that each is, or those that it may be.

    `matched_by`: how most of them were matched. `ambiguous`: rows that are in the later release, though which they are
    is not known.
    """

    pairs: Mapping[str, str]
    candidates: Mapping[str, tuple[str, ...]]
    ambiguous: frozenset[str]
    matched_by: str


def match_rows(old: pd.DataFrame, new: pd.DataFrame) -> Matching:
    """Match the rows of two releases, each with COLUMNS as far as it has them.

    Rows with identifiers of their provider are matched by these alone. Of those whose identifier is a hash of their
    cells, those match that no other row of either release shares day, place and actors with; the title, the coordinates
    and the tolls tell apart what shares them.
    """
    earlier, later = _texts(old), _texts(new)
    same = {id_: id_ for id_ in earlier.index if id_ in later.index}
    by_source = _match_unique(_rest(earlier, same), _rest(later, same.values()), lambda row: (row["source_id"],))
    by_source = {one: other for one, other in by_source.items() if earlier.at[one, "source_id"]}
    pairs = same | by_source
    left, free = _hashed(_rest(earlier, pairs)), _hashed(_rest(later, pairs.values()))
    by_event: dict[str, str] = {}
    for key in (_full_key, _exact_key, _event_key):
        by_event |= _match_unique(_rest(left, by_event), _rest(free, by_event.values()), key)
    left, free = _rest(left, by_event), _rest(free, by_event.values())
    alike = _list_candidates(left, free, (_event_key,))
    candidates = _list_candidates(_rest(left, alike), free, SIMILAR_KEYS) | alike
    counts = {BY_ID: len(same), BY_SOURCE_ID: len(by_source), BY_EVENT: len(by_event)}
    return Matching(pairs | by_event, candidates, frozenset(alike), max(counts, key=lambda name: counts[name]))


def _texts(rows: pd.DataFrame) -> pd.DataFrame:
    """The columns that are compared, as text by identifier; of rows with the same identifier the last."""
    texts = pd.DataFrame(rows).reindex(columns=list(COLUMNS)).astype("str").fillna("")
    return texts.drop_duplicates("incident_id", keep="last").set_index("incident_id")


def _rest(rows: pd.DataFrame, ids: Iterable[str]) -> pd.DataFrame:
    return rows[~rows.index.isin(list(ids))]


def _hashed(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows whose identifier is a hash of their cells."""
    ids = zip(rows.index, rows["source_id"], strict=True)
    is_hashed = np.array([not source_id and bool(HASHED_ID.fullmatch(id_)) for id_, source_id in ids], dtype=bool)
    return rows[is_hashed]


def _match_unique(old: pd.DataFrame, new: pd.DataFrame, key: Callable[[Mapping[str, str]], Key]) -> dict[str, str]:
    """The rows of both whose key no other row of either has."""
    earlier, later = _by_key(old, key), _by_key(new, key)
    return {ids[0]: later[name][0] for name, ids in earlier.items() if len(ids) == 1 and len(later.get(name, ())) == 1}


def _by_key(rows: pd.DataFrame, key: Callable[[Mapping[str, str]], Key]) -> dict[Key, list[str]]:
    by_key: dict[Key, list[str]] = {}
    for id_, row in zip(rows.index.tolist(), rows.to_dict("records"), strict=True):
        by_key.setdefault(key(row), []).append(id_)
    return by_key


def _event_key(row: Mapping[str, str]) -> Key:
    return (row["date_start"], row["date_end"], _place(row), _actors(row))


def _exact_key(row: Mapping[str, str]) -> Key:
    return (*_event_key(row), row["title"], row["latitude"], row["longitude"])


def _full_key(row: Mapping[str, str]) -> Key:
    return (*_exact_key(row), *(row[name] for name in TOLLS))


def _place(row: Mapping[str, str]) -> str:
    """The finest name of the place."""
    return next((row[name].casefold() for name in PLACES if row[name]), "")


def _actors(row: Mapping[str, str]) -> str:
    """All actors, whichever is named first."""
    names = {name.strip().casefold() for column in ACTORS for name in row[column].split(LIST_SEPARATOR.strip())}
    return LIST_SEPARATOR.join(sorted(names - {""}))


def _list_candidates(
    old: pd.DataFrame, new: pd.DataFrame, keys: Iterable[Callable[[Mapping[str, str]], Key]]
) -> dict[str, tuple[str, ...]]:
    """For each row, those of the later release that have the same key by one of these; no row has an empty one."""
    candidates: dict[str, dict[str, None]] = {}
    for key in keys:
        later = _by_key(new, key)
        for name, ids in _by_key(old, key).items():
            for id_ in ids if name else ():
                candidates.setdefault(id_, {}).update(dict.fromkeys(later.get(name, ())))
    return {id_: tuple(others)[:MAX_CANDIDATES] for id_, others in candidates.items() if others}


# Two of day, place and actors.
SIMILAR_KEYS: tuple[Callable[[Mapping[str, str]], Key], ...] = (
    lambda row: (row["date_start"], _place(row)) if _place(row) else (),
    lambda row: (row["date_start"], _actors(row)) if _actors(row) else (),
    lambda row: (_place(row), _actors(row)) if _actors(row) and _place(row) else (),
)
