"""How precisely a place or a date is known, in the words of five languages; the coarsest word of a text counts."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.core.schema import DATE_PRECISIONS, PLACE_PRECISIONS
from geo.ingest.parsers.precision import (
    DATE,
    PLACE,
    is_date_precision,
    is_place_precision,
    parse_date_precision,
    parse_place_precision,
)
from geo.settings import data_dir

PLACES = {
    "exact": ["Exact", "exact GPS", "1 - exact", "1: exact location", "GPS", "settlement", "Village", "street level",
              "PPLA2", "exacte", "exacta", "دقيق", "روستا", "city level"],
    "near": ["approx.", "Approximate location", "2 (near)", "not exact", "close to town", "à peu près", "cerca de",
             "تقريبي", "نزدیک", "غير دقيق", "admin level 4"],
    "admin2": ["District", "district centroid", "center of district", "Admin 2", "adm2", "ADM2_PCODE", "raion",
               "sub-district", "3 - admin2", "municipio", "شهرستان", "القضاء", "village, district known"],
    "admin1": ["Province", "province only", "ADM1 (Province)", "Governorate", "Oblast", "Wilaya", "4 = province",
               "gouvernorat", "provincia", "المحافظة", "استان", "admin level 1"],
    "region": ["Region", "border area", "région", "zona", "several provinces"],
    "country": ["Country", "country level", "national", "ADM0", "país", "دولة", "کشور"],
    "sea_air": ["at sea", "international waters", "en mer"],
    "unknown": ["unknown", "exact location unknown", "not stated", "desconocido", "نامعلوم"],
}  # fmt: skip
DATES = {
    "day": ["day", "exact date", "1 - day", "jour", "día", "يوم", "روز"],
    "days": ["days", "several days", "2-6 days", "plusieurs jours"],
    "week": ["week", "within a week", "semaine", "هفته"],
    "month": ["month only", "3 (month)", "approx.", "estimated", "mois", "شهر", "ماه"],
    "year": ["year", "year only", "année", "سال"],
}


@pytest.mark.parametrize(("text", "precision"), [(text, name) for name, texts in PLACES.items() for text in texts])
def test_words_for_places(text: str, precision: str) -> None:
    stated = parse_place_precision(text)
    assert stated is not None
    assert (stated.precision, stated.radius_km) == (precision, None)


@pytest.mark.parametrize(("text", "precision"), [(text, name) for name, texts in DATES.items() for text in texts])
def test_words_for_dates(text: str, precision: str) -> None:
    assert parse_date_precision(text) == precision


@pytest.mark.parametrize(
    ("text", "precision", "radius_km"),
    [
        ("within 5 km", "near", 5),
        ("±500 m", "exact", 0.5),
        ("radius 25 km", "near", 25),
        ("between 2 and 10 km", "near", 10),
        ("100 km", "region", 100),
        ("10 miles", "near", 16.09344),
        ("٥ كم", "near", 5),
    ],
)
def test_distances(text: str, precision: str, radius_km: float) -> None:
    stated = parse_place_precision(text)
    assert stated is not None
    assert stated.precision == precision
    assert stated.radius_km == pytest.approx(radius_km)


@pytest.mark.parametrize(("text", "precision"), [("more than 50 km", "region"), (">5 km", "near")])
def test_a_least_distance_is_no_radius(text: str, precision: str) -> None:
    stated = parse_place_precision(text)
    assert stated is not None
    assert (stated.precision, stated.radius_km) == (precision, None)


@pytest.mark.parametrize("text", ["", "wobbly", "100", "7", "A", "high", "{{7*7}}", "=1+1"])
def test_other_texts_say_nothing(text: str) -> None:
    assert parse_place_precision(text) is None
    assert parse_date_precision(text) == ""


def test_numbers_and_grades_may_state_a_precision_though_they_do_not_say_which() -> None:
    assert all(map(is_place_precision, ("3", "25.5", "High", "b", "متوسطة")))
    assert all(map(is_date_precision, ("3", "low")))
    assert not any(map(is_place_precision, ("wobbly", "Quetta", "")))


@given(st.text(max_size=600))
def test_any_text_is_read_or_left(text: str) -> None:
    stated = parse_place_precision(text)
    assert stated is None or stated.precision in PLACE_PRECISIONS
    assert parse_date_precision(text) in {"", *DATE_PRECISIONS}


def test_the_words_are_of_our_vocabulary() -> None:
    with (data_dir() / "precision_words.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert {row["language"] for row in rows} == {"en", "fr", "es", "ar", "fa"}
    allowed = {PLACE: PLACE_PRECISIONS, DATE: DATE_PRECISIONS}
    assert all(row["means"] in allowed[row["kind"]] for row in rows)
    for row in rows:
        stated = parse_place_precision(row["word"])
        read = parse_date_precision(row["word"]) if row["kind"] == DATE else stated and stated.precision
        assert read == row["means"], row
