"""Columns that together make a whole: parts of one kind, which add up to a toll."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from geo.ingest.generic.toll_candidates import TollCandidate
from geo.ingest.import_result import Question

TOLL_PARTS = "toll_parts"  # the topic of a question: which columns add up to a toll
NO_PARTS = "none"  # an answer to it
PARTIES = "party"  # the dimension of parts that only words we do not know tell apart: “Israelis killed”
# What must be among the parts of a dimension so that they add up to a whole.
_WHOLES: Mapping[str, tuple[frozenset[str], ...]] = {
    "side": (),
    "sex": (frozenset({"male", "female"}),),
    "person": (frozenset({"man", "woman"}), frozenset({"adult", "child"})),
    "nation": (frozenset({"national", "international"}),),
}
# Parts that another part already counts.
_MEMBERS = {"police": "forces", "army": "forces", "perpetrators": "militants", "boy": "child", "girl": "child"}
_DIMENSION_NAMES = {"side": "side", "sex": "sex", "person": "sex and age", "nation": "nationality", PARTIES: "party"}


@dataclass(frozen=True)
class Partition:
    """Columns that together make a whole: one dimension of parts."""

    dimension: str
    columns: tuple[TollCandidate, ...]
    is_certain: bool

    @property
    def label(self) -> str:
        """The names of the columns: “Male killed + Female killed”."""
        return " + ".join(column.name for column in self.columns)


def find_partitions(parts: list[TollCandidate]) -> list[Partition]:
    """The wholes that the parts make, one a dimension at most; columns of parties with them that we do not know."""
    unknown = [column for column in parts if column.toll.unknown_words and not column.toll.parts]
    partitions = []
    for dimension, wholes in _WHOLES.items():
        columns = [column for column in parts if column.dimensions == {dimension}]
        columns = _without_members(columns)
        kinds = frozenset().union(*(_kinds(column) for column in columns))
        if columns and dimension == "side":
            columns, unknown = [*columns, *unknown], []
        if len(columns) >= 2 and (not wholes or any(whole <= kinds for whole in wholes)):
            is_disjoint = sum(len(_kinds(column)) for column in columns) == len(kinds)
            has_unknown = any(column.toll.unknown_words for column in columns)
            partitions.append(Partition(dimension, tuple(columns), is_certain=is_disjoint and not has_unknown))
    return [*partitions, Partition(PARTIES, tuple(unknown), is_certain=False)] if len(unknown) > 1 else partitions


def _kinds(column: TollCandidate) -> frozenset[str]:
    return frozenset(kind for _, kind in column.toll.parts)


def _without_members(columns: list[TollCandidate]) -> list[TollCandidate]:
    """The columns without those of people whom another counts too: police beside security forces."""
    kinds = [_kinds(column) for column in columns]
    return [
        column
        for column, own in zip(columns, kinds, strict=True)
        if not all(any(_MEMBERS.get(kind) in other for other in kinds if other is not own) for kind in own)
    ]


def ask_partition(outcome: str, key: str, partitions: list[Partition], sums: list[pd.Series]) -> Question:
    """Return the question which partition makes the toll; the one with the largest sum is proposed."""
    totals = [float(np.nansum(column_sums)) for column_sums in sums]
    wordings = [f"{partition.label} make {total:,.0f}" for partition, total in zip(partitions, totals, strict=True)]
    largest = partitions[totals.index(max(totals))]
    return Question(
        key,
        f"Which columns add up to all of the {outcome}? {'; '.join(wordings)}.",
        topic=TOLL_PARTS,
        choices=(
            *(
                (partition.dimension, f"by {_DIMENSION_NAMES[partition.dimension]}: {partition.label}")
                for partition in partitions
            ),
            (NO_PARTS, "none: leave the toll unknown"),
        ),
        proposal=largest.dimension,
        n_rows=int(pd.concat(sums, axis=1).notna().any(axis=1).sum()),
    )
