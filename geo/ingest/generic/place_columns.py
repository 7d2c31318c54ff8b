"""Which column names the place: by what its cells lead to within the country and province beside, not by its header."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from msgspec.structs import replace

from geo.core.schema import POINT_PRECISIONS
from geo.ingest.checks.place_lookup import look_up
from geo.ingest.checks.place_queries import PlaceQuery
from geo.ingest.checks.placeless import is_placeless
from geo.ingest.country_names import canonical_country
from geo.ingest.import_result import Guess
from geo.ingest.readers.raw_table import RawTable

# By judgement: so many rows tell which of two columns leads to more places, and cost some hundred lookups at most.
SAMPLED_ROWS = 60
MAX_COLUMNS_COMPARED = 6
AREA_SHARE = 0.6  # of the places of a column that are areas of one kind, from which it names such areas
MIN_SHARE = (
    0.3  # of its cells that lead to a place, from which a column may take over from the one that its header names
)
MARGIN = 0.2  # by which its share must be larger: headers are usually right
PLACE_TARGETS = ("place_name", "admin2")
AREA_TARGETS = ("admin2", "admin1")  # what a column of areas can be instead
MAX_NAME_LENGTH = 60  # characters on average; longer texts are descriptions


@dataclass(frozen=True)
class PlaceEvidence:
    """What the cells of a column lead to: the share that leads to a place where the row says, and the kinds of these.

    `placeless_share`: the share of cells that only say what a spot is, such as “Road”.
    """

    share: float
    placeless_share: float
    precisions: Mapping[str, float]

    @property
    def area(self) -> str:
        """The kind of areas that most of the places are; empty where most are points."""
        return next((name for name in AREA_TARGETS if self.precisions.get(name, 0.0) >= AREA_SHARE), "")


def choose_place_columns(table: RawTable, guesses: Mapping[str, Guess], names: Iterable[str]) -> dict[str, Guess]:
    """Return the guesses with the column of places chosen among those called so (`names`) by what they lead to."""
    columns = [name for name in names if _may_name_places(table.cells[name])][:MAX_COLUMNS_COMPARED]
    by_target = {guess.target: guess.column for guess in guesses.values()}
    current = by_target.get("place_name", "")
    if len(columns) < 2 or (current and current not in columns):
        return dict(guesses)
    evidence = {name: _gather_evidence(table, name, by_target) for name in columns}
    best = _best_column(evidence, current)
    changes = {best: _guess("place_name", best, evidence[best])} if best and best != current else {}
    if current and best != current:
        changes[current] = _demote(guesses[current], evidence[current], best, by_target)
    return {**guesses, **changes, **_name_districts(evidence, {**guesses, **changes})}


def _may_name_places(cells: pd.Series) -> bool:
    texts = cells.dropna()
    return bool(len(texts)) and pd.api.types.is_string_dtype(cells.dtype) and texts.str.len().mean() <= MAX_NAME_LENGTH


def _best_column(evidence: Mapping[str, PlaceEvidence], current: str) -> str:
    """The column whose cells lead to most points; the one that the header names where none is clearly better."""
    points = {name: column_evidence for name, column_evidence in evidence.items() if not column_evidence.area}
    best = max(points, key=lambda name: points[name].share, default="")
    if not best or points[best].share < MIN_SHARE:
        return current
    current_evidence = points.get(current)
    return current if current_evidence is not None and points[best].share < current_evidence.share + MARGIN else best


def _guess(target: str, column: str, evidence: PlaceEvidence) -> Guess:
    reason = f"{evidence.share:.0%} of its values lead to a place in the country and province beside them"
    return Guess(column, target, round(evidence.share, 3), reason)


def _demote(guess: Guess, evidence: PlaceEvidence, best: str, by_target: Mapping[str, str]) -> Guess:
    """The guess for a column that is no column of places: of districts where it names such, else none."""
    if evidence.area == "admin2" and "admin2" not in by_target:
        return _guess("admin2", guess.column, evidence)
    reason = f"“{best}” leads to more places in the country and province beside them"
    if evidence.placeless_share > AREA_SHARE:
        reason = "most of its values say what kind of spot it was, not where"
    return replace(guess, target="", confidence=0.0, reason=reason)


def _name_districts(evidence: Mapping[str, PlaceEvidence], guesses: Mapping[str, Guess]) -> dict[str, Guess]:
    """A further column whose cells are districts, where no column names any yet."""
    if any(guess.target == "admin2" for guess in guesses.values()):
        return {}
    free = (name for name in evidence if not (name in guesses and guesses[name].target))
    name = next((name for name in free if evidence[name].area == "admin2"), None)
    return {} if name is None else {name: _guess("admin2", name, evidence[name])}


def _gather_evidence(table: RawTable, column: str, by_target: Mapping[str, str]) -> PlaceEvidence:
    rows = _sample_rows(table.cells, column)
    names = rows[column].astype("str").str.strip()
    countries, provinces = (_context(rows, by_target.get(target), column) for target in ("country", "admin1"))
    precisions = [
        _look_up_precision(name, province, canonical_country(country) or "")
        for name, province, country in zip(names, provinces, countries, strict=True)
    ]
    known = pd.Series([precision for precision in precisions if precision], dtype="str")
    return PlaceEvidence(
        len(known) / max(len(names), 1),
        float(names.map(is_placeless).mean()) if len(names) else 0.0,
        _share_by_kind(known),
    )


def _share_by_kind(precisions: pd.Series) -> dict[str, float]:
    kinds = precisions.mask(precisions.isin(POINT_PRECISIONS), "point")
    return {str(kind): float(share) for kind, share in kinds.value_counts(normalize=True).items()}


def _sample_rows(cells: pd.DataFrame, column: str) -> pd.DataFrame:
    filled = cells[cells[column].notna()].drop_duplicates(column)
    step = np.linspace(0, len(filled) - 1, min(len(filled), SAMPLED_ROWS)).astype(int)
    return filled.iloc[step] if len(filled) else filled


def _context(rows: pd.DataFrame, name: str | None, column: str) -> list[str]:
    if name is None or name == column:
        return [""] * len(rows)
    return list(rows[name].astype("str").fillna("").str.strip())


def _look_up_precision(name: str, province: str, country: str) -> str:
    """How precise the place is that a name leads to by itself; empty where it leads to none that is likely."""
    result = look_up(PlaceQuery(name, "", province, country))
    is_own = result.place is not None and result.column == "place_name" and "; placed by " not in result.warning
    return result.precision if is_own else ""
