"""How similar two incidents are in their days, place, actors, type and number killed: 0 to 1, NaN where one is unknown.

`rows` are incidents with first_day and last_day (days since 1970), has_point (whether the coordinates are those of a
place and not of a province) and province (a number, -1 where unknown). `left` and `right` are the row numbers of the
two incidents of each pair. All figures below are a judgement and were not fitted: docs/decisions/0014.
"""

import re
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from rapidfuzz import fuzz

from geo.core import actors
from geo.core.formatting import format_count, pluralize
from geo.core.geodesy import haversine_km
from geo.core.schema import KILLED, LIST_SEPARATOR

RowNumbers = NDArray[np.intp]
Floats = NDArray[np.float64]
ACTORS = ("actor_a", "actor_b", "other_actors")
EXPLAINED_COLUMNS = ("first_day", "last_day", *ACTORS, "event_type", *KILLED, "zero_means_unknown")
# Kilometres at which the similarity has fallen to a third (1/e), by place_precision: it decays more slowly
# for vaguer places. UCDP calls “near” what is within about 25 km.
DECAY_KM = {"exact": 8.0, "near": 20.0, "admin2": 30.0, "sea_air": 30.0}
SAME_PROVINCE = 0.35  # where one is known only to its province, so that there is no distance
BY_GAP = np.array([1.0, 0.6, 0.3])  # by the days between two incidents: none, one, two
BY_SPAN = ((1, 1.0), (7, 0.8), (31, 0.6))  # the weight of the dates, by the longer span up to so many days
MIN_NAME_RATIO = 0.75  # of token_set_ratio; names below it count half, as they share little more than common words
SAME_LINEAGE = 0.85  # one actor is part of the other, such as the Revolutionary Guard of Iran
MAX_NAMES = 6  # of each incident, which bounds the work for a pair
# Types under which sources file the same event: a bombing in a battle, an attack on civilians by mortar.
RELATED_TYPES = {
    frozenset({"Battles", "Explosions/Remote violence"}): 0.7,
    frozenset({"Violence against civilians", "Explosions/Remote violence"}): 0.7,
    frozenset({"Battles", "Violence against civilians"}): 0.5,
    frozenset({"Protests", "Riots"}): 0.6,
    frozenset({"Riots", "Violence against civilians"}): 0.4,
}
BOTH_ZERO_KILLED = 0.5  # both say that nobody was killed, as most incidents do
CACHED_NAME_PAIRS = 200_000  # actors repeat: a table has far fewer pairs of names than pairs of rows
ANONYMOUS = re.compile(
    r"^(?:unknown|unidentified|unnamed|civilians?\b|private citizens|protesters|rioters)", re.IGNORECASE
)
# What providers add to a name: “(Iran)”, “Military Forces of …”.
GENERIC_WORDS = re.compile(
    r"\([^)]*\)|\b(?:military|police|armed|forces|government|of|the|group|militia)\b|[^\w\s]", re.IGNORECASE
)


def gap_days(rows: pd.DataFrame, left: RowNumbers, right: RowNumbers) -> RowNumbers:
    """Days between two incidents; 0 where their dates overlap."""
    first, last = rows["first_day"].to_numpy(), rows["last_day"].to_numpy()
    gap: RowNumbers = np.maximum(np.maximum(first[left] - last[right], first[right] - last[left]), 0)
    return gap


def distances_km(rows: pd.DataFrame, left: RowNumbers, right: RowNumbers) -> Floats:
    """Great-circle distances in km; NaN where either incident is known only to its province."""
    has_point = rows["has_point"].to_numpy(dtype=bool)
    longitude, latitude = (rows[name].to_numpy(dtype=float) for name in ("longitude", "latitude"))
    km = haversine_km(longitude[left], latitude[left], longitude[right], latitude[right])
    return np.where(has_point[left] & has_point[right], km, np.nan)


def day_similarity(rows: pd.DataFrame, left: RowNumbers, right: RowNumbers, gap: RowNumbers) -> Floats:
    """By the days between the two, and less where the dates of either span many days."""
    span = (rows["last_day"] - rows["first_day"]).to_numpy() + 1
    longest = np.maximum(span[left], span[right])
    limits, weights = zip(*BY_SPAN, strict=True)
    return np.asarray(BY_GAP[gap] * np.array(weights)[np.searchsorted(limits, longest)])


def place_similarity(rows: pd.DataFrame, left: RowNumbers, right: RowNumbers, km: Floats) -> Floats:
    """By distance; the similarity decays more slowly for vaguer places."""
    decay = rows["place_precision"].astype("str").map(DECAY_KM).to_numpy(dtype=float)
    by_distance = np.exp(-km / np.maximum(decay[left], decay[right]))
    return np.where(np.isnan(km), SAME_PROVINCE, by_distance)


def actor_similarity(rows: pd.DataFrame, left: RowNumbers, right: RowNumbers) -> Floats:
    """By the names on both sides, in any order; every combination of actors is compared once."""
    names = rows[list(ACTORS)].astype("str").fillna("")
    codes, combinations = pd.factorize(pd.MultiIndex.from_frame(names))
    identified = [_identified_actors(*combination) for combination in combinations]
    n_combinations = max(len(identified), 1)
    pairs, keys = pd.factorize(codes[left].astype(np.int64) * n_combinations + codes[right])
    similarities = [
        _compare_actors(*(identified[code] for code in divmod(key, n_combinations))) for key in keys.tolist()
    ]
    return np.array(similarities, dtype=float)[pairs] if len(pairs) else np.empty(0)


def type_similarity(rows: pd.DataFrame, left: RowNumbers, right: RowNumbers) -> Floats:
    """1 for the same type, less for two under which sources file the same event."""
    codes, names = pd.factorize(rows["event_type"].astype("str"))
    types = names.tolist()
    by_types = np.array(
        [[1.0 if one == other else RELATED_TYPES.get(frozenset({one, other}), 0.0) for other in types] for one in types]
    )
    is_known = (codes[left] >= 0) & (codes[right] >= 0)
    similarity = np.full(len(left), np.nan)
    similarity[is_known] = by_types[codes[left[is_known]], codes[right[is_known]]] if types else np.nan
    return similarity


def killed_similarity(rows: pd.DataFrame, left: RowNumbers, right: RowNumbers) -> Floats:
    """1 where the ranges of the killed overlap, else the ratio of the nearest bounds."""
    low, high = _killed_bounds(rows)
    below, above = np.minimum(high[left], high[right]), np.maximum(low[left], low[right])
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(above <= below, 1.0, (below + 0.5) / (above + 0.5))  # + 0.5 so that 0 and 1 are still similar
    return np.where((high[left] == 0) & (high[right] == 0), BOTH_ZERO_KILLED, ratio)


def explain_pairs(rows: pd.DataFrame, pairs: pd.DataFrame) -> list[str]:
    """Why each pair is suggested, part by part. Plain text, as hostile as the names in it."""
    explained = rows[list(EXPLAINED_COLUMNS)]
    sides = (explained.iloc[pairs[side].to_numpy()].to_dict("records") for side in ("left", "right"))
    return [_explain(left, right, pair) for left, right, pair in zip(*sides, pairs.to_dict("records"), strict=True)]


def _killed_bounds(rows: pd.DataFrame) -> tuple[Floats, Floats]:
    """The low and high bounds of the killed, falling back to the other estimates; NaN where none is known."""
    low, best, high = (rows[name].to_numpy(dtype=float, na_value=np.nan) for name in KILLED)
    low_bound, high_bound = _first_known(low, best), _first_known(high, best)
    low_bound, high_bound = _first_known(low_bound, high_bound), _first_known(high_bound, low_bound)
    is_unknown = rows["zero_means_unknown"].fillna(False).to_numpy(dtype=bool) & (high_bound == 0)
    return np.where(is_unknown, np.nan, low_bound), np.where(is_unknown, np.nan, high_bound)


def _first_known(values: Floats, fallback: Floats) -> Floats:
    return np.where(np.isnan(values), fallback, values)


def _identified_actors(actor_a: str, actor_b: str, other_actors: str) -> tuple[str, ...]:
    """The actors that a row names, without anonymous ones such as civilians."""
    names = [name.strip() for name in (actor_a, actor_b, *other_actors.split(LIST_SEPARATOR.strip()))]
    return tuple(dict.fromkeys(name for name in names if name and not ANONYMOUS.match(name)))


def _compare_actors(names: tuple[str, ...], others: tuple[str, ...]) -> float:
    """The mean similarity of the side with fewer names to their best matches; NaN where either side has none."""
    if not names or not others:
        return float("nan")
    few, many = sorted((names[:MAX_NAMES], others[:MAX_NAMES]), key=len)
    return sum(max(_compare_names(name, other) for other in many) for name in few) / len(few)


@lru_cache(maxsize=CACHED_NAME_PAIRS)
def _compare_names(name: str, other: str) -> float:
    lineage, other_lineage = actors.lineage(name), actors.lineage(other)
    if lineage[0] == other_lineage[0]:
        return 1.0
    if lineage[0] in other_lineage or other_lineage[0] in lineage:
        return SAME_LINEAGE
    ratio = fuzz.token_set_ratio(_strip_generic_words(lineage[0]), _strip_generic_words(other_lineage[0])) / 100
    return float(ratio if ratio >= MIN_NAME_RATIO else ratio / 2)


def _strip_generic_words(name: str) -> str:
    words = GENERIC_WORDS.sub(" ", name).lower().split()
    return " ".join(words) or name.lower()


def _explain(left: dict[Any, Any], right: dict[Any, Any], pair: dict[Any, Any]) -> str:
    parts = [
        _explain_days(left, right, int(pair["gap_days"])),
        "same province, exact places unknown" if pd.isna(pair["km"]) else f"{pair['km']:,.0f} km apart",
        _explain_actors(left, right, pair["actors"]),
        _explain_types(left, right),
    ]
    return f"{'; '.join(parts)}; killed: {_format_killed(left)} and {_format_killed(right)}."


def _explain_days(left: dict[Any, Any], right: dict[Any, Any], gap: int) -> str:
    if gap:
        return f"{pluralize(gap, 'day')} apart"
    is_same_day = left["first_day"] == left["last_day"] == right["first_day"] == right["last_day"]
    return "Same day" if is_same_day else "Days overlap"


def _explain_actors(left: dict[Any, Any], right: dict[Any, Any], similarity: float) -> str:
    if np.isnan(similarity):
        return "no actors to compare"
    names, others = (_format_actors(row) for row in (left, right))
    return f"both name {names}" if names == others else f"actors: {names} and {others}"


def _format_actors(row: dict[Any, Any]) -> str:
    """The first two identified actors."""
    columns = ("" if pd.isna(row[name]) else str(row[name]) for name in ACTORS)
    return " / ".join(_identified_actors(*columns)[:2])


def _explain_types(left: dict[Any, Any], right: dict[Any, Any]) -> str:
    types = [str(row["event_type"]) if pd.notna(row["event_type"]) else "no type" for row in (left, right)]
    return f"both {types[0]}" if types[0] == types[1] != "no type" else f"{types[0]} and {types[1]}"


def _format_killed(row: dict[Any, Any]) -> str:
    flag = row["zero_means_unknown"]
    return format_count(*(row[name] for name in KILLED), zero_means_unknown=bool(pd.notna(flag) and flag))
