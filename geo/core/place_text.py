"""What a row's place is called where readers see it: never a town for what is known only to a province or a country.

Providers name the capital of a province where they know no more than the province (ACLED's geo_precision 3).
"""

from collections.abc import Mapping

import pandas as pd

from geo.core.formatting import UNSTATED
from geo.core.schema import PLACE_NAMES, PLACE_PRECISION_LABELS

# By precision, the column with the name of the area that is known. A region has its name in place_name.
AREA_NAMES = {"admin1": "admin1", "country": "country"}


def place_names(rows: pd.DataFrame) -> pd.Series:
    """The finest name of each row's place that is known for certain; missing where there is none."""
    names = rows["place_name"].astype("str")
    for precision, column in AREA_NAMES.items():
        area = rows[column].astype("str")
        names = area.where((rows["place_precision"] == precision).fillna(False) & area.notna(), names)
    return names


def describe_place(row: Mapping[str, object]) -> str:
    """The place in words: its names, the finest first, and how precisely it is known; as hostile as the row.

    “Balochistan, Pakistan (known to the province only; the source names Quetta)”.
    """
    precision = str(row["place_precision"])
    stated = [name for name in (row[column] for column in PLACE_NAMES) if isinstance(name, str)]
    names = list(dict.fromkeys(_names_of_area(row, precision) or stated))
    if not names:
        return f"unnamed ({PLACE_PRECISION_LABELS[precision]})" if precision != "unknown" else UNSTATED
    finer = [name for name in stated if _key(name) not in map(_key, names)]
    label = "position unknown" if precision == "unknown" else PLACE_PRECISION_LABELS[precision]
    source = f" only; the source names {finer[0]}" if finer else ""
    return f"{', '.join(names)} ({label}{source})"


def _names_of_area(row: Mapping[str, object], precision: str) -> list[str]:
    """The names of the province or the country that the place is known to, from small to large; else none."""
    if not isinstance(row.get(AREA_NAMES.get(precision, "")), str):
        return []
    first = PLACE_NAMES.index(AREA_NAMES[precision])
    return [name for name in (row[column] for column in PLACE_NAMES[first:]) if isinstance(name, str)]


def _key(name: str) -> str:
    return name.strip().casefold()
