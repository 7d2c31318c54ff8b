import json

import pytest

from geo.core.place_text import describe_place
from geo.query.index import Index
from geo.storage.atlas import Atlas
from geo.storage.incident_record import IncidentRecord, find_record
from tests.atlases import make_atlas
from tests.tables import incident_table


def get_record(atlas: Atlas, incident_id: str) -> IncidentRecord:
    record = find_record(atlas, incident_id)
    assert record is not None
    return record


FACTS = [
    ("day", "Date", "16 January 2024"),
    ("days", "Date", "10–14 January 2024"),
    ("week", "Date", "week of 5–11 June 2023"),
    ("month", "Date", "December 2023"),
    ("year", "Date", "2019"),
    ("undated", "Date", "date unknown"),
    ("day", "Type", "Explosions/Remote violence – Air/drone strike"),
    ("east", "Type", "Battles"),
    ("{{7*191}} <b>", "Type", "not stated"),
    ("day", "Actors", "Iran; Jaish al-Adl; Islamic Revolutionary Guard Corps; Civilians (Pakistan)"),
    ("week", "Actors", "not stated"),
    ("unplaced", "Place", "not stated"),
    ("year", "Killed", "27 (27–30)"),
    ("month", "Killed", "at least 91"),
    ("west", "Killed", "4 (at most 9)"),
    ("week", "Killed", "0 or not reported"),
    ("undated", "Killed", "not stated"),
    ("days", "Injured", "8"),
    ("east", "Injured", "not stated"),
]


@pytest.mark.parametrize(("incident_id", "label", "expected"), FACTS)
def test_a_fact_is_stated_as_precisely_as_it_is_known(
    small_atlas: Atlas, incident_id: str, label: str, expected: str
) -> None:
    assert get_record(small_atlas, incident_id).facts[label] == expected


@pytest.mark.parametrize(
    ("incident_id", "expected"),
    [
        ("month", "Balochistan, Pakistan (known to the province)"),
        ("year", "southeastern Iran, Iran (known to the region)"),
        ("{{7*191}} <b>", "![x](http://192.0.2.1) (known to the country)"),
    ],
)
def test_a_place_is_stated_with_its_precision_and_no_name_twice(
    small_atlas: Atlas, incident_id: str, expected: str
) -> None:
    assert get_record(small_atlas, incident_id).facts["Place"].startswith(expected)


def test_a_district_is_stated_where_there_is_no_finer_name() -> None:
    rows = incident_table(
        "a,2024-01-16,,,Panjgur,Balochistan,Pakistan,admin2", columns="admin2,admin1,country,place_precision"
    )
    assert describe_place(rows.iloc[0]) == "Panjgur, Balochistan, Pakistan (known to the district)"


def test_a_named_place_without_a_position_is_not_called_unknown() -> None:
    rows = incident_table("a,2024-01-16,,,Foreign Ministry,Iran,unknown", columns="place_name,country,place_precision")
    assert describe_place(rows.iloc[0]) == "Foreign Ministry, Iran (position unknown)"


def test_a_place_without_a_name_still_says_its_precision() -> None:
    rows = incident_table("a,2024-01-16,0,-140,sea_air", columns="place_precision")
    atlas = make_atlas(rows)
    assert get_record(atlas, "a").facts["Place"] == "unnamed (at sea or in the air)"


@pytest.mark.parametrize(
    ("incident_id", "contested"), [("day", True), ("days", False), ("month", False), ("undated", False)]
)
def test_what_is_not_known_to_be_contested_is_not(small_atlas: Atlas, incident_id: str, contested: bool) -> None:
    assert get_record(small_atlas, incident_id).is_contested is contested


def test_links_are_seen_from_both_ends(small_atlas: Atlas) -> None:
    back = [(link.phrase, link.incident_id) for link in get_record(small_atlas, "undated").earlier]
    ahead = [(link.phrase, link.incident_id) for link in get_record(small_atlas, "days").later]
    assert (back, ahead) == ([("in response to", "day")], [("followed by", "day")])
    assert get_record(small_atlas, "week").earlier == get_record(small_atlas, "week").later == ()


def test_companions_are_those_of_the_incident(small_atlas: Atlas) -> None:
    assert [publication.reference for publication in get_record(small_atlas, "day").publications] == ["report-1"]
    assert len(get_record(small_atlas, "days").claims) == len(get_record(small_atlas, "days").publications) == 0


def test_an_incident_without_a_title_goes_by_its_identifier(small_atlas: Atlas) -> None:
    untitled = small_atlas.incidents.assign(title=None).astype({"title": "str"})
    atlas = Atlas(Index.from_table(untitled), small_atlas.claims, small_atlas.publications, small_atlas.links, "v")
    record = get_record(atlas, "day")
    assert record.title == "day"
    assert [link.title for link in (*record.earlier, *record.later)] == ["days", "undated"]
    assert json.dumps([vars(link) for link in record.earlier], allow_nan=False)


@pytest.mark.parametrize("incident_id", ["", "none", "DAY", "day ", "day\x00", "{{7*191}}"])
def test_only_the_very_identifier_leads_to_it(small_atlas: Atlas, incident_id: str) -> None:
    assert find_record(small_atlas, incident_id) is None


def test_hostile_text_stays_as_it_is(small_atlas: Atlas) -> None:
    record = get_record(small_atlas, "{{7*191}} <b>")
    assert record.title == "=quoted"
    assert record.facts["Actors"] == "+actor; @actor; -1; =2"
    assert record.row["notes"] == "two\nlines"
