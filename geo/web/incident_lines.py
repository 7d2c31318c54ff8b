"""Incidents as lines of a list that a script draws: JSON values only, user text as data."""

from typing import Any

import pandas as pd

from geo.core.formatting import UNSTATED, format_count, format_date
from geo.core.place_text import place_names
from geo.core.schema import KILLED, PLACE_NAMES
from geo.mapping.symbols import colour_of
from geo.storage.atlas import Atlas
from geo.storage.incident_record import Link, find_links

# What a line is made of: all other columns of a row need not be taken.
LINE_COLUMNS = (
    "incident_id", "date_start", "date_end", "date_precision", "event_type", "title", *PLACE_NAMES, "place_precision",
    *KILLED, "zero_means_unknown", "contested", "contested_on", "corrected",
)  # fmt: skip
MAX_LINKS = 4  # of a line in either direction, by judgement: the record has them all


def describe_lines(atlas: Atlas, rows: pd.DataFrame) -> list[dict[str, Any]]:
    """A line of each of these rows of the atlas: date, type, title, place, killed and what it is linked to.

    `rows` have the LINE_COLUMNS.
    """
    earlier, later = find_links(atlas, rows["incident_id"].tolist(), limit=MAX_LINKS)
    places = place_names(rows).fillna("")
    # A list a column: to_dict looks at each cell of a column of Arrow by itself.
    cells = zip(*(rows[name].tolist() for name in LINE_COLUMNS), strict=True)
    return [
        _describe_line(row, place, (*earlier.get(row["incident_id"], ()), *later.get(row["incident_id"], ())))
        for row, place in zip((dict(zip(LINE_COLUMNS, each, strict=True)) for each in cells), places, strict=True)
    ]


def _describe_line(row: dict[str, Any], place: str, links: tuple[Link, ...]) -> dict[str, Any]:
    event_type = row["event_type"] if isinstance(row["event_type"], str) else None
    return {
        "id": row["incident_id"],
        "date": format_date(row["date_start"], row["date_end"], row["date_precision"]),
        "type": colour_of(event_type).key,
        "type_label": event_type or f"type {UNSTATED}",
        "title": row["title"] if isinstance(row["title"], str) else row["incident_id"],
        "place": place,
        "killed": _describe_killed(row),
        "contested": row["contested"] is True,
        "contested_on": row["contested_on"] if isinstance(row["contested_on"], str) else "",
        "corrected": row["corrected"] is True,
        "links": [{"phrase": link.phrase, "incident_id": link.incident_id, "title": link.title} for link in links],
    }


def _describe_killed(row: dict[str, Any]) -> str:
    """Such as “at least 91 killed”; empty where no number is given or a 0 may mean that none is."""
    low, best, high = (None if pd.isna(row[name]) else int(row[name]) for name in KILLED)
    is_unclear = row["zero_means_unknown"] is True and {low, best, high} <= {0, None}
    phrase = UNSTATED if is_unclear else format_count(low, best, high)
    return "" if phrase == UNSTATED else f"{phrase} killed"
