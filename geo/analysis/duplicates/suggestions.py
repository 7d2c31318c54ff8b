"""Incidents of different datasets that may be one event: suggested with a score for a person to decide, never merged.

Two incidents are compared where they are at most MAX_GAP_DAYS days and MAX_DISTANCE_KM apart or, if one is known only
to its province, where both lie in it. The limits are wider than those of MELTT (Donnay, Dunford, McGrath, Backer and
Cunningham, Integrating Conflict Event Data, Journal of Conflict Resolution 2018), whose example takes one day and three
kilometres, because here a person looks at every pair.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.analysis.duplicates import blocking, neighbours, similarity
from geo.analysis.duplicates.blocking import BATCH_PAIRS, RowNumbers
from geo.core.formatting import pluralize
from geo.core.incidents import chronological_order
from geo.core.schema import KILLED
from geo.query.answers import Rows
from geo.query.engine import Engine, ResultSet
from geo.query.selection import Selection

# The score is the weighted mean of five parts, each from 0 to 1. Weights and thresholds are a judgement and were not
# fitted to labelled pairs: the score ranks the pairs and is no probability (docs/decisions/0014).
WEIGHTS = {"day": 0.25, "place": 0.3, "actors": 0.25, "type": 0.1, "killed": 0.1}
UNKNOWN_PART_SCORE = 0.4  # a little against the pair, as there is less to compare
MIN_SCORE = 0.6
MAX_SPAN_DAYS = 31  # a row known only to its year would be near everything
MAX_PER_INCIDENT = 3
MAX_LISTED = 20_000
POINT_PRECISIONS = ("exact", "near", "admin2", "sea_air")  # of places whose coordinates say where the incident was
PAIR_COLUMNS = (
    "incident_id", "other_id", "dataset", "other_dataset", "score", *WEIGHTS, "gap_days", "km", "reason",
)  # fmt: skip
READ_COLUMNS = (
    "incident_id", "dataset", "duplicate_of", "date_start", "date_end", "place_precision", "longitude", "latitude",
    "country", "admin1", "actor_a", "actor_b", "other_actors", "event_type", *KILLED, "zero_means_unknown",
)  # fmt: skip
ROW, IS_IMPORTED = "row", "is_imported"  # beside them: the row of the engine, and whether it is one's own


@dataclass(frozen=True, eq=False)
class Suggestions:
    """Pairs that may be one event, best first, and sentences on what was not compared or is not listed.

    `pairs` has PAIR_COLUMNS: the two incidents, the score and its parts (NaN where unknown), days and km between them,
    and the reason in words.
    """

    pairs: pd.DataFrame
    notes: tuple[str, ...] = ()


def suggest_duplicates(
    engine: Engine,
    imported: ResultSet | None = None,
    decisions: pd.DataFrame | None = None,
    *,
    within_datasets: bool = False,
) -> Suggestions:
    """Suggest pairs of incidents of different datasets, on request also of one dataset.

    `imported`: one's imports among the rows of the engine, with each of which what is near is compared; None compares
    the datasets of the engine with each other. Pairs that are decided (`decisions`: incident_id, duplicate_of, verdict)
    or linked by duplicate_of are left out.
    """
    if imported is None and not within_datasets and int((_datasets_of(engine) > 0).sum()) < 2:
        return Suggestions(_list_pairs(_no_rows(engine), _score_nothing(engine)))
    rows, notes = _read_latest(engine) if imported is None else _read_near(engine, imported)
    is_imported = None if imported is None else rows[IS_IMPORTED].to_numpy(dtype=bool)
    candidates = blocking.candidate_pairs(rows, within_datasets=within_datasets, is_imported=is_imported)
    if candidates.n_left_out:
        notes.append(_describe_left_out(candidates.n_left_out))
    batches = range(0, max(len(candidates.left), 1), BATCH_PAIRS)
    scores = [
        _score_pairs(rows, candidates.left[start : start + BATCH_PAIRS], candidates.right[start : start + BATCH_PAIRS])
        for start in batches
    ]
    best = _best_per_incident(_without_decided(rows, pd.concat(scores, ignore_index=True), decisions))
    if len(best) > MAX_LISTED:
        notes.append(f"Only the {MAX_LISTED:,} best of {len(best):,} pairs are listed.")
    return Suggestions(_list_pairs(rows, best.head(MAX_LISTED)), tuple(notes))


def _datasets_of(engine: Engine) -> pd.Series:
    return engine.select(Selection()).value_counts("dataset")


def _no_rows(engine: Engine) -> pd.DataFrame:
    return _comparable_rows(_read_rows(engine, np.zeros(0, dtype=np.int64)))


def _score_nothing(engine: Engine) -> pd.DataFrame:
    nothing = np.zeros(0, dtype=np.intp)
    return _score_pairs(_no_rows(engine), nothing, nothing)


def _read_latest(engine: Engine) -> tuple[pd.DataFrame, list[str]]:
    """The comparable rows of a table without imports, and sentences on the others."""
    latest = neighbours.latest_rows(engine)
    rows = _comparable_rows(_read_rows(engine, latest.rows))
    notes = _describe_incomparable(len(engine) - latest.n_unread - len(rows))
    if latest.n_unread:
        notes.append(f"Only the latest {pluralize(len(latest.rows), 'incident')} with a date were compared.")
    return rows, notes


def _read_near(engine: Engine, imported: ResultSet) -> tuple[pd.DataFrame, list[str]]:
    """The comparable rows of imports and those near them, in the table's order, and sentences on what is left out."""
    own = _comparable_rows(_read_rows(engine, imported.page(0, len(imported))))
    near = neighbours.find_neighbours(engine, own, max_span_days=MAX_SPAN_DAYS, points=POINT_PRECISIONS)
    numbers = np.union1d(near.rows, own[ROW].to_numpy(dtype=np.int64))
    rows = _comparable_rows(_read_rows(engine, numbers))
    notes = _describe_incomparable(len(imported) - len(own))
    if near.n_unread:
        notes.append(f"{near.n_unread:,} incidents near one’s own were not compared: there are too many.")
    return rows.assign(**{IS_IMPORTED: imported.contains(rows[ROW].to_numpy(dtype=np.int64))}), notes


def _read_rows(engine: Engine, numbers: Rows) -> pd.DataFrame:
    """Some rows in the table's order, with their numbers."""
    table = pd.DataFrame(engine.take(numbers, list(READ_COLUMNS))).assign(**{ROW: numbers})
    return table.iloc[chronological_order(table)].reset_index(drop=True)


def _comparable_rows(table: pd.DataFrame) -> pd.DataFrame:
    """The rows whose date and place are precise enough, as similarity.py takes them."""
    start, end = (table[name].to_numpy().astype("datetime64[D]") for name in ("date_start", "date_end"))
    is_dated = ~np.isnat(start) & ~np.isnat(end) & ((end - start) < np.timedelta64(MAX_SPAN_DAYS, "D"))
    precision = table["place_precision"].astype("str")
    has_point = precision.isin(POINT_PRECISIONS) & table["longitude"].notna()
    has_province = ~has_point & table["admin1"].notna() & table["country"].notna() & (precision != "region")
    mask = is_dated & (has_point | has_province).to_numpy()
    rows = table[mask].assign(
        has_point=has_point[mask],
        province=_province_codes(table[mask]),
        first_day=start[mask].astype(np.int64),
        last_day=end[mask].astype(np.int64),
    )
    return rows.reset_index(drop=True)


def _describe_left_out(number: int) -> str:
    """`number` is an upper bound: a pair that shares several keys is counted under each."""
    was = "was" if number == 1 else "were"
    return f"Up to {pluralize(number, 'pair')} {was} not compared: too much happened in the same place and days."


def _describe_incomparable(number: int) -> list[str]:
    if not number:
        return []
    was, its = ("was", "its") if number == 1 else ("were", "their")
    return [f"{pluralize(number, 'incident')} {was} not compared: {its} date or place is not known closely enough."]


def _province_codes(rows: pd.DataFrame) -> RowNumbers:
    """A number for each province, -1 where unknown."""
    codes, _ = pd.factorize(pd.MultiIndex.from_arrays([rows["country"].astype("str"), rows["admin1"].astype("str")]))
    is_unknown = rows["country"].isna() | rows["admin1"].isna()
    return np.where(is_unknown.to_numpy(), -1, codes)


def _score_pairs(rows: pd.DataFrame, left: RowNumbers, right: RowNumbers) -> pd.DataFrame:
    """The pairs that reach MIN_SCORE: left, right, gap_days, km, the parts and the score."""
    gap, km = similarity.gap_days(rows, left, right), similarity.distances_km(rows, left, right)
    pairs = pd.DataFrame({
        "left": left,
        "right": right,
        "gap_days": gap,
        "km": km,
        "day": similarity.day_similarity(rows, left, right, gap),
        "place": similarity.place_similarity(rows, left, right, km),
        "type": similarity.type_similarity(rows, left, right),
        "killed": similarity.killed_similarity(rows, left, right),
    })  # fmt: skip
    # Names take longest to compare: only where the pair can still reach the score.
    pairs = pairs[_mean_score(pairs.assign(actors=1.0)) >= MIN_SCORE]
    pairs = pairs.assign(actors=similarity.actor_similarity(rows, pairs["left"].to_numpy(), pairs["right"].to_numpy()))
    pairs = pairs.assign(score=_mean_score(pairs).round(3))
    return pairs[pairs["score"] >= MIN_SCORE]


def _mean_score(parts: pd.DataFrame) -> pd.Series:
    mean: pd.Series = sum(weight * parts[name].fillna(UNKNOWN_PART_SCORE) for name, weight in WEIGHTS.items())
    return mean


def _without_decided(rows: pd.DataFrame, pairs: pd.DataFrame, decisions: pd.DataFrame | None) -> pd.DataFrame:
    """The pairs that nobody has decided and that the table does not link."""
    ids = rows["incident_id"].astype("str")
    events = rows["duplicate_of"].astype("str").fillna(ids)
    left, right = pairs["left"].to_numpy(), pairs["right"].to_numpy()
    is_linked = events.iloc[left].to_numpy() == events.iloc[right].to_numpy()
    return pairs[~(is_linked | _is_decided(ids.iloc[left], ids.iloc[right], decisions))]


def _is_decided(left: pd.Series, right: pd.Series, decisions: pd.DataFrame | None) -> NDArray[np.bool_]:
    if decisions is None or decisions.empty:
        return np.zeros(len(left), dtype=bool)
    decided = {frozenset(pair) for pair in zip(decisions["incident_id"], decisions["duplicate_of"], strict=True)}
    pairs = zip(left.tolist(), right.tolist(), strict=True)
    return np.array([frozenset(pair) in decided for pair in pairs], dtype=bool)


def _best_per_incident(pairs: pd.DataFrame) -> pd.DataFrame:
    """The best pairs, MAX_PER_INCIDENT of each incident at most, best first."""
    ranked = pairs.sort_values(["score", "left", "right"], ascending=[False, True, True], kind="stable")
    rank = np.maximum(ranked.groupby("left").cumcount(), ranked.groupby("right").cumcount())
    return ranked[rank < MAX_PER_INCIDENT]


def _list_pairs(rows: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """The pairs with PAIR_COLUMNS, rounded for a reader."""
    left, right = pairs["left"].to_numpy(), pairs["right"].to_numpy()
    table = pairs.assign(
        incident_id=rows["incident_id"].iloc[left].array,
        other_id=rows["incident_id"].iloc[right].array,
        dataset=rows["dataset"].astype("str").iloc[left].array,
        other_dataset=rows["dataset"].astype("str").iloc[right].array,
        reason=similarity.explain_pairs(rows, pairs),
    )
    return table[list(PAIR_COLUMNS)].round(dict.fromkeys(WEIGHTS, 2) | {"km": 1}).reset_index(drop=True)
