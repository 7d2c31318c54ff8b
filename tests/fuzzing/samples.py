"""The files that are damaged: small tables of incidents in the format of every reader."""

from geo.ingest.readers import READERS
from tests.geo.ingest.readers.format_writers import write_table

NAMES = ("date", "place", "country", "killed", "latitude", "longitude", "note")
ROWS = (
    ("2020-01-16", "Kabul", "Afghanistan", "3", "34.53", "69.17", "a market, “in the centre”"),
    ("17 Jan 2020", "Quetta", "Pakistan", "at least 2", "30.2", "67.0", "زابل"),
    ("2020-02-30", "Mosul", "Iraq", "", "36,34", "43.13", ""),
    ("2020", "12 km north of Zahedan", "Iran", "dozens", "", "", "line one"),
)


def samples() -> dict[str, bytes]:
    """The table in each format, by the name of its reader."""
    return {reader.name: write_table(reader.name, NAMES, ROWS) for reader in READERS}
