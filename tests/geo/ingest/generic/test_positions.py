"""Positions of hand-made tables, from the file to the accepted rows, questions and findings."""

from collections.abc import Callable

import pytest
from pyproj import Transformer

import geo
from geo.core import boundaries
from geo.errors import IncidentsInvalid
from geo.ingest.generic.coordinate_order import COORDINATE_ORDER
from geo.ingest.import_result import Import
from geo.ingest.options import ImportOptions
from geo.ingest.reference_systems import REFERENCE_SYSTEM

TOWNS = {
    "Damascus": (33.5138, 36.2765), "Aleppo": (36.2021, 37.1343), "Homs": (34.7324, 36.7137),
    "Hama": (35.1318, 36.7578), "Raqqa": (35.9594, 38.9981), "Idlib": (35.9306, 36.6339),
}  # fmt: skip
FAULT = "coordinate_fault"
Write = Callable[[float, float], str]


def read(text: str, *answers: tuple[str, str, str]) -> Import:
    return geo.read(text.encode(), name="table.csv", options=ImportOptions(answers=answers))


def table(write: Write, header: str = "date,country,place,lat,lon,killed", country: str = "Syria") -> str:
    rows = [
        f"2024-01-{number},{country},{name},{write(*point)},1" for number, (name, point) in enumerate(TOWNS.items(), 10)
    ]
    return "\n".join([header, *rows])


def points(result: Import) -> list[tuple[float, float]]:
    return [(row.latitude, row.longitude) for row in result.accepted.itertuples()]


def assert_right(result: Import, within: float = 1e-6) -> None:
    assert len(result.accepted) == len(TOWNS)
    for point, right in zip(points(result), TOWNS.values(), strict=True):
        assert point == pytest.approx(right, abs=within)
    assert set(result.accepted["place_precision"]) == {"exact"}


def take_proposals(text: str) -> Import:
    result = read(text)
    (question,) = [asked for asked in result.questions if asked.proposal]
    return read(text, (question.topic, question.column, question.proposal))


def project(code: int) -> Write:
    transformer = Transformer.from_crs(4326, code, always_xy=True)

    def write(latitude: float, longitude: float) -> str:
        easting, northing = transformer.transform(longitude, latitude)
        return f"{northing:.1f},{easting:.1f}"

    return write


@pytest.mark.parametrize("header", ["coordinates", "link", "location"])
@pytest.mark.parametrize(
    "write",
    [
        lambda north, east: f"https://www.google.com/maps/@{north},{east},12z",
        lambda north, east: f"geo:{north},{east}",
        lambda north, east: f'{{"type":"Point","coordinates":[{east},{north}]}}',
    ],
)
def test_what_a_map_copies_is_read_under_any_name(header: str, write: Write) -> None:
    def quote(north: float, east: float) -> str:
        return '"' + write(north, east).replace('"', '""') + '"'

    assert_right(read(table(quote, f"date,country,place,{header},killed")))


def test_columns_of_other_links_hold_no_positions() -> None:
    result = read(table(lambda north, east: f"https://news.example/{north}/{east}", "date,country,place,link,killed"))
    assert {guess.target for guess in result.guesses} & {"coordinates"} == set()


def test_a_short_link_costs_no_row_and_is_a_finding() -> None:
    text = 'date,country,coordinates\n2024-01-16,Syria,https://maps.app.goo.gl/abc\n2024-01-17,Syria,"33.5138, 36.2765"'
    result = read(text)
    assert len(result.accepted) == 2
    (concern,) = [concern for concern in result.concerns if "link" in concern.text]
    assert (concern.column, concern.n_rows) == ("coordinates", 1)


@pytest.mark.parametrize("beside", ["country", "place"])
def test_what_stands_beside_pairs_says_which_number_is_the_latitude(beside: str) -> None:
    header = "date,country,place,coordinates,killed" if beside == "country" else "date,what,place,coordinates,killed"
    country = "Syria" if beside == "country" else "raid"
    for write in (lambda north, east: f'"{north}, {east}"', lambda north, east: f'"{east}, {north}"'):
        assert_right(read(table(write, header, country)))


def test_a_column_that_contradicts_itself_is_asked_about_once() -> None:
    text = 'date,coordinates\n2024-01-10,"100.5, 14.5"\n2024-01-11,"14.5, 100.6"\n2024-01-12,"13.5, 20.6"'
    result = read(text)
    (question,) = result.questions
    assert (question.topic, question.column, question.n_rows) == (COORDINATE_ORDER, "coordinates", 1)
    assert len(result.accepted) == 3
    assert points(read(text, (question.topic, question.column, "longitude first")))[2] == (20.6, 13.5)


@pytest.mark.parametrize(("code", "names"), [(3857, "y,x"), (32637, "Northing,Easting"), (32637, "lat,lon")])
def test_metres_are_asked_about_with_the_system_that_fits(code: int, names: str) -> None:
    text = table(project(code), f"date,country,place,{names},killed")
    (question,) = read(text).questions
    assert (question.topic, question.proposal, question.n_rows) == (REFERENCE_SYSTEM, str(code), 6)
    assert_right(take_proposals(text), within=1e-5)


def test_a_system_that_there_is_not_is_refused() -> None:
    with pytest.raises(IncidentsInvalid, match="EPSG"):
        read(table(project(3857)), (REFERENCE_SYSTEM, "lat", "999999"))


@pytest.mark.parametrize(
    ("write", "key"),
    [
        (lambda north, east: f"{round(north * 1e6)},{round(east * 1e6)}", "set the decimal point"),
        (lambda north, east: f"{east},{north}", "swap"),
        (lambda north, east: f"{-north},{east}", "change the latitude's sign"),
        (lambda north, east: f"{north},{-east}", "change the longitude's sign"),
    ],
)
def test_a_fault_of_whole_columns_is_one_question_and_its_answer_mends_them(write: Write, key: str) -> None:
    result = read(table(write))
    (question,) = result.questions
    assert (question.topic, question.column, question.proposal, question.n_rows) == (FAULT, "lat", key, 6)
    assert not (result.warnings["kind"] == "coordinates").any()
    assert_right(take_proposals(table(write)))


def test_an_answer_that_there_is_not_leaves_the_question_open() -> None:
    swapped = table(lambda north, east: f"{east},{north}")
    assert [question.topic for question in read(swapped, (FAULT, "lat", "sideways")).questions] == [FAULT]


def test_columns_that_are_right_as_they_stand_keep_their_warnings() -> None:
    text = table(lambda north, east: f"{-north},{east}")
    result = read(text, (FAULT, "lat", "keep"))
    assert result.questions == ()
    assert (result.warnings["kind"] == "coordinates").sum() == 6


@pytest.mark.parametrize(
    "written", ["33513807,36276500", "33.513.807,36.276.500", '"33,513,807","36,276,500"', "335.13807,362.765"]
)
def test_a_single_lost_point_is_proposed_where_the_country_bears_it_out(written: str) -> None:
    text = f"date,country,place,lat,lon\n2024-01-16,Syria,Damascus,{written}\n2024-01-17,Syria,Homs,34.7324,36.7137"
    result = read(text)
    assert result.warnings["proposal"].tolist()[0] == "33.513807,36.2765"
    assert result.rejected["row"].tolist() == [2]


def test_spellings_of_one_name_are_one_name_at_a_point() -> None:
    names = ("Lakki Marwat", "Lakki marwat", "lakki  marwat", "LAKKI MARWAT")
    rows = "".join(f"2024-01-1{number},Pakistan,{name},32.6079,70.9114\n" for number, name in enumerate(names))
    assert set(read("date,country,place,lat,lon\n" + rows).accepted["place_precision"]) == {"exact"}


def test_a_point_of_many_places_is_known_no_closer_and_said() -> None:
    names = ("Tank", "Bannu", "Miran Shah", "Wana")
    rows = "".join(f"2024-01-1{number},Pakistan,{name},32.6079,70.9114\n" for number, name in enumerate(names))
    result = read("date,country,place,lat,lon\n" + rows)
    assert set(result.accepted["place_precision"]) == {"unknown"}
    assert [concern.n_rows for concern in result.concerns if "centre of a larger area" in concern.text] == [4]


def test_the_centre_of_a_country_is_that_country_where_nothing_smaller_is_named() -> None:
    centre = "{},{}".format(*_label_point("Pakistan"))
    rows = (
        "2024-01-11,Syria,Homs,34.7324,36.7137",
        f"2024-01-12,Pakistan,,{centre}",
        f"2024-01-13,Pakistan,Zhob,{centre}",
    )
    result = read("\n".join(["date,country,place,lat,lon", *rows]))
    assert result.accepted["place_precision"].tolist() == ["exact", "country", "exact"]
    assert any("centre of a country" in concern.text for concern in result.concerns)


def _label_point(country: str) -> tuple[float, float]:
    row = boundaries.countries().set_index("name").loc[country]
    return round(row["label_latitude"], 3), round(row["label_longitude"], 3)


@pytest.mark.parametrize("country", ["Niger", "Afghanistan"])
def test_a_country_without_a_coast_has_nothing_at_sea(country: str) -> None:
    result = read(f"date,country,lat,lon\n2024-01-10,{country},2.51,3.52")
    assert "the open sea" in result.warnings["reason"].iloc[0]
