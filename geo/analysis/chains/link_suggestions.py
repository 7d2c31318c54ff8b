"""Which incidents may answer others: the same two sides turn about within days.

Where a provider says who acted on whom, A acts on B and within WINDOW_DAYS B acts on A. Where it does not, the same two
sides meet again in the same place, which says less. Each incident is paired with the last one before it that fits, by
an ordered join within a key of both sides, so that the work grows with the rows and not with their pairs.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain

import numpy as np
import pandas as pd

from geo.analysis.chains.sides import side_codes
from geo.core.formatting import pluralize
from geo.query.engine import Engine
from geo.query.selection import Selection

WINDOW_DAYS = 7  # between the end of the earlier incident and the start of the later one; by judgement
MAX_SPAN_DAYS = 3  # of the dates of an incident: one that is known to a month cannot be said to come before another
MAX_ROWS = 1_000_000  # compared: the latest; joined in some seconds
MAX_LISTED = 5_000
# The datasets of providers that say who acts on whom: perpetrator and target, or source and target. ACLED and UCDP
# order actors by other rules (research of their codebooks: docs/decisions/0011), and of other tables nobody knows.
ORDERED_DATASETS = ("GTD", "GDELT", "ICEWS", "Faultline seeds")
VIOLENT = ("Battles", "Explosions/Remote violence", "Violence against civilians")
ANSWERS = (*VIOLENT, "Diplomatic")
SUGGESTION_COLUMNS = ("earlier", "later", "relation", "days", "reason")
READ_COLUMNS = [
    "incident_id", "dataset", "date_start", "date_end", "event_type", "actor_a", "actor_b", "country", "place_name",
]  # fmt: skip


@dataclass(frozen=True, eq=False)
class LinkSuggestions:
    """Pairs of incidents that may be linked, the surest first, and sentences on what was not compared or is not listed.

    `pairs` has SUGGESTION_COLUMNS: two identifiers, the relation of the later incident to the earlier one as the schema
    has it, the days between them, and the reason in words, in which names are as hostile as the rows.
    """

    pairs: pd.DataFrame
    notes: tuple[str, ...] = ()


def suggest_links(engine: Engine, known: pd.DataFrame | None = None) -> LinkSuggestions:
    """Suggest links between incidents of one dataset each.

    `known`: incident_id and to_incident_id of pairs that are linked or were decided on, in either direction; they are
    left out.
    """
    rows, notes = _read_rows(engine)
    ordered = _is_ordered(rows)
    pairs = pd.concat([_turnabouts(rows[ordered]), _meetings(rows[~ordered])], ignore_index=True)
    pairs = _without_known(pairs, known)
    pairs = pairs.sort_values(["is_sure", "days", "later_day", "later"], ascending=[False, True, False, True])
    if len(pairs) > MAX_LISTED:
        notes.append(f"Only the first {MAX_LISTED:,} of {len(pairs):,} suggestions are listed.")
    return LinkSuggestions(pairs.head(MAX_LISTED)[list(SUGGESTION_COLUMNS)].reset_index(drop=True), tuple(notes))


def _read_rows(engine: Engine) -> tuple[pd.DataFrame, list[str]]:
    """The latest rows that can be compared, with the sides of their actors and the numbers of their days."""
    everything = engine.select(Selection())
    days = engine.combinations("when")
    dated = everything.restrict("when", (days["date_start"].notna() & days["date_end"].notna()).to_numpy())
    first = max(0, len(dated) - MAX_ROWS)
    notes = [f"Only the latest {MAX_ROWS:,} incidents with a date were compared."] if first else []
    table = pd.DataFrame(engine.take(dated.page(first, len(dated)), READ_COLUMNS))
    start, end = (
        table[name].to_numpy().astype("datetime64[D]").astype(np.int64) for name in ("date_start", "date_end")
    )
    side_a, side_b = side_codes(table["actor_a"], table["actor_b"])
    table = table.assign(first_day=start, last_day=end, side_a=side_a, side_b=side_b)
    is_close = (end - start < MAX_SPAN_DAYS) & (table["side_a"] >= 0) & (table["side_b"] >= 0)
    rows = table[is_close & (table["side_a"] != table["side_b"])]
    if len(dated) > len(rows):
        notes.append(
            f"{pluralize(len(dated) - first - len(rows), 'incident')} with a date could not be compared: two different "
            f"actors have to be known, and the date to {MAX_SPAN_DAYS} days."
        )
    return rows, notes


def _is_ordered(rows: pd.DataFrame) -> pd.Series:
    """Whether the provider of each row says who acted on whom."""
    names = pd.Index(rows["dataset"].astype("str").fillna("")).unique()
    ordered = [name for name in names if name.split(" ")[0] in ORDERED_DATASETS or name in ORDERED_DATASETS]
    return rows["dataset"].isin(ordered)


def _turnabouts(rows: pd.DataFrame) -> pd.DataFrame:
    """A acts on B, then B on A: retaliation where both are violent, else a response."""
    there = _key(rows, rows["side_a"], rows["side_b"])
    back = _key(rows, rows["side_b"], rows["side_a"])
    pairs = _join(rows.assign(key=there), rows.assign(key=back), ANSWERS)
    is_violent = pairs["event_type"].isin(VIOLENT)
    relation = np.where(is_violent, "retaliation for", "response to")
    return pairs.assign(relation=relation, is_sure=True, reason=_explain(pairs, _describe_turnabout))


def _meetings(rows: pd.DataFrame) -> pd.DataFrame:
    """The same two sides in the same place."""
    placed = rows[rows["place_name"].notna()]
    low, high = (side(placed["side_a"], placed["side_b"]) for side in (np.minimum, np.maximum))
    place = pd.factorize(placed["country"].astype("str").fillna("") + "\n" + placed["place_name"].astype("str"))[0]
    sides = pd.factorize(_key(placed, low, high))[0].astype(np.int64)
    keyed = placed.assign(key=sides * (place.max(initial=0) + 1) + place)
    pairs = _join(keyed, keyed, VIOLENT)
    return pairs.assign(relation="follows", is_sure=False, reason=_explain(pairs, _describe_meeting))


def _key(rows: pd.DataFrame, first: pd.Series, second: pd.Series) -> pd.Series:
    """A number for each dataset and two sides in their order, the same for the same whichever column is the first."""
    datasets, names = pd.factorize(rows["dataset"].astype("str").fillna(""))
    n_sides = int(rows[["side_a", "side_b"]].to_numpy().max(initial=0)) + 1
    return (first.astype(np.int64) * n_sides + second) * max(len(names), 1) + datasets


def _join(earlier: pd.DataFrame, later: pd.DataFrame, answers: tuple[str, ...]) -> pd.DataFrame:
    """Each later row with the last violent earlier one of its key that ended within the window before it began."""
    columns = ["key", "incident_id", "last_day", "actor_a", "actor_b"]
    violent = earlier[earlier["event_type"].isin(VIOLENT)][columns].rename(columns={"incident_id": "earlier"})
    answering = later[later["event_type"].isin(answers)].rename(columns={"incident_id": "later"})
    matches = pd.merge_asof(
        answering.drop(columns=["last_day", "actor_a", "actor_b"]).sort_values(["first_day", "later"]),
        violent.sort_values(["last_day", "earlier"]),
        left_on="first_day",
        right_on="last_day",
        by="key",
        tolerance=WINDOW_DAYS,
        allow_exact_matches=False,  # of one day nobody knows which came first
    )
    matches = matches[matches["earlier"].notna()]
    return matches.assign(
        days=(matches["first_day"] - matches["last_day"]).astype(np.int64), later_day=matches["first_day"]
    )


def _explain(pairs: pd.DataFrame, describe: Callable[[str, str, int], str]) -> list[str]:
    columns = (pairs[name].tolist() for name in ("actor_a", "actor_b", "days"))
    return [describe(*values) for values in zip(*columns, strict=True)]


def _describe_turnabout(actor: str, other: str, days: int) -> str:
    return f"{pluralize(days, 'day')} after {actor} acted on {other}, the other side acted on the first."


def _describe_meeting(actor: str, other: str, days: int) -> str:
    return (
        f"{actor} and {other} again in the same place, {pluralize(days, 'day')} later; "
        "the dataset does not say who acted on whom."
    )


def _without_known(pairs: pd.DataFrame, known: pd.DataFrame | None) -> pd.DataFrame:
    if known is None or known.empty:
        return pairs
    decided = set(
        chain.from_iterable(
            ((one, other), (other, one))
            for one, other in zip(known["incident_id"], known["to_incident_id"], strict=True)
        )
    )
    is_open = [pair not in decided for pair in zip(pairs["later"], pairs["earlier"], strict=True)]
    return pairs[np.array(is_open, dtype=bool)]
