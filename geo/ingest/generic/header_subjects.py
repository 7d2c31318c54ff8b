"""Words in a header that say whose type, name, place or date a column holds: “actor type” is no type of event."""

import csv
from collections.abc import Iterable
from functools import cache

from geo.core.schema import PLACE_NAMES
from geo.ingest.generic.name_normalization import normalize_column_name
from geo.settings import data_dir

# What a column may be taken for → the family of words, in data/header_subjects.csv, by which it is another's.
FAMILIES = {
    **dict.fromkeys(("event_type", "sub_event_type"), "type"),
    **dict.fromkeys(("actor_a", "actor_b", "other_actors"), "actor"),
    **dict.fromkeys(PLACE_NAMES, "place"),
    **dict.fromkeys(("date_start", "date_end"), "date"),
}
DATE = "date"  # the family whose columns are of use where no other tells the day: reported is near happened


def subject_of(target: str, words: Iterable[str]) -> str:
    """Return the first word beside a known name that makes the column another's than the event's; empty for none."""
    subjects = _subjects().get(FAMILIES.get(target, ""), frozenset())
    return next((word for word in words if word in subjects), "")


@cache
def _subjects() -> dict[str, frozenset[str]]:
    """Family → words in normal form."""
    families: dict[str, set[str]] = {}
    with (data_dir() / "header_subjects.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            families.setdefault(row["family"], set()).add(normalize_column_name(row["word"]))
    return {family: frozenset(words) for family, words in families.items()}
