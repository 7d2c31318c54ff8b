"""Invented reports of local papers and of agencies: how many names are placed within 161 km, and how sure of it.

Rules were made and weights fitted with one half of the reports; the other half only measures.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from geo.core.geodesy import scalar_haversine_km
from geo.places import Hints, Place, find, resolve_or_none
from tests.bench.labelled_reports import Label, LabelledReport, read_reports

HERE = Path(__file__).parent
RIGHT_KM = 161.0
ALMOST_CERTAIN = 0.95
# Shares of the half that was not looked at when last measured: papers .926 and .951 with the publisher, agencies .940;
# before the rules for them .900, .910 and .927. Of what was called almost certain .99, .99 and .97; before .92 to .97.
LIMITS = [("town_papers.txt", False, 0.91), ("town_papers.txt", True, 0.935), ("agency_reports.txt", False, 0.92)]


@cache
def answers(name: str, *, is_open: bool, has_publisher: bool) -> tuple[tuple[Label, Place | None], ...]:
    reports = (report for report in read_reports(HERE / name) if report.is_open == is_open)
    return tuple(answer for report in reports for answer in answers_of(report, has_publisher=has_publisher))


def answers_of(report: LabelledReport, *, has_publisher: bool) -> Iterator[tuple[Label, Place | None]]:
    hints = Hints(text=report.text, publisher=report.publisher if has_publisher else None)
    return ((label, resolve_or_none(read_name(report, label), hints)) for label in report.labels)


def read_name(report: LabelledReport, label: Label) -> str:
    return report.text[label.start : label.end]


def is_right(label: Label, place: Place | None) -> bool:
    if place is None:
        return False
    return scalar_haversine_km(place.point.x, place.point.y, label.longitude, label.latitude) <= RIGHT_KM


@pytest.mark.parametrize("is_open", [True, False])
@pytest.mark.parametrize(("name", "has_publisher", "least"), LIMITS)
def test_names_of_reports_are_placed(name: str, has_publisher: bool, least: float, is_open: bool) -> None:
    marks = [is_right(*answer) for answer in answers(name, is_open=is_open, has_publisher=has_publisher)]
    assert sum(marks) / len(marks) >= least


@pytest.mark.parametrize(("name", "has_publisher"), [(name, has_publisher) for name, has_publisher, _ in LIMITS])
def test_what_is_almost_certain_of_a_report_is_right(name: str, has_publisher: bool) -> None:
    marks = [
        is_right(label, place)
        for label, place in answers(name, is_open=False, has_publisher=has_publisher)
        if place is not None and place.confidence >= ALMOST_CERTAIN
    ]
    assert sum(marks) >= ALMOST_CERTAIN * len(marks)


def test_a_text_of_two_places_of_a_name_has_both() -> None:
    text = "The tour went from Memphis, Tenn., to Memphis, Egypt, and back."
    places = [mention.place for mention in find(text) if mention.text == "Memphis"]
    assert [place.country for place in places] == ["United States of America", "Egypt"]


@pytest.mark.parametrize(
    ("name", "area", "text"),
    [
        ("Baghdad", "Arizona", "A fire in Baghdad, Arizona, killed two."),
        ("Lagos", "Kentucky", "In Lagos, Kentucky, a barn burned. Lagos is small."),
        ("Moscow", "Wyoming", "He grew up in Moscow (Wyoming) on a farm."),
        ("Lisbon", "Kenya", "The school is in Lisbon, Kenya."),
    ],
)
def test_a_town_is_in_what_stands_behind_it_or_nowhere(name: str, area: str, text: str) -> None:
    place = resolve_or_none(name, Hints(text=text))
    assert place is not None
    assert area in (place.country, place.admin1)
    assert place.confidence < 0.5
    assert next(mention.place.point for mention in find(text)) == place.point


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Talks were held in Cairo, Syria and Iran.", "Egypt"),
        ("He saw Syria, Cairo, Iraq and Yemen.", "Egypt"),
        ("Troops left Cairo and Libya.", "Egypt"),
    ],
)
def test_a_list_says_nothing_of_where_its_towns_are(text: str, country: str) -> None:
    place = resolve_or_none("Cairo", Hints(text=text))
    assert place is not None
    assert place.country == country


@pytest.mark.parametrize(
    ("name", "publisher", "text", "admin1"),
    [
        (
            "Peru",
            "perutribune.com",
            "Peru won at Wabash. Kokomo and Logansport are next, said Miami County.",
            "Indiana",
        ),
        ("Lebanon", "lebanondemocrat.com", "Lebanon lost to Watertown. Gallatin beat Mt. Juliet.", "Tennessee"),
        (
            "Mexico",
            "mexicoledger.com",
            "A man from Mexico was hurt near Centralia. Fulton sent two trucks.",
            "Missouri",
        ),
    ],
)
def test_a_local_paper_means_its_own_town_by_a_countrys_name(name: str, publisher: str, text: str, admin1: str) -> None:
    place = resolve_or_none(name, Hints(text=text, publisher=publisher))
    assert place is not None
    assert place.admin1 == admin1
    assert place.confidence < ALMOST_CERTAIN


@pytest.mark.parametrize(
    ("name", "publisher", "text"),
    [
        ("Lebanon", "lebanondemocrat.com", "Lebanon mourns. Beirut and Tripoli pray. So do Gallatin and Watertown."),
        ("Peru", "norwichbulletin.com", "She left Groton and Preston for Peru, said friends in New London."),
        ("Mexico", "expressnews.com", "Trade with Mexico grew, bankers in New Braunfels, Seguin and Austin said."),
    ],
)  # fmt: skip
def test_a_country_keeps_its_name_in_a_local_paper_where_no_such_town_is_around(
    name: str, publisher: str, text: str
) -> None:
    place = resolve_or_none(name, Hints(text=text, publisher=publisher))
    assert place is not None
    assert place.kind == "country"


@pytest.mark.parametrize(("name", "text"), [
    ("Lebanon", "Reading, Harrisburg and Lancaster in Pennsylvania sent teams, and so did Lebanon."),
    ("Peru", "Kokomo, Wabash and Logansport in Indiana sent teams, and so did Peru."),
])  # fmt: skip
def test_a_country_with_a_namesake_around_is_not_almost_certain(name: str, text: str) -> None:
    place = resolve_or_none(name, Hints(text=text))
    assert place is not None
    assert place.confidence < 0.8


def test_a_city_keeps_its_name_beside_its_country_and_a_publisher_elsewhere() -> None:
    text = "France mourns the dead of Paris. A student from Lexington, who is at school in France, was not hurt."
    place = resolve_or_none("Paris", Hints(text=text, publisher="www.wkyt.com"))
    assert place is not None
    assert place.country == "France"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "Caddo",
            "A crash near Caddo closed a road. Crews came from Decatur, Moulton, Hartselle and Trinity, Alabama.",
        ),
        ("Foya", "Cases are known from Foya. Guéckédou, Macenta and Kissidougou in Guinea sent nurses."),
    ],
)
def test_a_small_town_far_from_all_that_a_text_names_is_not_meant(name: str, text: str) -> None:
    place = resolve_or_none(name, Hints(text=text))
    assert place is not None
    assert place.evidence == "around"
    assert [mention.place.evidence for mention in find(text) if mention.text == name] == ["around"]


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Fighters attacked Helmand's Sangin district.", "Sangin", "Afghanistan"),
        ("Rain fell in Ontario’s London and in Kent's Dover.", "London", "Canada"),
        ("Georgia's Athens is older than Ohio's Athens.", "Athens", "United States of America"),
    ],
)
def test_a_possessive_says_where_a_place_is(text: str, name: str, country: str) -> None:
    place = next(mention.place for mention in find(text) if mention.text == name)
    assert place.country == country


@pytest.mark.parametrize("text", ["They cut the Aleppo-Damascus highway.", "Shells fell on the outskirts of Aleppo."])
def test_a_road_or_the_outskirts_are_near_a_town_and_not_there(text: str) -> None:
    assert {mention.place.precision for mention in find(text)} == {"near"}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Greater London", "Greater London"),
        ("West Yorkshire", "West Yorkshire"),
        ("Korea", "Korean Peninsula"),
        ("Diyala's Khanaqin", "Khānaqīn"),
        ("Alexandria", "Alexandria"),
    ],
)
def test_a_name_is_not_that_of_what_only_some_call_so(name: str, expected: str) -> None:
    place = resolve_or_none(name)
    assert place is not None
    assert place.name == expected


def test_a_street_is_no_town_with_an_article() -> None:
    assert resolve_or_none("Ash Street") is None


def test_a_name_far_from_its_text_is_the_same_place_throughout() -> None:
    text = "A fire broke out in Baghdad, Arizona. Crews came from Prescott. Baghdad, Arizona, is small. " * 3
    places = {mention.place.place_id for mention in find(text) if mention.text == "Baghdad"}
    assert len(places) == 1
