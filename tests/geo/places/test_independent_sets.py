"""Three sets that were written without the resolver being run or read: how much of each it must get right.

What fails is known and is in docs/decisions/0007: towns named like their province, the parts of slanted countries,
press names that no gazetteer has, and texts that only tell by what is in them (a castle, a fire service).
"""

import csv
from pathlib import Path

from shapely import Point

from geo.core.geodesy import geodesic_km
from geo.errors import PlaceNotFound
from geo.places import Place, find, resolve

HERE = Path(__file__).parent
FEWEST_NAMES, FEWEST_PASSAGES, FEWEST_LEFT_ALONE = 0.96, 0.85, 0.90  # 0.969, 0.865 and 0.921 when last measured


def rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def is_right(place: Place | None, row: dict[str, str]) -> bool:
    if place is None:
        return False
    meant = Point(float(row["longitude"]), float(row["latitude"]))
    return geodesic_km(place.point, meant) <= float(row["tolerance_km"])


def resolved(name: str, **said: str | None) -> Place | None:
    try:
        return resolve(name, **said)
    except PlaceNotFound:
        return None


def test_names_of_the_region_lead_where_a_reader_would_look() -> None:
    every = rows("regional_names_wide.csv")
    wrong = [
        row["name"]
        for row in every
        if not is_right(resolved(row["name"], country=row["country"] or None, admin1=row["admin1"] or None), row)
    ]
    assert len(every) >= 900
    assert 1 - len(wrong) / len(every) >= FEWEST_NAMES, wrong


def test_a_passage_decides_what_an_ambiguous_name_means() -> None:
    every = rows("passages.csv")
    wrong = [row["mention"] for row in every if not is_right(resolved(row["mention"], text=row["text"]), row)]
    assert len(every) >= 80
    assert 1 - len(wrong) / len(every) >= FEWEST_PASSAGES, wrong


def test_people_organisations_and_ordinary_words_are_left_alone() -> None:
    pairs = [(word, row["text"]) for row in rows("not_places.csv") for word in row["words"].split("; ")]
    wrong = [word for word, text in pairs if any(word in each.text or each.text in word for each in find(text))]
    assert len(pairs) >= 100
    assert 1 - len(wrong) / len(pairs) >= FEWEST_LEFT_ALONE, wrong
