"""The places, tolls and types of a table's rows; what cannot be read is unknown, with a note, and loses no row."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import pandas as pd

from geo.core import boundaries
from geo.core.schema import EVENT_TYPES
from geo.ingest import country_names as providers
from geo.ingest.fields import UNIT_SEPARATOR, join_texts, map_to_category
from geo.ingest.generic.column_names import event_kind, wording
from geo.ingest.options import COORDINATES
from geo.ingest.parsers.cell_normalization import MAX_LENGTH, map_unique
from geo.ingest.parsers.coordinates import parse_coordinate_pairs, parse_degrees
from geo.ingest.parsers.counts import ParsedCounts, parse_counts
from geo.ingest.parsers.missing_words import is_missing_word
from geo.ingest.readers.raw_table import build_rejections
from geo.places.disambiguation import country_by_name

Columns = Mapping[str, Sequence[str]]  # what is held → the columns that hold it
OUTCOMES = ("killed", "injured")
LONGITUDE_FIRST = ("lon", "lng", "long", "x")
_NAMED_AT_ONE_POINT = 3  # different names of places at one point, from which it is no place's own


@dataclass(frozen=True, eq=False)
class Positions:
    """Latitude and longitude of rows, the cells that are no coordinates, and what was decided for a whole column."""

    cells: Mapping[str, pd.Series]
    rejected: pd.DataFrame
    told: tuple[str, ...] = ()


def positions(cells: pd.DataFrame, columns: Columns) -> Positions:
    """Read the coordinates of rows, from one column or two."""
    if COORDINATES in columns:
        name = columns[COORDINATES][0]
        pairs = parse_coordinate_pairs(cells[name], longitude_first=wording(name).startswith(LONGITUDE_FIRST) or None)
        held, read = (
            {"latitude": pairs.latitude, "longitude": pairs.longitude},
            [(name, pairs.reasons, pairs.converted)],
        )
    elif "latitude" in columns and "longitude" in columns:
        axes = {axis: parse_degrees(cells[columns[axis][0]], axis) for axis in ("latitude", "longitude")}
        held = {axis: degrees.values for axis, degrees in axes.items()}
        read = [(columns[axis][0], degrees.reasons, degrees.converted) for axis, degrees in axes.items()]
    else:
        return Positions({}, build_rejections())
    unread = [(name, reasons.dropna()) for name, reasons, _ in read]
    refused = [(row, name, str(cells.at[row, name]), why) for name, reasons in unread for row, why in reasons.items()]
    odd = [(name, cells[name][told]) for name, _, told in read if told.any()]
    said = [
        f"{name}: {len(given):,} of its values are no plain decimals, such as “{given.iloc[0]}”" for name, given in odd
    ]
    return Positions(held, build_rejections(refused), tuple(said))


def closeness(latitude: pd.Series, longitude: pd.Series, names: pd.Series | None) -> pd.Series:
    """How closely a point of a hand-made table is meant, by the decimals that it is given with.

    Two and more are a town or a site (a kilometre or less), one is near it (ten kilometres); whole degrees, and one
    point under three names of places or more, are no place's own and unknown.
    """
    points = pd.DataFrame({"latitude": latitude, "longitude": longitude})
    whole = [(points[axis] - points[axis].round(decimals)).abs() < 1e-9 for axis in points for decimals in (0, 1)]
    degrees, tenths = whole[0] & whole[2], whole[1] & whole[3]
    told = pd.Series("exact", index=points.index, dtype="str").mask(tenths, "near").mask(degrees, "unknown")
    if names is not None:
        named = points.assign(name=names).groupby(["latitude", "longitude"])["name"].transform("nunique")
        told = told.mask(named >= _NAMED_AT_ONE_POINT, "unknown")
    return told.where(latitude.notna() & longitude.notna())


def tolls(
    cells: pd.DataFrame, columns: Columns, parts: Collection[str] = ()
) -> tuple[dict[str, pd.Series], list[pd.Series]]:
    """Killed and injured, low, best and high; of several columns for one toll the sum, where all of them are known.

    `parts` are columns that tell the toll of one party: one alone is the least that the whole can be.
    """
    held: dict[str, pd.Series] = {}
    notes: list[pd.Series] = []
    for outcome in OUTCOMES:
        best = [(name, parse_counts(cells[name])) for name in columns.get(f"{outcome}_best", ())]
        if len(best) == 1 and best[0][0] in parts:
            held[f"{outcome}_low"] = best[0][1].best.fillna(best[0][1].low)
            notes.append(_note(held[f"{outcome}_low"].notna(), f"of the {outcome} only {best[0][0]} are told"))
        elif len(best) == 1:
            counts = best[0][1]
            held |= {f"{outcome}_low": counts.low, f"{outcome}_best": counts.best, f"{outcome}_high": counts.high}
        elif best:
            held |= _summed(outcome, [counts for _, counts in best])
            summed = held[f"{outcome}_best"].notna() | held[f"{outcome}_low"].notna()
            notes.append(_note(summed, f"{outcome} is the sum of {', '.join(name for name, _ in best)}"))
        notes += [each for name, counts in best for each in _of_counts(cells[name], counts)]
        for bound in (f"{outcome}_low", f"{outcome}_high"):
            if bound in columns:
                counts = parse_counts(cells[columns[bound][0]])
                held[bound] = counts.best.fillna(held[bound]) if bound in held else counts.best
                notes += _of_counts(cells[columns[bound][0]], counts)
        held |= _met(outcome, held)
    return held, notes


def _met(outcome: str, held: Mapping[str, pd.Series]) -> dict[str, pd.Series]:
    """The best figure where the least and the most that are told are one number."""
    low, best, high = (held.get(f"{outcome}_{bound}") for bound in ("low", "best", "high"))
    if low is None or high is None:
        return {}
    met = low.where((low == high).fillna(False).astype(bool))
    return {f"{outcome}_best": met if best is None else best.fillna(met)}


def _summed(outcome: str, parts: list[ParsedCounts]) -> dict[str, pd.Series]:
    """The sum of parts; where one is unknown, the known ones are the least that it can be."""
    best = sum((each.best.astype("Int64") for each in parts[1:]), parts[0].best.astype("Int64"))
    least = pd.concat([each.best.fillna(each.low) for each in parts], axis=1).astype("Int64")
    low = least.sum(axis=1, min_count=1).where(best.isna())
    return {f"{outcome}_best": best.astype("Int32"), f"{outcome}_low": low.astype("Int32")}


def _of_counts(texts: pd.Series, counts: ParsedCounts) -> list[pd.Series]:
    unread = _note(counts.reasons.notna(), f"{texts.name}, written “", texts, "”, is no number that could be read")
    return [f"{texts.name}: " + counts.notes, unread]


def kinds(cells: pd.DataFrame, columns: Columns) -> tuple[dict[str, pd.Series], list[pd.Series]]:
    """Types of events where the words are sure of one."""
    named = [name for held in ("sub_event_type", "event_type") for name in columns.get(held, ())]
    if not named:
        return {}, []
    kind, sub = (pd.Series(None, index=cells.index, dtype="str") for _ in range(2))
    for name in named:
        texts = cells[name].astype("str")
        read = map_unique(texts, event_kind)
        told = texts.map({text: found[0] or None for text, found in read.items()}).astype("str")
        told_sub = texts.map({text: found[1] or None for text, found in read.items()}).astype("str")
        # A sub-type belongs to its type: one column never completes what the other says otherwise.
        sub = sub.fillna(told_sub.where(kind.isna() | (kind == told)))
        kind = kind.fillna(told)
    if "sub_event_type" in columns:
        sub = sub.fillna(_sub_types(kind, cells[columns["sub_event_type"][0]]))
    written = cells[columns.get("event_type", named)[0]]
    unread = _note(kind.isna() & known(written).notna(), "the type is written “", written, "”")
    return {"event_type": kind, "sub_event_type": sub}, [unread]


def _sub_types(kind: pd.Series, texts: pd.Series) -> pd.Series:
    """Sub-types that stand in their column as we word them, where they belong to the type beside them."""
    ours = {UNIT_SEPARATOR.join((kind, sub.casefold())): sub for kind, subs in EVENT_TYPES.items() for sub in subs}
    return map_to_category(join_texts(kind, texts.astype("str").str.strip().str.casefold()), ours).astype("str")


def countries(names: pd.Series) -> pd.Series:
    """Countries by the names that we use, where they or their three-letter codes are known; else as written.

    Missing for states that are no more, such as Yugoslavia: the place decides.
    """
    names = known(names)
    return names.map(map_unique(names, _country)).astype("str")


def _country(text: str) -> str | None:
    told = providers.canonical_country(text[:MAX_LENGTH])
    if told != text[:MAX_LENGTH]:
        return told
    return country_by_name(told) or _by_code().get(text, text)


@cache
def _by_code() -> dict[str, str]:
    """ISO 3166 alpha-3 code → name; Natural Earth has codes of its own for South Sudan and Palestine."""
    table = boundaries.countries()
    return {**dict(zip(table["country_code"], table["name"], strict=True)), "SSD": "South Sudan", "PSE": "Palestine"}


def known(texts: pd.Series) -> pd.Series:
    """Texts without blanks around them; missing where they say that they are unknown."""
    texts = texts.astype("str").str.strip()
    return texts.mask(is_missing_word(texts))


def together(notes: Iterable[pd.Series], index: pd.Index) -> pd.Series:
    """All that is to be said about each row, as one text."""
    said = pd.Series(None, index=index, dtype="str")
    for note in notes:
        if note.notna().any():
            said = (said + "; " + note).fillna(said).fillna(note)
    return said


def _note(where: pd.Series, before: str, texts: pd.Series | None = None, after: str = "") -> pd.Series:
    note = pd.Series(None, index=where.index, dtype="str")
    if not where.any():
        return note
    said = before if texts is None else before + texts.astype("str").str.strip() + after
    return note.mask(where, said)
