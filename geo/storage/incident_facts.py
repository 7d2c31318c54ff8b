"""The facts of an incident in words, and which of them a person has corrected."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from geo.core.formatting import UNSTATED, format_count, format_date
from geo.core.place_text import describe_place
from geo.core.schema import INJURED, KILLED, PLACE_NAMES
from geo.query.engine import NO_ROW, Engine
from geo.storage.atlas import Atlas

DATES = ("date_start", "date_end", "date_precision")
TYPES = ("event_type", "sub_event_type")
ACTORS = ("actor_a", "actor_b", "other_actors")
PLACES = (*PLACE_NAMES, "place_precision", "place_id", "latitude", "longitude", "radius_km")
ZERO = "zero_means_unknown"
# By label, the columns that a fact is made of, in the order of reading.
FACT_COLUMNS: dict[str, tuple[str, ...]] = {
    "Date": DATES,
    "Type": TYPES,
    "Actors": ACTORS,
    "Place": PLACES,
    "Killed": (*KILLED, ZERO),
    "Injured": (*INJURED, ZERO),
}
COLUMNS = tuple(dict.fromkeys(name for names in FACT_COLUMNS.values() for name in names))

CorrectedFacts = dict[str, str]  # by label what the source has, empty where that reads the same


def describe_facts(row: Mapping[str, Any]) -> dict[str, str]:
    """What is known of an incident, in words, by label; every text is as hostile as the row."""
    texts = {
        "Date": format_date(*(row[name] for name in DATES)),
        "Type": _join(row, TYPES, " – "),
        "Actors": _join(row, ACTORS, "; "),
        "Place": describe_place(row),
        "Killed": _format_casualties(row, KILLED),
        "Injured": _format_casualties(row, INJURED),
    }
    return {label: text or UNSTATED for label, text in texts.items()}


def corrected_facts(atlas: Atlas, incident_ids: Sequence[str]) -> dict[str, CorrectedFacts]:
    """Of those of these incidents that have any, the facts that a correction lies over, and what the source has."""
    corrected = {id_: _labels(atlas, id_) for id_ in incident_ids if atlas.edits.corrections(id_)}
    corrected = {id_: labels for id_, labels in corrected.items() if labels}
    if not corrected:
        return {}
    ids = list(corrected)
    before = _read_facts(atlas.unedited or atlas.engine, ids)
    now = _read_facts(atlas.engine, ids)
    return {
        id_: {label: _differing(before.get(id_, {}), now.get(id_, {}), label) for label in labels}
        for id_, labels in corrected.items()
    }


def _labels(atlas: Atlas, incident_id: str) -> list[str]:
    columns = {correction.column for correction in atlas.edits.corrections(incident_id)}
    return [label for label, names in FACT_COLUMNS.items() if not columns.isdisjoint(names)]


def _read_facts(engine: Engine, incident_ids: list[str]) -> dict[str, dict[str, str]]:
    rows = engine.find(incident_ids)
    table = pd.DataFrame(engine.take(rows[rows != NO_ROW], ["incident_id", *COLUMNS]))
    return {str(row["incident_id"]): describe_facts(row) for row in table.to_dict("records")}


def _differing(before: dict[str, str], now: dict[str, str], label: str) -> str:
    text = before.get(label, "")
    return "" if text == now.get(label) else text


def _join(row: Mapping[str, Any], columns: tuple[str, ...], separator: str) -> str:
    return separator.join(text for text in (row[name] for name in columns) if isinstance(text, str))


def _format_casualties(row: Mapping[str, Any], columns: tuple[str, ...]) -> str:
    is_unsure = bool(pd.notna(row[ZERO]) and row[ZERO])
    return format_count(*(row[name] for name in columns), zero_means_unknown=is_unsure)
