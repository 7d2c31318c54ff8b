"""Countries and territories that lists of countries count to another one: data/country_lists.csv.

Borders are drawn by who holds the land; a source may count “Puerto Rico” to the United States, or the Gaza Strip to
Israel. Neither is contradicted, and the place keeps the country that it is drawn in.
"""

from functools import cache

from geo.places.table_rows import read_rows
from geo.settings import data_dir

FILE_NAME = "country_lists.csv"
COLUMNS = ("country", "includes", "source")


def counts_to(country: str, whole: str) -> bool:
    """Whether a country is this one, or is counted to it by some list of countries."""
    return country == whole or whole in _wholes().get(country, ())


@cache
def _wholes() -> dict[str, frozenset[str]]:
    """The countries to which each country is counted."""
    rows = [(row["country"], row["includes"]) for row in read_rows(data_dir() / FILE_NAME, COLUMNS)]
    return {part: frozenset(whole for whole, other in rows if other == part) for _, part in rows}
