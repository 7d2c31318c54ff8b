"""Places, casualties and types of a table's rows; what cannot be read is unknown, with a note, and loses no row."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from geo.core.schema import EVENT_TYPES
from geo.ingest.fields import UNIT_SEPARATOR, join_texts, map_to_category
from geo.ingest.generic.column_names import normalize_column_name, parse_event_type
from geo.ingest.options import COORDINATES
from geo.ingest.parsers.cell_normalization import MAX_LENGTH, map_unique
from geo.ingest.parsers.coordinates import parse_coordinate_pairs, parse_degrees
from geo.ingest.parsers.counts import ParsedCounts, parse_counts
from geo.ingest.parsers.missing_words import is_missing_word
from geo.ingest.readers.raw_table import build_rejections

Columns = Mapping[str, Sequence[str]]  # target → the columns that hold it
OUTCOMES = ("killed", "injured")
LONGITUDE_FIRST = ("lon", "lng", "long", "x")
# Different names of places at one point from which it is the centre of something coarser. By judgement: two may be
# spellings of one.
_NAMES_AT_CENTRE = 3
_ROUND_ERROR = 1e-9  # degrees by which a decimal number may differ from its float


@dataclass(frozen=True, eq=False)
class Positions:
    """Latitude and longitude of rows (degrees, float64), the cells that are no coordinates, and notes on columns."""

    cells: Mapping[str, pd.Series]
    rejected: pd.DataFrame
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class _Cells:
    """What came of a column of coordinates: why cells could not be read, and which were converted."""

    column: str
    reasons: pd.Series
    is_converted: pd.Series


def parse_positions(cells: pd.DataFrame, columns: Columns) -> Positions:
    """Return the coordinates of rows, from one column or two."""
    if COORDINATES in columns:
        name = columns[COORDINATES][0]
        longitude_first = normalize_column_name(name).startswith(LONGITUDE_FIRST) or None
        pairs = parse_coordinate_pairs(cells[name], longitude_first=longitude_first)
        degrees = {"latitude": pairs.latitude, "longitude": pairs.longitude}
        parsed = [_Cells(name, pairs.reasons, pairs.converted)]
    elif "latitude" in columns and "longitude" in columns:
        axes = {axis: parse_degrees(cells[columns[axis][0]], axis) for axis in ("latitude", "longitude")}
        degrees = {axis: values.values for axis, values in axes.items()}
        parsed = [_Cells(columns[axis][0], values.reasons, values.converted) for axis, values in axes.items()]
    else:
        return Positions({}, build_rejections())
    rejected = [
        (row, part.column, str(cells.at[row, part.column]), reason)
        for part in parsed
        for row, reason in part.reasons.dropna().items()
    ]
    notes = (_note_converted(cells[part.column][part.is_converted]) for part in parsed if part.is_converted.any())
    return Positions(degrees, build_rejections(rejected), tuple(notes))


def _note_converted(texts: pd.Series) -> str:
    values = "1 value is" if len(texts) == 1 else f"{len(texts):,} values are"
    return f"{texts.name}: {values} not plain decimals and converted, such as “{texts.iloc[0]}”"


def precision_from_decimals(latitude: pd.Series, longitude: pd.Series, names: pd.Series | None) -> pd.Series:
    """Return how precisely a point of a hand-made table is meant, by its decimals (docs/decisions/0012).

    Two and more are a town or a site (a kilometre or less), one is near it (ten kilometres); whole degrees are unknown,
    and so is one point under three names of places or more, which is the centre of something coarser.
    """
    points = pd.DataFrame({"latitude": latitude, "longitude": longitude})
    are_degrees, are_tenths = (
        ((points - points.round(decimals)).abs() < _ROUND_ERROR).all(axis=1) for decimals in (0, 1)
    )
    precision = pd.Series("exact", index=points.index, dtype="str")
    precision = precision.mask(are_tenths, "near").mask(are_degrees, "unknown")
    if names is not None:
        n_names = points.assign(name=names).groupby(["latitude", "longitude"])["name"].transform("nunique")
        precision = precision.mask(n_names >= _NAMES_AT_CENTRE, "unknown")
    return precision.where(latitude.notna() & longitude.notna())


def parse_casualties(
    cells: pd.DataFrame, columns: Columns, parts: Collection[str] = ()
) -> tuple[dict[str, pd.Series], list[pd.Series]]:
    """Return killed and injured (low, best, high: Int32) and the notes on rows.

    Several columns for one figure are added up where all of them are known. `parts` are columns of one party: one alone
    is the least that the whole can be.
    """
    figures: dict[str, pd.Series] = {}
    notes: list[pd.Series] = []
    for outcome in OUTCOMES:
        best = [(name, parse_counts(cells[name])) for name in columns.get(f"{outcome}_best", ())]
        best_figures, best_notes = _best_figures(outcome, best, parts)
        notes += [*best_notes, *(note for name, counts in best for note in _count_notes(cells[name], counts))]
        bounds = {
            name: parse_counts(cells[columns[name][0]])
            for name in (f"{outcome}_low", f"{outcome}_high")
            if name in columns
        }
        stated = {
            name: counts.best.fillna(best_figures[name]) if name in best_figures else counts.best
            for name, counts in bounds.items()
        }
        notes += [note for name, counts in bounds.items() for note in _count_notes(cells[columns[name][0]], counts)]
        outcome_figures = best_figures | stated
        figures |= outcome_figures | _best_where_bounds_meet(outcome, outcome_figures)
    return figures, notes


def _best_figures(
    outcome: str, best: list[tuple[str, ParsedCounts]], parts: Collection[str]
) -> tuple[dict[str, pd.Series], list[pd.Series]]:
    """The figures of one outcome from its columns, and the notes on how they were made."""
    if not best:
        return {}, []
    name, counts = best[0]
    if len(best) > 1:
        figures = _add_up(outcome, [counts for _, counts in best])
        is_sum = figures[f"{outcome}_best"].notna() | figures[f"{outcome}_low"].notna()
        return figures, [_note_where(is_sum, f"{outcome} is the sum of {', '.join(name for name, _ in best)}")]
    if name in parts:
        low = counts.best.fillna(counts.low)
        return {f"{outcome}_low": low}, [_note_where(low.notna(), f"of the {outcome} only {name} are stated")]
    return {f"{outcome}_low": counts.low, f"{outcome}_best": counts.best, f"{outcome}_high": counts.high}, []


def _best_where_bounds_meet(outcome: str, figures: Mapping[str, pd.Series]) -> dict[str, pd.Series]:
    """The best figure where the stated least and most are one number."""
    low, best, high = (figures.get(f"{outcome}_{bound}") for bound in ("low", "best", "high"))
    if low is None or high is None:
        return {}
    common = low.where((low == high).fillna(False).astype(bool))
    return {f"{outcome}_best": common if best is None else best.fillna(common)}


def _add_up(outcome: str, parts: list[ParsedCounts]) -> dict[str, pd.Series]:
    """The sum of parts; where one is unknown, the known ones are the least that it can be."""
    best = sum((part.best.astype("Int64") for part in parts[1:]), parts[0].best.astype("Int64"))
    known = pd.concat([part.best.fillna(part.low) for part in parts], axis=1).astype("Int64")
    low = known.sum(axis=1, min_count=1).where(best.isna())
    return {f"{outcome}_best": best.astype("Int32"), f"{outcome}_low": low.astype("Int32")}


def _count_notes(texts: pd.Series, counts: ParsedCounts) -> list[pd.Series]:
    unread = _note_where(
        counts.reasons.notna(), f"{texts.name}, written “", texts, "”, is no number that could be read"
    )
    return [f"{texts.name}: " + counts.notes, unread]


def parse_event_types(cells: pd.DataFrame, columns: Columns) -> tuple[dict[str, pd.Series], list[pd.Series]]:
    """Return the types and sub-types of rows where the words are sure of one, and the notes on rows."""
    names = [name for target in ("sub_event_type", "event_type") for name in columns.get(target, ())]
    if not names:
        return {}, []
    types, sub_types = (pd.Series(None, index=cells.index, dtype="str") for _ in range(2))
    for name in names:
        texts = cells[name].astype("str")
        parsed = map_unique(texts, parse_event_type)
        column_types = texts.map({text: pair[0] or None for text, pair in parsed.items()}).astype("str")
        column_sub_types = texts.map({text: pair[1] or None for text, pair in parsed.items()}).astype("str")
        # A sub-type belongs to its type: one column never completes what the other says otherwise.
        sub_types = sub_types.fillna(column_sub_types.where(types.isna() | (types == column_types)))
        types = types.fillna(column_types)
    if "sub_event_type" in columns:
        sub_types = sub_types.fillna(_match_sub_types(types, cells[columns["sub_event_type"][0]]))
    written = cells[columns.get("event_type", names)[0]]
    note = _note_where(types.isna() & clean_texts(written).notna(), "the type is written “", written, "”")
    return {"event_type": types, "sub_event_type": sub_types}, [note]


def _match_sub_types(types: pd.Series, texts: pd.Series) -> pd.Series:
    """Sub-types that their column words as we do, where they belong to the type beside them."""
    sub_type_of_key = {
        UNIT_SEPARATOR.join((event_type, sub_type.casefold())): sub_type
        for event_type, sub_types in EVENT_TYPES.items()
        for sub_type in sub_types
    }
    keys = join_texts(types, texts.astype("str").str.strip().str.casefold())
    return map_to_category(keys, sub_type_of_key).astype("str")


def clean_texts(texts: pd.Series) -> pd.Series:
    """Return the texts without blanks around them; missing where they say that they are unknown."""
    texts = texts.astype("str").str.strip()
    return texts.mask(is_missing_word(texts))


def join_notes(notes: Iterable[pd.Series], index: pd.Index) -> pd.Series:
    """Return all the notes on each row as one text; missing where there is none."""
    joined = pd.Series(None, index=index, dtype="str")
    for note in notes:
        if note.notna().any():
            joined = (joined + "; " + note).fillna(joined).fillna(note)
    return joined


def _note_where(mask: pd.Series, before: str, texts: pd.Series | None = None, after: str = "") -> pd.Series:
    note = pd.Series(None, index=mask.index, dtype="str")
    if not mask.any():
        return note
    return note.mask(mask, before if texts is None else before + texts.astype("str").str.strip() + after)
