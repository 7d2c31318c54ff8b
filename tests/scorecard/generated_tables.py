"""Tables with good rows and bad ones, as a seed decides: which rows a file has is known before it is read."""

import csv
import io
import random
from dataclasses import dataclass

NAMES = ("date", "place", "country", "killed", "latitude", "longitude", "note")
DATES = ("2020-01-16", "17 Jan 2020", "2020-02-30", "2020", "03/04/2020", "", "soon", "1403/01/15", "2020-01-16T25:00")
PLACES = ("Kabul", "Quetta", "Nowhere at all", "", "12 km north of Zahedan", "زابل")
COUNTRIES = ("Afghanistan", "Pakistan", "Atlantis", "", "Iran")
KILLED = ("3", "at least 2", "-5", "dozens", "", "1e400", "2–4", "三")
LATITUDES = ("34.53", "91", "", "34,53", "north", "0", "-0")
LONGITUDES = ("69.17", "181", "", "69°10'E", "east", "0", "NaN")
NOTES = ("a market", "“quoted”, with a comma", "two words", "ﷺ", "=1+1", "a\nline end", "")
MAX_ROWS = 14
SHARE_REPEATED, SHARE_RAGGED, SHARE_PLAIN = 0.15, 0.2, 0.8


@dataclass(frozen=True)
class GeneratedTable:
    """The rows under NAMES."""

    rows: tuple[tuple[str, ...], ...]

    def ragged_csv(self, seed: int) -> tuple[bytes, int]:
        """As CSV with some rows too short or too long; the file and its number of rows."""
        chance = random.Random(seed)
        lines = [_fit(chance, row) for row in self.rows]
        file = io.StringIO(newline="")
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows([NAMES, *lines])
        return file.getvalue().encode(), len(lines)


def generate_table(seed: int) -> GeneratedTable:
    """The table of a seed: one row at least, and no row without any cell."""
    chance, rows = random.Random(seed), list[tuple[str, ...]]()
    for number in range(chance.randint(1, MAX_ROWS)):
        is_repeated = rows and chance.random() < SHARE_REPEATED
        rows.append(chance.choice(rows) if is_repeated else _make_row(chance, number))
    return GeneratedTable(tuple(rows))


def _make_row(chance: random.Random, number: int) -> tuple[str, ...]:
    columns = (DATES, PLACES, COUNTRIES, KILLED, LATITUDES, LONGITUDES)
    cells = (values[0] if chance.random() < SHARE_PLAIN else chance.choice(values) for values in columns)
    return (*cells, f"{number} {chance.choice(NOTES)}")


def _fit(chance: random.Random, row: tuple[str, ...]) -> tuple[str, ...]:
    if chance.random() > SHARE_RAGGED:
        return row
    return chance.choice((row[:-1], row[:-2], (*row, "more"), (*row, "", "")))
