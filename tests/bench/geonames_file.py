"""A made country file in the form of GeoNames' dumps, of any length: villages with made names inside Pakistan."""

import random
from pathlib import Path

CONSONANTS = ("b", "ch", "d", "g", "h", "j", "k", "kh", "l", "m", "n", "p", "q", "r", "s", "sh", "t", "w", "y", "z")
VOWELS, ENDS = ("a", "a", "e", "i", "o", "u"), ("", "", "", "n", "r", "l", "t", "bad", "pur", "kot", "shahr", "gah")
CODES = (*(("P", "PPL", count) for count in (0, 0, 120, 900, 4_000)), ("H", "STM", 0), ("T", "MT", 0), ("S", "SCH", 0))
MEAN_OTHER_NAMES = 2
WEST, SOUTH, EAST, NORTH = 61.5, 25.0, 74.0, 35.5


def write_geonames(path: Path, n_rows: int, *, seed: int = 11) -> list[str]:
    """Write so many rows of GeoNames' 19 columns; returns the names of the populated places."""
    source, towns = random.Random(seed), list[str]()
    with path.open("w", encoding="utf-8") as file:
        for number in range(n_rows):
            name, others = (
                _make_name(source),
                [_make_name(source) for _ in range(source.randint(0, 2 * MEAN_OTHER_NAMES))],
            )
            feature_class, code, population = source.choice(CODES)
            longitude, latitude = source.uniform(WEST, EAST), source.uniform(SOUTH, NORTH)
            cells = [
                *(str(900_000_000 + number), name, name, ",".join(others), f"{latitude:.5f}", f"{longitude:.5f}"),
                *(feature_class, code, "PK", "", "02", "", "", "", str(population), "", "120", "Asia/Karachi"),
                "2024-01-16",
            ]
            file.write("\t".join(cells) + "\n")
            if feature_class == "P":
                towns.append(name)
    return towns


def _make_name(source: random.Random) -> str:
    return " ".join(_make_word(source) for _ in range(source.randint(1, 2))).title()


def _make_word(source: random.Random) -> str:
    syllables = (source.choice(CONSONANTS) + source.choice(VOWELS) for _ in range(source.randint(2, 4)))
    return "".join(syllables) + source.choice(ENDS)
