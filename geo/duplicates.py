"""Incidents of different datasets that may be one event: suggested with a score for a person to decide, never merged.

Two incidents are compared where their days lie at most DAYS_APART from each other and their points at most REACH_KM,
or, where one is known to the province only, where both lie in it. The windows are wider than those of MELTT (Donnay,
Dunford, McGrath, Backer and Cunningham, Integrating Conflict Event Data, Journal of Conflict Resolution 2018), whose
example takes one day and three kilometres: here a person looks at every pair. The score is the mean of five parts, each
0 to 1, by WEIGHTS; a part that either source is silent on counts as SILENT. Weights and thresholds are our judgement
and were not fitted to pairs matched by hand: the score orders the pairs, it is no probability.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo import likeness
from geo.errors import ValueRefused
from geo.phrases import counted

Rows = NDArray[np.intp]
WEIGHTS = {"day": 0.25, "place": 0.3, "actors": 0.25, "type": 0.1, "toll": 0.1}
SILENT = 0.4  # of a part that is not known: a little against the pair, which has less to show
SUGGESTED_FROM = 0.6
DAYS_APART = 2
REACH_KM = 50.0
LONGEST_DAYS = 31  # a row known to the year only is near everything
MOST_EACH = 3  # suggestions of one incident, the best
MOST_IN_BLOCK = 250_000  # pairs of one place and some days
MOST_COMPARED = 8_000_000
AT_ONCE = 1_000_000
MOST_SUGGESTED = 20_000
BUCKET_DAYS, CELL_DEGREES = 4, 1.0
VERDICTS = ("same", "different")
COLUMNS = (
    "incident_id", "other_id", "dataset", "other_dataset", "score", *WEIGHTS, "days_apart", "km", "why",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Suggested:
    """Pairs, best first (see `suggestions`), and sentences on what was not compared or not listed."""

    pairs: pd.DataFrame
    told: tuple[str, ...] = ()


def suggestions(
    incidents: gpd.GeoDataFrame, decisions: pd.DataFrame | None = None, *, within: bool = False
) -> pd.DataFrame:
    """Pairs that may be one event, best first: COLUMNS, with parts NaN where a source is silent; see `suggested`."""
    return suggested(incidents, decisions, within=within).pairs


def suggested(incidents: gpd.GeoDataFrame, decisions: pd.DataFrame | None = None, *, within: bool = False) -> Suggested:
    """The pairs with what was left out. `within` compares the incidents of one dataset with each other too.

    `decisions` (incident_id, duplicate_of, verdict) have been made already: their pairs are not suggested again.
    """
    table = pd.DataFrame(incidents).reset_index(drop=True)
    comparable, told = _comparable(table)
    one, other, left_out = _candidates(comparable, within)
    if left_out:
        told.append(f"Not compared, for too much happened there in a few days: {counted(left_out, 'pair')}.")
    parts = [
        _scored(comparable, one[start : start + AT_ONCE], other[start : start + AT_ONCE])
        for start in range(0, len(one), AT_ONCE)
    ]
    scored = pd.concat(parts, ignore_index=True) if parts else _scored(comparable, one, other)
    open_ones = _undecided(comparable, scored, decisions)
    best = _best(open_ones)
    if len(best) > MOST_SUGGESTED:
        told.append(f"Only the {MOST_SUGGESTED:,} best of {len(best):,} pairs are listed.")
    return Suggested(_listed(comparable, best.head(MOST_SUGGESTED)), tuple(told))


def _comparable(table: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """The rows whose day and place are known closely enough to compare, and a sentence for those that are not."""
    start, end = (table[name].to_numpy().astype("datetime64[D]") for name in ("date_start", "date_end"))
    dated = ~np.isnat(start) & ~np.isnat(end)
    short = dated & ((end - start) < np.timedelta64(LONGEST_DAYS, "D"))
    precision = table["place_precision"].astype("str")
    pointed = precision.isin(("exact", "near", "admin2", "sea_air")) & table["longitude"].notna()
    provincial = ~pointed & table["admin1"].notna() & table["country"].notna() & (precision != "region")
    kept = short & (pointed | provincial).to_numpy()
    told = []
    if (number := int((~kept).sum())) and len(table):
        told.append(f"Not compared, for the day or the province is not known: {counted(number, 'incident')}.")
    rows = table[kept].assign(pointed=pointed[kept], province=_province(table[kept]))
    days = {"first": start[kept].astype(np.int64), "last": end[kept].astype(np.int64)}
    return rows.assign(**days).reset_index(drop=True), told


def _province(rows: pd.DataFrame) -> Rows:
    """A number for each province, -1 where unknown."""
    codes, _ = pd.factorize(pd.MultiIndex.from_arrays([rows["country"].astype("str"), rows["admin1"].astype("str")]))
    unknown = rows["country"].isna() | rows["admin1"].isna()
    return np.where(unknown.to_numpy(), -1, codes)


def _candidates(rows: pd.DataFrame, within: bool) -> tuple[Rows, Rows, int]:
    """Pairs of row numbers that share a few days and a coarse cell or a province, each once."""
    dataset, _ = pd.factorize(rows["dataset"].astype("str").fillna(""))
    by_cell = _joined(*_cell_keys(rows), dataset, within)
    by_province = _joined(*_province_keys(rows), dataset, within)
    one, other = (np.concatenate([by_cell[side], by_province[side]]) for side in (0, 1))
    low, high = np.minimum(one, other), np.maximum(one, other)
    keys = np.unique(low * np.intp(len(rows)) + high)
    left_out = by_cell[2] + by_province[2] + max(0, len(keys) - MOST_COMPARED)
    keys = keys[:MOST_COMPARED]
    return keys // max(len(rows), 1), keys % max(len(rows), 1), left_out


def _cell_keys(rows: pd.DataFrame) -> tuple[Rows, NDArray[np.int64], Rows, NDArray[np.int64]]:
    """Row numbers and keys: of each point's own cell, and of every cell that its reach touches, for all its days."""
    at = np.flatnonzero(rows["pointed"].to_numpy())
    latitude, longitude = (rows[name].to_numpy(dtype=float)[at] for name in ("latitude", "longitude"))
    reach = REACH_KM / likeness.KM_A_DEGREE
    across = reach / np.maximum(np.cos(np.radians(latitude)), 0.2)
    south, north = (np.floor((latitude + turn * reach) / CELL_DEGREES).astype(int) for turn in (-1, 1))
    west, east = (np.floor((longitude + turn * across) / CELL_DEGREES).astype(int) for turn in (-1, 1))
    one, row = _spanned(south, north)
    two, column = _spanned(west[one], east[one])
    touched = _space(row[two], column)
    own = _space(np.floor(latitude / CELL_DEGREES).astype(int), np.floor(longitude / CELL_DEGREES).astype(int))
    return (*_with_days(rows, at, own, 0), *_with_days(rows, at[one[two]], touched, DAYS_APART))


def _province_keys(rows: pd.DataFrame) -> tuple[Rows, NDArray[np.int64], Rows, NDArray[np.int64]]:
    """The same for provinces: of rows known to no more than one, and of all rows in it."""
    province = rows["province"].to_numpy()
    vague = np.flatnonzero(~rows["pointed"].to_numpy())
    placed = np.flatnonzero(province >= 0)
    return (
        *_with_days(rows, vague, province[vague].astype(np.int64), 0),
        *_with_days(rows, placed, province[placed].astype(np.int64), DAYS_APART),
    )


def _space(row: Rows, column: Rows) -> NDArray[np.int64]:
    around = int(360 / CELL_DEGREES)
    return ((row + 100) * around + column % around).astype(np.int64)


def _with_days(rows: pd.DataFrame, at: Rows, space: NDArray[np.int64], margin: int) -> tuple[Rows, NDArray[np.int64]]:
    """A key for every few days that a row, widened by some days, touches in its place."""
    first = (rows["first"].to_numpy()[at] - margin) // BUCKET_DAYS
    last = (rows["last"].to_numpy()[at] + margin) // BUCKET_DAYS
    of, bucket = _spanned(first, last)
    return at[of], space[of] * 2_000_000 + bucket + 1_000_000


def _spanned(first: Rows, last: Rows) -> tuple[Rows, Rows]:
    """Every whole number from first to last of each, and whose it is."""
    lengths = last - first + 1
    of = np.repeat(np.arange(len(first)), lengths)
    before = np.repeat(np.cumsum(lengths) - lengths, lengths)
    return of, first[of] + np.arange(len(of)) - before


def _joined(
    rows: Rows, keys: NDArray[np.int64], others: Rows, other_keys: NDArray[np.int64], dataset: Rows, within: bool
) -> tuple[Rows, Rows, int]:
    """The pairs under one key, and how many were left out for their key holds too many."""
    order = np.argsort(other_keys, kind="stable")
    others, other_keys = others[order], other_keys[order]
    start, stop = (np.searchsorted(other_keys, keys, side) for side in ("left", "right"))
    number = stop - start
    in_block = pd.Series(number).groupby(keys).transform("sum").to_numpy() if len(keys) else number
    crowded = in_block > MOST_IN_BLOCK
    left_out = int(number[crowded].sum())
    kept = np.flatnonzero(~crowded & (number > 0))
    room = np.searchsorted(np.cumsum(number[kept]), 2 * MOST_COMPARED, "right")
    left_out += int(number[kept[room:]].sum())
    kept = kept[:room]
    of, place = _spanned(start[kept], stop[kept] - 1)
    one, other = rows[kept[of]], others[place]
    apart = (one != other) & (within | (dataset[one] != dataset[other]))
    return one[apart], other[apart], left_out


def _scored(rows: pd.DataFrame, one: Rows, other: Rows) -> pd.DataFrame:
    """The pairs that are close enough, with their parts and score."""
    gap = likeness.days_apart(rows, one, other)
    km = likeness.kilometres(rows, one, other)
    close = np.flatnonzero((gap <= DAYS_APART) & ~(km > REACH_KM))
    one, other, gap, km = one[close], other[close], gap[close], km[close]
    parts = {
        "day": likeness.of_days(rows, one, other, gap),
        "place": likeness.of_places(rows, one, other, km),
        "actors": likeness.of_actors(rows, one, other),
        "type": likeness.of_types(rows, one, other),
        "toll": likeness.of_tolls(rows, one, other),
    }
    score = np.zeros(len(one))
    for name, weight in WEIGHTS.items():
        score += weight * np.where(np.isnan(parts[name]), SILENT, parts[name])
    told = pd.DataFrame({"one": one, "other": other, "score": score.round(3), **parts, "days_apart": gap, "km": km})
    return told[told["score"] >= SUGGESTED_FROM]


def _undecided(rows: pd.DataFrame, scored: pd.DataFrame, decisions: pd.DataFrame | None) -> pd.DataFrame:
    """The pairs on which nobody has decided, nor linked them in the table."""
    ids = rows["incident_id"].astype("str")
    linked = rows["duplicate_of"].astype("str")
    head = linked.fillna(ids)
    one, other = scored["one"].to_numpy(), scored["other"].to_numpy()
    same = head.iloc[one].to_numpy() == head.iloc[other].to_numpy()
    decided = {frozenset(pair) for pair in zip(decisions["incident_id"], decisions["duplicate_of"], strict=True)} if (
        decisions is not None
    ) else set()  # fmt: skip
    if decided:
        pairs = zip(ids.iloc[one].tolist(), ids.iloc[other].tolist(), strict=True)
        same |= np.array([frozenset(pair) in decided for pair in pairs], dtype=bool)
    return scored[~same]


def _best(scored: pd.DataFrame) -> pd.DataFrame:
    """The best few of each incident, best first."""
    ordered = scored.sort_values(["score", "one", "other"], ascending=[False, True, True], kind="stable")
    few = (ordered.groupby("one").cumcount() < MOST_EACH) & (ordered.groupby("other").cumcount() < MOST_EACH)
    return ordered[few]


def _listed(rows: pd.DataFrame, best: pd.DataFrame) -> pd.DataFrame:
    one, other = best["one"].to_numpy(), best["other"].to_numpy()
    told = best.assign(
        incident_id=rows["incident_id"].iloc[one].array,
        other_id=rows["incident_id"].iloc[other].array,
        dataset=rows["dataset"].astype("str").iloc[one].array,
        other_dataset=rows["dataset"].astype("str").iloc[other].array,
        why=likeness.sentences(rows, best),
    )
    return told[list(COLUMNS)].round(dict.fromkeys(WEIGHTS, 2) | {"km": 1}).reset_index(drop=True)


def with_decisions(incidents: gpd.GeoDataFrame, decisions: pd.DataFrame) -> gpd.GeoDataFrame:
    """The incidents with `duplicate_of` filled in for every pair decided to be the “same”, by the last word on each.

    Of a chain all name its last incident; one that is not in the table leaves its place to the first that is.
    Raises ValueRefused for a circle, and for a verdict that is none.
    """
    strange = decisions.loc[~decisions["verdict"].isin(VERDICTS), "verdict"]
    if len(strange):
        raise ValueRefused(str(strange.iloc[0]), accepted=" or ".join(VERDICTS))
    ids = incidents["incident_id"].astype("str").tolist()
    linked = incidents["duplicate_of"].astype("str")
    links = dict(zip(incidents["incident_id"][linked.notna()], linked.dropna(), strict=True))
    for each, of, verdict in zip(
        decisions["incident_id"], decisions["duplicate_of"], decisions["verdict"], strict=True
    ):
        if verdict == "same":
            links[each] = of
        elif links.get(each) == of:
            del links[each]
    heads = _heads(links)
    present = _present(ids, heads)
    return incidents.assign(duplicate_of=pd.Series(map(present.get, ids), index=incidents.index, dtype="str"))


def _heads(links: dict[str, str]) -> dict[str, str]:
    """The last of each chain, for all that are in one."""
    heads: dict[str, str] = {}
    for start in links:
        chain, met = [start], {start}
        while chain[-1] in links and chain[-1] not in heads:
            chain.append(links[chain[-1]])
            if chain[-1] in met:
                raise ValueRefused(" → ".join(chain), accepted="links to one incident, not round in a circle")
            met.add(chain[-1])
        head = heads.get(chain[-1], chain[-1])
        heads.update(dict.fromkeys(chain[:-1], head))
    return heads


def _present(ids: Iterable[str], heads: dict[str, str]) -> dict[str, str]:
    """What each incident of the table repeats: another one of the table."""
    known = set(ids)
    instead: dict[str, str] = {}
    for each in ids:
        head = heads.get(each)
        if head is not None and head not in known:
            instead.setdefault(head, each)
    return {
        each: instead.get(head, head)
        for each, head in heads.items()
        if each in known and instead.get(head, head) != each
    }
