"""Three sets that were written without running or reading the resolver: how much of each it must get right.

What fails is known and listed in docs/decisions/0007: towns named like their province, the parts of slanted countries,
names in the press that no gazetteer has, and texts that only hint at the place (a castle, a fire service).
"""

import csv
from pathlib import Path

from shapely import Point

from geo.core.geodesy import geodesic_km
from geo.errors import PlaceNotFound
from geo.places import Place, find, nearest_spellings, resolve

HERE = Path(__file__).parent
# 0.960, 0.865 and 0.921 when last measured; ten names more are among what is offered.
MIN_NAMES_RIGHT, MIN_PASSAGES_RIGHT, MIN_LEFT_ALONE = 0.955, 0.85, 0.90
MIN_NAMES_OFFERED = 0.965


def rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def is_right(place: Place | None, row: dict[str, str]) -> bool:
    if place is None:
        return False
    expected = Point(float(row["longitude"]), float(row["latitude"]))
    return geodesic_km(place.point, expected) <= float(row["tolerance_km"])


def place_or_none(name: str, **hints: str | None) -> Place | None:
    try:
        return resolve(name, **hints)  # type: ignore[arg-type]
    except PlaceNotFound:
        return None


def offers(name: str) -> list[Place]:
    """The places that are offered for a name that means none."""
    return [place for spelling in nearest_spellings(name) if (place := place_or_none(spelling)) is not None]


def names_in(text: str) -> list[str]:
    return [mention.text for mention in find(text)]


def test_names_of_the_region_lead_where_a_reader_would_look() -> None:
    labelled = rows("regional_names_wide.csv")
    answers = [
        place_or_none(row["name"], country=row["country"] or None, admin1=row["admin1"] or None) for row in labelled
    ]
    wrong = [(row, place) for row, place in zip(labelled, answers, strict=True) if not is_right(place, row)]
    offered = [row for row, place in wrong if not place and any(is_right(offer, row) for offer in offers(row["name"]))]
    assert len(labelled) >= 900
    assert 1 - len(wrong) / len(labelled) >= MIN_NAMES_RIGHT, [row["name"] for row, _ in wrong]
    assert 1 - (len(wrong) - len(offered)) / len(labelled) >= MIN_NAMES_OFFERED


def test_a_passage_decides_what_an_ambiguous_name_means() -> None:
    labelled = rows("passages.csv")
    wrong = [row["mention"] for row in labelled if not is_right(place_or_none(row["mention"], text=row["text"]), row)]
    assert len(labelled) >= 80
    assert 1 - len(wrong) / len(labelled) >= MIN_PASSAGES_RIGHT, wrong


def test_people_organisations_and_ordinary_words_are_left_alone() -> None:
    pairs = [(word, row["text"]) for row in rows("not_places.csv") for word in row["words"].split("; ")]
    wrong = [word for word, text in pairs if any(word in name or name in word for name in names_in(text))]
    assert len(pairs) >= 100
    assert 1 - len(wrong) / len(pairs) >= MIN_LEFT_ALONE, wrong
