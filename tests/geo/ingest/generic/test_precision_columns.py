"""Tables that state precision: words and codes are read, codes of nobody known are asked about, the rest is said."""

from collections.abc import Sequence

import pandas as pd
import pytest

from geo.ingest.generic.generic_table import GenericTable
from geo.ingest.generic.precision_codes import NO_SCALE, PRECISION_SCALE
from geo.ingest.generic.precision_scales import DATE_SCALES, PLACE_SCALES
from geo.ingest.import_result import Import
from geo.ingest.importing import build_import
from geo.ingest.options import ImportOptions
from geo.ingest.readers.raw_table import RawTable


def read(column: str, values: Sequence[str], others: dict[str, str] | None = None, **answers: object) -> Import:
    """A table of one town with a column of these values, and further columns of one value each."""
    cells = pd.DataFrame({column: list(values)}, dtype="str")
    cells.index = pd.RangeIndex(2, 2 + len(values))
    rows = cells.assign(
        **{"date": [f"2024-03-{10 + number}" for number in range(len(values))], "place": "Turbat"},
        **{"country": "Pakistan", "latitude": "26.0012", "longitude": "63.0485", **(others or {})},
    )
    return build_import(RawTable("CSV", rows.astype("str"), 1), GenericTable(), ImportOptions(**answers))  # type: ignore[arg-type]


def places(imported: Import) -> list[str]:
    return [str(precision) for precision in imported.accepted["place_precision"]]


def dates(imported: Import) -> list[tuple[str, str, str]]:
    rows = imported.accepted
    days = zip(rows["date_start"], rows["date_end"], rows["date_precision"], strict=True)
    return [(f"{start:%m-%d}", f"{end:%m-%d}", str(precision)) for start, end, precision in days]


@pytest.mark.parametrize("column", ["location_precision", "Geo accuracy", "précision", "دقة الموقع", "دقت مکان"])
def test_words_in_a_column_of_any_name_for_it(column: str) -> None:
    words = ["District", "Province", "Exact", "Country", "Approximate"]
    imported = read(column, words)
    assert places(imported) == ["admin2", "admin1", "exact", "country", "near"]
    assert (imported.questions, imported.concerns) == ((), ())


@pytest.mark.parametrize(
    ("column", "codes", "others", "expected"),
    [
        ("where_prec", "1234567", {}, ["exact", "near", "admin2", "admin1", "region", "country", "sea_air"]),
        ("specificity", "12345", {}, ["exact", "admin2", "admin2", "admin1", "unknown"]),
        ("geo_precision", "123", {"time_precision": "1"}, ["exact", "near", "admin1"]),
        ("precision", "1267", {}, ["exact", "near", "country", "sea_air"]),
        ("precision", "134", {"type_of_violence": "1"}, ["exact", "admin2", "admin1"]),
        ("precision_code", "134", {}, ["exact", "admin2", "admin1"]),
        ("precision", "18", {}, ["exact", "country"]),
        ("locnum", ["1", "6", "-99"], {}, ["exact", "admin1", "unknown"]),
        ("GEO_PRECISION", ["ADM3", "STREET", "ADM1", "ADM0"], {}, ["exact", "exact", "admin1", "country"]),
        ("GEO_PRECISION", ["ADM3", "ADM1"], {"viina_version": "x"}, ["exact", "admin1"]),
        ("GEO_PRECISION", ["ADM3", "ADM1"], {}, ["admin2", "admin1"]),
    ],
)
def test_codes_by_name_by_the_columns_beside_and_by_their_range(
    column: str, codes: Sequence[str], others: dict[str, str], expected: list[str]
) -> None:
    imported = read(column, list(codes), others)
    assert places(imported) == expected
    assert imported.questions == ()


@pytest.mark.parametrize("codes", ["123", "12345", ["high", "low"], "ABC"])
def test_codes_of_nobody_known_are_asked_about(codes: Sequence[str]) -> None:
    imported = read("precision", list(codes))
    (question,) = imported.questions
    assert (question.topic, question.column, question.n_rows) == (PRECISION_SCALE, "precision", len(codes))
    assert set(places(imported)) == {"unknown"}
    assert question.proposal == question.choices[0][0]
    answered = read("precision", list(codes), answers=((PRECISION_SCALE, "precision", question.proposal),))
    assert answered.questions == ()
    assert "unknown" not in places(answered)[:1]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("ACLED", ["exact", "near", "admin1"]),
        ("UCDP", ["exact", "near", "admin2"]),
        ("1=village; 2=district; 3=country", ["exact", "admin2", "country"]),
        (NO_SCALE, ["exact", "exact", "exact"]),
    ],
)
def test_an_answer_decides_what_codes_mean(answer: str, expected: list[str]) -> None:
    assert places(read("precision", "123", answers=((PRECISION_SCALE, "precision", answer),))) == expected


def test_an_answer_that_fits_nothing_leaves_the_question_open() -> None:
    imported = read("precision", "123", answers=((PRECISION_SCALE, "precision", "rubbish"),))
    assert [question.topic for question in imported.questions] == [PRECISION_SCALE]


def test_distances_become_radii() -> None:
    imported = read("gps_accuracy_m", ["10", "4000", "90000"])
    assert places(imported) == ["exact", "near", "region"]
    assert imported.accepted["radius_km"].astype("float64").tolist()[:2] == [0.01, 4]
    (question,) = read("accuracy", ["10", "4000"]).questions
    assert [answer for answer, _ in question.choices] == ["m", "km", NO_SCALE]


def test_a_message_names_no_more_than_the_beginning_of_a_long_value() -> None:
    (concern,) = read("precision", ["x" * 9000]).concerns
    assert len(concern.text) < 300
    assert len(concern.examples[0]) == 60


@pytest.mark.parametrize(
    ("column", "values", "expected"),
    [
        ("approximate", ["TRUE", "FALSE"], ["near", "exact"]),
        ("vicinity", ["1", "0"], ["near", "exact"]),
        ("admin level", ["0", "1", "2"], ["country", "admin1", "admin2"]),
    ],
)
def test_flags_and_levels(column: str, values: list[str], expected: list[str]) -> None:
    assert places(read(column, values)) == expected


def test_shares_say_nothing_of_a_place_and_are_named() -> None:
    imported = read("precision", ["0.9", "0.5"])
    assert imported.questions == ()
    assert [concern.column for concern in imported.concerns] == ["precision"]


def test_what_cannot_be_read_is_said_and_name_and_position_decide() -> None:
    imported = read("precision", ["exact", "wobbly", "wobbly"])
    assert places(imported) == ["exact", "exact", "exact"]
    (concern,) = imported.concerns
    assert (concern.column, concern.n_rows, concern.examples) == ("precision", 2, ("wobbly",))
    assert "“wobbly”" in concern.text


def test_a_stated_precision_limits_a_place_that_is_looked_up() -> None:
    cells = pd.DataFrame(
        {"date": ["2024-01-16"], "place": ["Turbat"], "country": ["Pakistan"], "precision": ["district"]}
    )
    cells.index = pd.RangeIndex(2, 3)
    imported = build_import(RawTable("CSV", cells.astype("str"), 1), GenericTable(), ImportOptions())
    assert places(imported) == ["admin2"]


@pytest.mark.parametrize(
    ("column", "values", "expected"),
    [
        (
            "date_precision",
            ["day", "month only", "year"],
            [("03-10", "03-10", "day"), ("03-01", "03-31", "month"), ("01-01", "12-31", "year")],
        ),
        ("time_precision", "123", [("03-10", "03-10", "day"), ("03-08", "03-14", "week"), ("03-01", "03-31", "month")]),
        (
            "date_prec",
            "1245",
            [
                ("03-10", "03-10", "day"),
                ("03-11", "03-11", "days"),
                ("03-01", "03-31", "month"),
                ("01-01", "12-31", "year"),
            ],
        ),
        ("date precision", "15", [("03-10", "03-10", "day"), ("01-01", "12-31", "year")]),
    ],
)
def test_dates_widen_to_what_is_known(column: str, values: Sequence[str], expected: list[tuple[str, str, str]]) -> None:
    imported = read(column, list(values))
    assert dates(imported) == expected
    assert imported.questions == ()


def test_a_date_that_says_less_than_its_precision_stays() -> None:
    cells = pd.DataFrame({"date": ["March 2024"], "place": ["Turbat"], "date_precision": ["exact"]})
    cells.index = pd.RangeIndex(2, 3)
    imported = build_import(RawTable("CSV", cells.astype("str"), 1), GenericTable(), ImportOptions())
    assert dates(imported) == [("03-01", "03-31", "month")]


@pytest.mark.parametrize("scale", [*PLACE_SCALES, *DATE_SCALES], ids=lambda scale: scale.name)
def test_every_scale_fits_its_own_codes_and_no_others(scale: object) -> None:
    assert scale.fits(list(scale.meanings))  # type: ignore[attr-defined]
    assert not scale.fits([*scale.meanings, "42"])  # type: ignore[attr-defined]
    assert not scale.fits([])  # type: ignore[attr-defined]
