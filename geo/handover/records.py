"""The incidents of a selection as columns of JSON values: what the page lists, draws, filters and shows in full."""

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.core.formatting import format_count, format_date, format_day
from geo.core.place_radius import circle_radii_km
from geo.core.place_text import describe_place, place_names
from geo.core.schema import GENERALISED_TO, INJURED, KILLED, LIST_SEPARATOR, PLACE_NAMES, PLACE_PRECISION_LABELS
from geo.handover.changes import list_changes
from geo.handover.companions import (
    ByIncident,
    claims_by_incident,
    links_by_incident,
    positions_by_incident,
    publications_by_incident,
    read_own_cells,
)
from geo.mapping.symbols import AREA_SYMBOL, colour_of, symbol_of
from geo.places.areas import Area
from geo.query.incident_areas import IncidentAreas
from geo.query.killed_bounds import KilledBounds
from geo.storage.atlas import Atlas
from geo.storage.incident_facts import corrected_facts

DECIMALS = 4  # of a degree: about 10 m, as on the map
FACT_COLUMNS = (
    "date_start", "date_end", "date_precision", "event_type", "sub_event_type", "actor_a", "actor_b", "other_actors",
    *PLACE_NAMES, "place_precision", *KILLED, *INJURED, "zero_means_unknown", "tags", "dataset", "source_id", "licence",
    "duplicate_of", "last_modified", GENERALISED_TO,
)  # fmt: skip
ACTORS = ("actor_a", "actor_b", "other_actors")
EPOCH = pd.Timestamp(0)
Column = list[Any]


@dataclass(frozen=True, eq=False)
class Records:
    """Incidents in the order of the selection, and what lies beside them by incident_id. Every text is hostile.

    `columns`: one list a column, with an entry an incident; `areas`: what some are known to, by the numbers in the
    column `area`; `publication_notes`: what is known of an incident that names no publication; `changes`: what persons
    have changed; `positions`: what parties agree on and what not.
    """

    columns: dict[str, Column]
    areas: tuple[Area, ...]
    claims: ByIncident
    publications: ByIncident
    publication_notes: dict[str, str]
    links: ByIncident
    changes: ByIncident
    positions: ByIncident = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.columns["id"])


def build_records(atlas: Atlas, rows: pd.DataFrame) -> Records:
    """The records of rows of the atlas's table, with what lies beside them."""
    records, cells = build_table_records(rows), read_own_cells(rows)
    incident_ids = records.columns["id"]
    publications, notes = publications_by_incident(atlas, cells)
    corrected = corrected_facts(atlas, incident_ids)
    columns = {"corrected": [corrected.get(id_, {}) for id_ in incident_ids]}
    return replace(
        records,
        columns=records.columns | columns,
        claims=claims_by_incident(atlas, cells),
        publications=publications,
        publication_notes=notes,
        links=links_by_incident(atlas, incident_ids),
        changes=list_changes(atlas, incident_ids),
        positions=positions_by_incident(atlas, cells, rows["contested_on"]),
    )


def build_table_records(rows: pd.DataFrame) -> Records:
    """The records of rows of an incident table, without anything beside them."""
    table = pd.DataFrame(rows).reset_index(drop=True)
    incident_ids = table["incident_id"].astype("str").tolist()
    areas = IncidentAreas.from_table(table)
    columns = {
        "id": incident_ids,
        **{name: _texts(table, name) for name in ("summary", "notes", "dataset")},
        "title": [title or id_ for title, id_ in zip(_texts(table, "title"), incident_ids, strict=True)],
        **_place_columns(table, areas),
        **_date_columns(table),
        **_actor_columns(table),
        "facts": _facts(table),
    }
    return Records(columns, areas.listed.areas, {}, {}, {}, {}, {})


def _place_columns(table: pd.DataFrame, areas: IncidentAreas) -> dict[str, Column]:
    """Where each incident is drawn and how; `area` is -1 and coordinates are None where there are none."""
    codes, names = areas.codes.tolist(), place_names(table).fillna("").tolist()
    radii = circle_radii_km(table["place_precision"], table["radius_km"])
    precisions = _texts(table, "place_precision")
    return {
        "longitude": _rounded(table["longitude"], DECIMALS),
        "latitude": _rounded(table["latitude"], DECIMALS),
        "radius_km": _rounded(pd.Series(radii), 1),
        "area": codes,
        "symbol": [
            (AREA_SYMBOL if code >= 0 else symbol_of(precision)).key
            for code, precision in zip(codes, precisions, strict=True)
        ],
        "precision": [PLACE_PRECISION_LABELS.get(precision, "unknown") for precision in precisions],
        "place": [
            areas.listed.areas[code].name if code >= 0 else name for code, name in zip(codes, names, strict=True)
        ],
    }


def _date_columns(table: pd.DataFrame) -> dict[str, Column]:
    """`date` in words, and the first and last day as days since 1970; None where the date is unknown."""
    triples = zip(table["date_start"], table["date_end"], _texts(table, "date_precision"), strict=True)
    is_undated = (table["date_precision"] == "unknown").fillna(False).to_numpy(dtype=bool)
    return {
        "date": [format_date(*triple) for triple in triples],
        "first_day": _days(table["date_start"], is_undated),
        "last_day": _days(table["date_end"].fillna(table["date_start"]), is_undated),
    }


def _actor_columns(table: pd.DataFrame) -> dict[str, Column]:
    """Who took part, how many were killed as low, best and high, and what happened."""
    killed = KilledBounds.from_table(table)
    cells = zip(*(_texts(table, name) for name in ACTORS), strict=True)
    return {
        "actors": [_split_actors(row) for row in cells],
        "killed": [killed.of_row(number) for number in range(len(table))],
        "type": [colour_of(name).key for name in _texts(table, "event_type")],
        "contested": [value is True for value in table["contested"].tolist()],
        "contested_on": _texts(table, "contested_on"),
    }


def _split_actors(cells: tuple[str, ...]) -> list[str]:
    first, second, others = cells
    return list(dict.fromkeys(filter(None, (first, second, *others.split(LIST_SEPARATOR)))))


def _facts(table: pd.DataFrame) -> list[dict[str, str]]:
    """What is known of each incident, in words by label, in the order of reading; what is unknown is left out."""
    columns = [name for name in FACT_COLUMNS if name in table]  # a dataset's own may be a hundred
    rows = table[columns].to_dict("records")
    return [{label: text for label, text in _facts_of(row).items() if text} for row in rows]


def _facts_of(row: dict[Any, Any]) -> dict[str, str]:
    return {
        "Date": format_date(row["date_start"], row["date_end"], str(row["date_precision"])),
        "Type": _join(row, ("event_type", "sub_event_type"), " – "),
        "Actors": _join(row, ACTORS, LIST_SEPARATOR),
        "Place": describe_place(row),
        "Generalised to": _join(row, (GENERALISED_TO,), ""),
        "Killed": _casualties(row, KILLED),
        "Injured": _casualties(row, INJURED),
        "Tags": _join(row, ("tags",), LIST_SEPARATOR),
        "Dataset": _join(row, ("dataset", "source_id"), ", "),
        "Terms": _join(row, ("licence",), ""),
        "Repeats": _join(row, ("duplicate_of",), ""),
        "Last changed": "" if pd.isna(row["last_modified"]) else format_day(row["last_modified"]),
    }


def _join(row: dict[Any, Any], columns: tuple[str, ...], separator: str) -> str:
    return separator.join(text for text in map(row.get, columns) if isinstance(text, str) and text)


def _casualties(row: dict[Any, Any], columns: tuple[str, ...]) -> str:
    return format_count(*(row[name] for name in columns), zero_means_unknown=row["zero_means_unknown"] is True)


def _texts(table: pd.DataFrame, name: str) -> list[str]:
    """The texts of a column, empty where there is none."""
    if name not in table:
        return [""] * len(table)
    return [text if isinstance(text, str) else "" for text in table[name].tolist()]


def _rounded(numbers: pd.Series, decimals: int) -> list[float | None]:
    values = numbers.to_numpy(dtype=np.float64, na_value=np.nan)
    return [None if np.isnan(value) else round(value, decimals) for value in values.tolist()]


def _days(dates: pd.Series, is_undated: NDArray[np.bool_]) -> list[int | None]:
    days = (dates - EPOCH).dt.days.astype("Int64").mask(is_undated)
    return [None if pd.isna(day) else int(day) for day in days.tolist()]
