"""Incidents of different datasets that may be one event: suggested with a score for a person to decide, never merged.

Two incidents are compared where their days lie at most DAYS_APART from each other and their points at most REACH_KM,
or, where one is known to the province only, where both lie in it. The windows are wider than those of MELTT (Donnay,
Dunford, McGrath, Backer and Cunningham, Integrating Conflict Event Data, Journal of Conflict Resolution 2018), whose
example takes one day and three kilometres: here a person looks at every pair. The score is the mean of five parts, each
0 to 1, by WEIGHTS; a part that either source is silent on counts as SILENT. Weights and thresholds are our judgement
and were not fitted to pairs matched by hand: the score orders the pairs, it is no probability.
"""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.analysis.duplicates import blocking, similarity
from geo.analysis.duplicates.blocking import BATCH_PAIRS, RowNumbers
from geo.core.formatting import pluralize

WEIGHTS = {"day": 0.25, "place": 0.3, "actors": 0.25, "type": 0.1, "toll": 0.1}
UNKNOWN_PART_SCORE = 0.4  # of a part that is not known: a little against the pair, which has less to show
MIN_SCORE = 0.6
MAX_SPAN_DAYS = 31  # a row known to the year only is near everything
MAX_PER_INCIDENT = 3  # suggestions of one incident, the best
MAX_LISTED = 20_000
PAIR_COLUMNS = (
    "incident_id", "other_id", "dataset", "other_dataset", "score", *WEIGHTS, "days_apart", "km", "why",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Suggestions:
    """Pairs, best first (see `suggestions`), and sentences on what was not compared or not listed."""

    pairs: pd.DataFrame
    notes: tuple[str, ...] = ()


def suggestions(
    incidents: gpd.GeoDataFrame, decisions: pd.DataFrame | None = None, *, within: bool = False
) -> pd.DataFrame:
    """Pairs that may be one event, best first: COLUMNS, with parts NaN where a source is silent; see `suggested`."""
    return suggest_duplicates(incidents, decisions, within=within).pairs


def suggest_duplicates(
    incidents: gpd.GeoDataFrame, decisions: pd.DataFrame | None = None, *, within: bool = False
) -> Suggestions:
    """The pairs with what was left out. `within` compares the incidents of one dataset with each other too.

    `decisions` (incident_id, duplicate_of, verdict) have been made already: their pairs are not suggested again.
    """
    table = pd.DataFrame(incidents).reset_index(drop=True)
    comparable, told = _comparable(table)
    one, other, left_out = blocking.candidate_pairs(comparable, within)
    if left_out:
        told.append(f"Not compared, for too much happened there in a few days: {pluralize(left_out, 'pair')}.")
    parts = [
        _scored(comparable, one[start : start + BATCH_PAIRS], other[start : start + BATCH_PAIRS])
        for start in range(0, len(one), BATCH_PAIRS)
    ]
    scored = pd.concat(parts, ignore_index=True) if parts else _scored(comparable, one, other)
    open_ones = _undecided(comparable, scored, decisions)
    best = _best(open_ones)
    if len(best) > MAX_LISTED:
        told.append(f"Only the {MAX_LISTED:,} best of {len(best):,} pairs are listed.")
    return Suggestions(_listed(comparable, best.head(MAX_LISTED)), tuple(told))


def _comparable(table: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """The rows whose day and place are known closely enough to compare, and a sentence for those that are not."""
    start, end = (table[name].to_numpy().astype("datetime64[D]") for name in ("date_start", "date_end"))
    dated = ~np.isnat(start) & ~np.isnat(end)
    short = dated & ((end - start) < np.timedelta64(MAX_SPAN_DAYS, "D"))
    precision = table["place_precision"].astype("str")
    pointed = precision.isin(("exact", "near", "admin2", "sea_air")) & table["longitude"].notna()
    provincial = ~pointed & table["admin1"].notna() & table["country"].notna() & (precision != "region")
    kept = short & (pointed | provincial).to_numpy()
    told = []
    if (number := int((~kept).sum())) and len(table):
        told.append(f"Not compared, for the day or the province is not known: {pluralize(number, 'incident')}.")
    rows = table[kept].assign(pointed=pointed[kept], province=_province(table[kept]))
    days = {"first": start[kept].astype(np.int64), "last": end[kept].astype(np.int64)}
    return rows.assign(**days).reset_index(drop=True), told


def _province(rows: pd.DataFrame) -> RowNumbers:
    """A number for each province, -1 where unknown."""
    codes, _ = pd.factorize(pd.MultiIndex.from_arrays([rows["country"].astype("str"), rows["admin1"].astype("str")]))
    unknown = rows["country"].isna() | rows["admin1"].isna()
    return np.where(unknown.to_numpy(), -1, codes)


def _scored(rows: pd.DataFrame, one: RowNumbers, other: RowNumbers) -> pd.DataFrame:
    """The pairs with their parts and score, those that reach it."""
    gap, km = similarity.gap_days(rows, one, other), similarity.distances_km(rows, one, other)
    told = pd.DataFrame({
        "one": one,
        "other": other,
        "days_apart": gap,
        "km": km,
        "day": similarity.day_similarity(rows, one, other, gap),
        "place": similarity.place_similarity(rows, one, other, km),
        "type": similarity.type_similarity(rows, one, other),
        "toll": similarity.killed_similarity(rows, one, other),
    })  # fmt: skip
    # Names take longest to compare: only where they can still tip the scale.
    told = told[_score(told.assign(actors=1.0)) >= MIN_SCORE]
    told = told.assign(actors=similarity.actor_similarity(rows, told["one"].to_numpy(), told["other"].to_numpy()))
    told = told.assign(score=_score(told).round(3))
    return told[told["score"] >= MIN_SCORE]


def _score(parts: pd.DataFrame) -> pd.Series:
    weighed: pd.Series = sum(weight * parts[name].fillna(UNKNOWN_PART_SCORE) for name, weight in WEIGHTS.items())
    return weighed


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
    few = (ordered.groupby("one").cumcount() < MAX_PER_INCIDENT) & (
        ordered.groupby("other").cumcount() < MAX_PER_INCIDENT
    )
    return ordered[few]


def _listed(rows: pd.DataFrame, best: pd.DataFrame) -> pd.DataFrame:
    one, other = best["one"].to_numpy(), best["other"].to_numpy()
    told = best.assign(
        incident_id=rows["incident_id"].iloc[one].array,
        other_id=rows["incident_id"].iloc[other].array,
        dataset=rows["dataset"].astype("str").iloc[one].array,
        other_dataset=rows["dataset"].astype("str").iloc[other].array,
        why=similarity.explain_pairs(rows, best),
    )
    return told[list(PAIR_COLUMNS)].round(dict.fromkeys(WEIGHTS, 2) | {"km": 1}).reset_index(drop=True)
