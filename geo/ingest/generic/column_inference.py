"""What each column of an unknown table holds, by its name and its values, with how sure that is and why.

A confidence is not a probability: it orders the guesses, and what is below LEAST is left to the person.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise

import pandas as pd
from msgspec.structs import replace

from geo.ingest.generic.column_names import Naming, namings
from geo.ingest.generic.value_fit import fit, repeats, sample
from geo.ingest.import_result import Guess
from geo.ingest.options import COORDINATES, DAY, MONTH, YEAR
from geo.ingest.parsers.coordinates import parse_degrees
from geo.ingest.parsers.dates import parse_dates
from geo.ingest.readers.raw_table import RawTable

SUREST = 0.95  # where name and values agree: a guess is never certain
LEAST = 0.4  # confidence from which a guess is taken
LOOKED_INTO = 100  # columns whose values are looked at; beyond, names alone count
LONG = 60  # characters on average, from which a column holds sentences and no kind or name
MOST = 0.5  # the share of dates without a year from which a column of years completes them
SHOWN = 3  # examples of a column
# What values alone may tell, the least share of them that must fit, and how sure that makes.
_BY_VALUES = (
    (COORDINATES, 0.9, 0.7),
    ("country", 0.8, 0.6),
    ("date_start", 0.9, 0.6),
    ("event_type", 0.75, 0.5),
    ("admin1", 0.85, 0.5),
    ("place_name", 0.85, 0.45),
)
# Where the whole name says one of these, values that do not fit are refused row by row, not left out with the column.
_LOUD = {"date_start": ("date", "fecha", "تاریخ"), "latitude": ("latitud",), "longitude": ("longitud",)}
PARTED = (YEAR, MONTH, DAY)


def guess(sheet: RawTable) -> tuple[Guess, ...]:
    """One guess for each column of a sheet, in their order."""
    chosen: dict[str, Guess] = {}
    samples = dict.fromkeys(sheet.column_names, pd.Series(dtype="str"))
    samples |= {name: sample(sheet.cells[name]) for name in sheet.column_names[:LOOKED_INTO]}
    candidates = [each for name in sheet.column_names for each in _candidates(name, samples[name], sheet)]
    # A whole toll goes before its parts, and the surer guess before the less sure.
    for each in sorted(candidates, key=lambda each: (each.is_part, -each.confidence)):
        if each.column not in chosen and each.confidence >= LEAST and _free(each, chosen.values()):
            chosen[each.column] = each
    chosen |= _paired(sheet, samples, chosen)
    told = _consistent(chosen, yearless=any(_yearless(samples[each.column]) for each in _dates(chosen)))
    return tuple(
        replace(
            told.get(name, Guess(name, "", 0.0, _why_none(name, candidates))), examples=tuple(samples[name][:SHOWN])
        )
        for name in sheet.column_names
    )


def _free(wanted: Guess, chosen: Iterable[Guess]) -> bool:
    taken = [each for each in chosen if each.target == wanted.target]
    return not taken or (wanted.is_part and all(each.is_part for each in taken))


def _candidates(name: str, texts: pd.Series, sheet: RawTable) -> Iterator[Guess]:
    named = namings(name)
    by_name = [_by_name(name, each, texts, sheet) for each in named if each.holds]
    yield from by_name
    # A name that is known settles it, unless the values speak against all that it may mean.
    fits = any(each.confidence >= LEAST for each in by_name) or not by_name
    if texts.empty or (fits and any(each.closeness == 1.0 for each in named)):
        return
    if _long(texts):
        yield Guess(name, "summary", 0.45, "its values are sentences")
        return
    for target, least, sure in _BY_VALUES:
        share = fit(target, texts)
        if share >= least:
            yield Guess(name, target, sure * share, f"{share:.0%} of its values look so")


def _by_name(name: str, naming: Naming, texts: pd.Series, sheet: RawTable) -> Guess:
    target, because = naming.holds, f"it is named “{naming.wording}”"
    if target == "incident_id" and repeats(sheet.cells[name]):
        return Guess(name, target, 0.0, "its values repeat or are blank, so they identify no row")
    if target == "event_type" and _long(texts):
        return Guess(name, "summary", 0.6 * naming.closeness, "its values are sentences")
    share = fit(target, texts)
    if not texts.empty and target != "incident_id":
        because = f"{because} and {share:.0%} of its values fit"
    confidence = round(SUREST * naming.closeness * (0.3 + 0.7 * share), 3)
    if naming.closeness == 1.0 and any(word in naming.wording for word in _LOUD.get(target, ())):
        confidence = max(confidence, LEAST)
    return Guess(name, target, confidence, because, is_part=naming.part)


def _long(texts: pd.Series) -> bool:
    return not texts.empty and float(texts.str.len().mean()) > LONG


def _paired(sheet: RawTable, samples: dict[str, pd.Series], chosen: dict[str, Guess]) -> dict[str, Guess]:
    """Two neighbouring columns of degrees that no name explains: the one with values beyond 90 is the longitude."""
    if {each.target for each in chosen.values()} & {"latitude", "longitude", COORDINATES}:
        return {}
    free = [name for name in sheet.column_names[:LOOKED_INTO] if name not in chosen and _fractions(samples[name])]
    for one, other in pairwise(free):
        swapped = bool((parse_degrees(samples[one]).values.abs() > 90).any())
        pair = (other, one) if swapped else (one, other)
        return {
            name: Guess(name, target, 0.45, "it stands beside another column of degrees")
            for name, target in zip(pair, ("latitude", "longitude"), strict=True)
        }
    return {}


def _fractions(texts: pd.Series) -> bool:
    """Whether all values have three decimals or more and may be degrees."""
    fine = len(texts) > 0 and bool(texts.str.fullmatch(r"-?\d{1,3}[.,]\d{3,}").all())
    return fine and bool((parse_degrees(texts).values.abs() <= 180).all())


def _dates(chosen: dict[str, Guess]) -> list[Guess]:
    return [each for each in chosen.values() if each.target == "date_start"]


def _yearless(texts: pd.Series) -> bool:
    """Whether most dates lack only their year: “5 January”."""
    return float(parse_dates(texts).yearless.mean()) > MOST


def _consistent(chosen: dict[str, Guess], *, yearless: bool) -> dict[str, Guess]:
    """Without those that another one makes needless: a year beside a date that has one, half of a point."""
    held = {each.target for each in chosen.values()}
    needless: dict[str, str] = {}
    if "date_start" in held or YEAR not in held:
        needless |= dict.fromkeys(
            PARTED, "another column holds the date" if "date_start" in held else "there is no year"
        )
    if yearless:
        needless.pop(YEAR, None)
    if "date_start" not in held and YEAR not in held:
        needless["date_end"] = "there is no first day"
    if {"latitude", "longitude"} <= held:
        needless[COORDINATES] = "other columns hold latitude and longitude"
    else:
        needless |= dict.fromkeys(("latitude", "longitude"), "the other half of the coordinates is missing")
    return {
        name: replace(each, target="", confidence=0.0, reason=needless[each.target])
        if each.target in needless
        else each
        for name, each in chosen.items()
    }


def _why_none(name: str, candidates: list[Guess]) -> str:
    mine = [each for each in candidates if each.column == name]
    if not mine:
        known = any(each.closeness == 1.0 for each in namings(name))
        return "the incident table has no such column" if known else "neither its name nor its values tell"
    best = max(mine, key=lambda each: each.confidence)
    return best.reason if best.confidence < LEAST else f"another column holds {best.target}"
