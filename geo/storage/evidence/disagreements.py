"""The ways in which parties disagree about an incident, in the order in which they are written.

A way finds the incidents of which at least two parties state what cannot both be true. It looks at values and never at
the order of rows; what one party states twice, in whatever form, is no disagreement.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.storage.evidence.membership import is_among
from geo.storage.evidence.statements import (
    DENIES,
    DISPUTES,
    Tokens,
    lie_within,
    read_actors,
    read_target,
    read_words,
    share_any,
)

# Different texts about one incident that are compared in pairs, the first by alphabet. Chosen by judgement: 45,000
# pairs take 10 ms, and no incident of our corpus has more than a dozen.
MAX_COMPARED = 300
CONTENT = ("actor", "target", "place", "date", "killed_least", "injured_least")  # what a statement can say

Read = Callable[[str], Tokens]
Agree = Callable[[Tokens, Tokens], bool]


class Disagreement(ABC):
    """A way of disagreeing; `name` is its word in `geo.core.schema.CONTESTED_ON`."""

    name: str

    @abstractmethod
    def find(self, statements: pd.DataFrame) -> pd.Index:
        """The identifiers of the incidents on which parties disagree so (columns of `read_statements`)."""


class Who(Disagreement):
    """They name different actors; another spelling of one, or a body of it, is no different one."""

    name = "who"

    def find(self, statements: pd.DataFrame) -> pd.Index:
        return _find_texts(without_denials(statements), "actor", read_actors, share_any)


class What(Disagreement):
    """One disputes what or whom it hit, or they name different targets, places or days."""

    name = "what"

    def find(self, statements: pd.DataFrame) -> pd.Index:
        assertions = without_denials(statements)
        matches = [
            _find_disputes(assertions),
            _find_texts(assertions, "target", read_target, lie_within),
            _find_texts(assertions, "place", read_words, lie_within),
            find_different(assertions, "date"),
        ]
        return matches[0].append(matches[1:]).unique()


class HowMany(Disagreement):
    """They give ranges of people killed, or of people injured, that do not overlap."""

    name = "how many"

    def find(self, statements: pd.DataFrame) -> pd.Index:
        assertions = without_denials(statements)
        return find_disjoint(assertions, "killed").append(find_disjoint(assertions, "injured")).unique()


class Whether(Disagreement):
    """One says that it happened, and another denies it."""

    name = "whether"

    def find(self, statements: pd.DataFrame) -> pd.Index:
        return find_different(statements.assign(is_denial=statements["stance"] == DENIES), "is_denial")


DISAGREEMENTS: tuple[Disagreement, ...] = (Who(), What(), HowMany(), Whether())


def find_different(statements: pd.DataFrame, column: str) -> pd.Index:
    """The incidents of which two parties state different values; a missing value states nothing.

    Where there are two parties and two values, some pair of statements differs in both: if all pairs had one of them in
    common, all statements would have the same party or the same value.
    """
    entries = statements.dropna(subset=column)
    counts = entries.groupby("incident_id")[["party", column]].nunique()
    return pd.Index(counts.index[(counts > 1).all(axis=1)], dtype="str")


def without_denials(statements: pd.DataFrame) -> pd.DataFrame:
    """All but denials: what these name is what did not happen."""
    return statements[(statements["stance"] != DENIES).fillna(True).to_numpy(dtype=bool)]


def _find_disputes(assertions: pd.DataFrame) -> pd.Index:
    """The incidents that one party disputes and of which another states anything but that it disputes them.

    Each statement disputes, or states something, or does both: where both occur and there are two parties, one of them
    disputes and another states.
    """
    is_dispute = (assertions["stance"] == DISPUTES).fillna(False).astype(bool)
    says_more = ~is_dispute | assertions[list(CONTENT)].notna().any(axis=1)
    by_incident = assertions.assign(is_dispute=is_dispute, says_more=says_more).groupby("incident_id")
    counts = by_incident.agg(
        party=("party", "nunique"), is_dispute=("is_dispute", "max"), says_more=("says_more", "max")
    )
    is_disputed = (counts["party"] > 1) & counts["is_dispute"].astype(bool) & counts["says_more"].astype(bool)
    return pd.Index(counts.index[is_disputed], dtype="str")


def _find_texts(statements: pd.DataFrame, column: str, read: Read, agree: Agree) -> pd.Index:
    """The incidents of which two parties state texts whose readings do not agree."""
    candidates = find_different(statements, column)
    rows = statements[is_among(statements["incident_id"], candidates)].dropna(subset=column)
    ids, texts, parties = (pd.factorize(rows[name], sort=True) for name in ("incident_id", column, "party"))
    distinct = _first_texts(np.unique(np.stack([ids[0], texts[0], parties[0]], axis=1).reshape(-1, 3), axis=0))
    readings, numbers = _number_readings(texts[1], distinct[:, 1], read)
    starts = np.flatnonzero(np.diff(distinct[:, 0], prepend=-1))
    pairs = np.stack([numbers, distinct[:, 2]], axis=1)
    pairs_by_incident = [part.tolist() for part in np.split(pairs, starts[1:])] if len(starts) else []
    disputes = [
        place for place, of_incident in enumerate(pairs_by_incident) if _is_disputed(of_incident, readings, agree)
    ]
    return pd.Index(ids[1][disputes], dtype="str")


def _first_texts(distinct: NDArray[np.intp]) -> NDArray[np.intp]:
    """Of sorted numbers of incident, text and party, those of the first texts of each incident."""
    is_text = np.any(np.diff(distinct[:, :2], axis=0, prepend=-1) != 0, axis=1)
    is_incident = np.diff(distinct[:, 0], prepend=-1) != 0
    ranks = np.cumsum(is_text)
    firsts = np.maximum.accumulate(np.where(is_incident, ranks, 0))
    return distinct[ranks - firsts < MAX_COMPARED]


def _number_readings(texts: pd.Index, codes: NDArray[np.intp], read: Read) -> tuple[list[Tokens], NDArray[np.intp]]:
    """The distinct readings of some texts, and the number of that of each code."""
    used, positions = np.unique(codes, return_inverse=True)
    by_text = [read(text) for text in texts[used]]
    numbers = {tokens: number for number, tokens in enumerate(dict.fromkeys(by_text))}
    return list(numbers), np.array([numbers[tokens] for tokens in by_text], dtype=np.intp)[positions]


def _is_disputed(pairs: list[list[int]], readings: list[Tokens], agree: Agree) -> bool:
    """Whether two parties have readings that do not agree; `pairs`: numbers of reading and party."""
    speakers: dict[int, set[int]] = {}
    for reading, party in pairs:
        speakers.setdefault(reading, set()).add(party)
    return any(
        len(speakers[one] | speakers[other]) > 1 and not agree(readings[one], readings[other])
        for one, other in combinations(speakers, 2)
    )


def find_disjoint(statements: pd.DataFrame, outcome: str) -> pd.Index:
    """The incidents of which one party's most is less than another's least."""
    least, most = f"{outcome}_least", f"{outcome}_most"
    amounts = statements.dropna(subset=least)
    bounds = amounts.groupby(["incident_id", "party"]).agg(least=(least, "max"), most=(most, "min")).reset_index()
    lowest, highest = _extremes(bounds, "most", ascending=True), _extremes(bounds, "least", ascending=False)
    is_other = lowest["party"] != highest["party"]
    is_disjoint = (lowest["first"] < highest["first"]) & is_other
    is_disjoint |= (lowest["second"] < highest["first"]) | (lowest["first"] < highest["second"])
    return pd.Index(is_disjoint.index[is_disjoint.to_numpy(dtype=bool)], dtype="str")


def _extremes(bounds: pd.DataFrame, column: str, *, ascending: bool) -> pd.DataFrame:
    """By incident the party with the extreme bound, that bound as `first`, and that of the next party as `second`."""
    rows = bounds.sort_values([column, "party"], ascending=[ascending, True], kind="stable")
    firsts = rows.drop_duplicates("incident_id").set_index("incident_id").sort_index()
    others = rows[rows.duplicated("incident_id")].drop_duplicates("incident_id").set_index("incident_id")
    return pd.DataFrame(
        {"party": firsts["party"], "first": firsts[column], "second": others[column].reindex(firsts.index)}
    )
