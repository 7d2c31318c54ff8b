"""How alike two incidents are, a part at a time: days, place, actors, type, toll. 0 to 1; NaN where one is silent.

`rows` are incidents with `first` and `last`, their days as numbers, and `pointed`, whether their point is one; `one`
and `other` are the numbers of the rows of each pair.
"""

import re
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from rapidfuzz import fuzz

from geo.core import actors
from geo.core.formatting import UNSTATED, format_count, pluralize
from geo.core.geodesy import haversine_km
from geo.core.schema import LIST_SEPARATOR

RowNumbers = NDArray[np.intp]
Floats = NDArray[np.float64]
ACTORS = ("actor_a", "actor_b", "other_actors")
TOLD = ("first", "last", *ACTORS, "event_type", "killed_low", "killed_best", "killed_high", "zero_means_unknown")
KM_A_DEGREE = 111.2
# Kilometres at which the likeness has fallen to a third: a site is told to a town, “near” to about 25 km (UCDP).
SCALE_KM = {"exact": 8.0, "near": 20.0, "admin2": 30.0, "sea_air": 30.0}
SAME_PROVINCE = 0.35  # all that can be said of a row known to its province
BY_GAP = np.array([1.0, 0.6, 0.3])
BY_SPAN = ((1, 1.0), (7, 0.8), (31, 0.6))  # days that a row spans, and what its dates are worth
LIKE_ENOUGH = 0.75  # of the letters, for two names to be told as alike
SAME_FAMILY = 0.85
# Types that one source gives for what another calls so: a bombing in a battle, an attack on civilians by mortar.
KINDRED = {
    frozenset({"Battles", "Explosions/Remote violence"}): 0.7,
    frozenset({"Violence against civilians", "Explosions/Remote violence"}): 0.7,
    frozenset({"Battles", "Violence against civilians"}): 0.5,
    frozenset({"Protests", "Riots"}): 0.6,
    frozenset({"Riots", "Violence against civilians"}): 0.4,
}
SAYS_NOTHING = re.compile(
    r"^(?:unknown|unidentified|unnamed|civilians?\b|private citizens|protesters|rioters)", re.IGNORECASE
)
DRESSING = re.compile(
    r"\([^)]*\)|\b(?:military|police|armed|forces|government|of|the|group|militia)\b|[^\w\s]", re.IGNORECASE
)


def gap_days(rows: pd.DataFrame, one: RowNumbers, other: RowNumbers) -> RowNumbers:
    """Days between two spans; 0 where they overlap."""
    first, last = rows["first"].to_numpy(), rows["last"].to_numpy()
    gap: RowNumbers = np.maximum(np.maximum(first[one] - last[other], first[other] - last[one]), 0)
    return gap


def distances_km(rows: pd.DataFrame, one: RowNumbers, other: RowNumbers) -> Floats:
    """Great-circle distance (haversine); NaN where either is known to no more than its province."""
    pointed = rows["pointed"].to_numpy(dtype=bool)
    longitude, latitude = (rows[name].to_numpy(dtype=float) for name in ("longitude", "latitude"))
    km = haversine_km(longitude[one], latitude[one], longitude[other], latitude[other])
    return np.where(pointed[one] & pointed[other], km, np.nan)


def day_similarity(rows: pd.DataFrame, one: RowNumbers, other: RowNumbers, gap: RowNumbers) -> Floats:
    """By the days between them, and less where either is spread over many."""
    span = (rows["last"] - rows["first"]).to_numpy() + 1
    longest = np.maximum(span[one], span[other])
    limits, worth = zip(*BY_SPAN, strict=True)
    return np.asarray(BY_GAP[gap] * np.array(worth)[np.searchsorted(limits, longest)])


def place_similarity(rows: pd.DataFrame, one: RowNumbers, other: RowNumbers, km: Floats) -> Floats:
    """By distance, falling the slower the vaguer either place is."""
    scale = rows["place_precision"].astype("str").map(SCALE_KM).to_numpy(dtype=float)
    by_distance = np.exp(-km / np.maximum(scale[one], scale[other]))
    return np.where(np.isnan(km), SAME_PROVINCE, by_distance)


def actor_similarity(rows: pd.DataFrame, one: RowNumbers, other: RowNumbers) -> Floats:
    """By the names on both sides, in whichever order; every combination of two rows' actors is compared once."""
    names = rows[list(ACTORS)].astype("str").fillna("")
    codes, distinct = pd.factorize(pd.MultiIndex.from_frame(names))
    sides = [_said(*each) for each in distinct]
    pairs, once = pd.factorize(codes[one].astype(np.int64) * max(len(sides), 1) + codes[other])
    likenesses = [_alike(sides[key // len(sides)], sides[key % len(sides)]) for key in once.tolist()]
    return np.array(likenesses, dtype=float)[pairs] if len(pairs) else np.empty(0)


def type_similarity(rows: pd.DataFrame, one: RowNumbers, other: RowNumbers) -> Floats:
    """1 for the same type, less for one that sources put the same event under."""
    codes, names = pd.factorize(rows["event_type"].astype("str"))
    kinds = names.tolist()
    likeness = np.array([[1.0 if a == b else KINDRED.get(frozenset({a, b}), 0.0) for b in kinds] for a in kinds])
    known = (codes[one] >= 0) & (codes[other] >= 0)
    found = np.full(len(one), np.nan)
    found[known] = likeness[codes[one[known]], codes[other[known]]] if kinds else np.nan
    return found


def killed_similarity(rows: pd.DataFrame, one: RowNumbers, other: RowNumbers) -> Floats:
    """1 where the ranges of the killed meet, else the lower number through the higher; none in both says half."""
    low, high = _killed(rows)
    below, above = np.minimum(high[one], high[other]), np.maximum(low[one], low[other])
    with np.errstate(divide="ignore", invalid="ignore"):
        likeness = np.where(above <= below, 1.0, (below + 0.5) / (above + 0.5))
    return np.where((high[one] == 0) & (high[other] == 0), 0.5, likeness)


def _killed(rows: pd.DataFrame) -> tuple[Floats, Floats]:
    low, best, high = (
        rows[f"killed_{name}"].to_numpy(dtype=float, na_value=np.nan) for name in ("low", "best", "high")
    )
    least, most = np.where(np.isnan(low), best, low), np.where(np.isnan(high), best, high)
    least, most = np.where(np.isnan(least), most, least), np.where(np.isnan(most), least, most)
    silent = rows["zero_means_unknown"].fillna(False).to_numpy(dtype=bool) & (most == 0)
    return np.where(silent, np.nan, least), np.where(silent, np.nan, most)


def _said(actor_a: str, actor_b: str, others: str) -> tuple[str, ...]:
    """The actors that a row names, without those that could be anybody."""
    named = (actor_a, actor_b, *others.split(LIST_SEPARATOR.strip()))
    return tuple(dict.fromkeys(each.strip() for each in named if each.strip() and not SAYS_NOTHING.match(each.strip())))


def _alike(named: tuple[str, ...], others: tuple[str, ...]) -> float:
    """The mean likeness of the fewer names to those most like them; NaN where either names nobody."""
    if not named or not others:
        return float("nan")
    few, many = sorted((named[:6], others[:6]), key=len)
    return sum(max(_names_alike(name, other) for other in many) for name in few) / len(few)


@lru_cache(maxsize=200_000)
def _names_alike(name: str, other: str) -> float:
    one, two = actors.lineage(name), actors.lineage(other)
    if one[0] == two[0]:
        return 1.0
    if one[0] in two or two[0] in one:
        return SAME_FAMILY
    ratio = fuzz.token_set_ratio(_bare(one[0]), _bare(two[0])) / 100
    return float(ratio if ratio >= LIKE_ENOUGH else ratio / 2)


def _bare(name: str) -> str:
    kept = DRESSING.sub(" ", name).lower().split()
    return " ".join(kept) or name.lower()


def explain_pairs(rows: pd.DataFrame, pairs: pd.DataFrame) -> list[str]:
    """Why each pair is suggested, part by part. Plain text, as hostile as the names in it."""
    told = rows[list(TOLD)]
    sides = (told.iloc[pairs[side].to_numpy()].to_dict("records") for side in ("one", "other"))
    return [_sentence(*each) for each in zip(*sides, pairs.to_dict("records"), strict=True)]


def _sentence(one: dict[Any, Any], other: dict[Any, Any], pair: dict[Any, Any]) -> str:
    gap, km = int(pair["days_apart"]), pair["km"]
    when = "days overlap" if gap == 0 else f"{pluralize(gap, 'day')} apart"
    if gap == 0 and one["first"] == one["last"] == other["first"] == other["last"]:
        when = "same day"
    where = "same province, no more is known" if pd.isna(km) else f"{km:,.0f} km apart"
    who = _who(one, other, pair["actors"])
    types = [str(each["event_type"]) if pd.notna(each["event_type"]) else "no type" for each in (one, other)]
    what = f"both {types[0]}" if types[0] == types[1] != "no type" else f"{types[0]} and {types[1]}"
    tolls = [_toll(each) for each in (one, other)]
    return f"{when[0].upper()}{when[1:]}; {where}; {who}; {what}; killed: {tolls[0]} and {tolls[1]}."


def _who(one: dict[Any, Any], other: dict[Any, Any], likeness: float) -> str:
    if np.isnan(likeness):
        return "no actor named in both"
    one_named, other_named = (
        " / ".join(_said(*("" if pd.isna(row[name]) else str(row[name]) for name in ACTORS))[:2])
        for row in (one, other)
    )
    return f"both name {one_named}" if one_named == other_named else f"actors are {one_named} and {other_named}"


def _toll(row: dict[Any, Any]) -> str:
    numbers = (row[f"killed_{name}"] for name in ("low", "best", "high"))
    flag = row["zero_means_unknown"]
    phrase = format_count(*numbers, zero_means_unknown=bool(pd.notna(flag) and flag))
    return phrase if phrase != UNSTATED else "not stated"
