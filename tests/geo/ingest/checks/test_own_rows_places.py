"""Rows without coordinates are placed where other rows of the data have their name, which the report says."""

import gc
import weakref
from itertools import count

import pandas as pd
import pytest

from geo.ingest import importing
from geo.ingest.checks import geocoding
from geo.ingest.checks.place_lookup import look_up_answer
from geo.ingest.checks.place_queries import PlaceQuery
from geo.ingest.import_result import Import
from geo.ingest.options import ImportOptions
from geo.places import chances
from geo.places.chances import describe_chance
from geo.places.own_places import NO_OWN_PLACES, OwnPlaces
from geo.places.own_places.own_table import MAX_NAMES_AT_POINT
from geo.places.place import DATA
from tests.geo.places.own_places.own_rows import Row, make_rows, own_places

HEADER = "date,place,country,province,lat,lon\n"
SOHR: Row = ("Sohr Kalay", "Pakistan", 66.9, 30.2)


def read(*lines: str, own: OwnPlaces = NO_OWN_PLACES) -> Import:
    days = (f"2020-01-{day:02}" for day in count(1))
    return read_content(HEADER + "".join(f"{day},{line}\n" for day, line in zip(days, lines, strict=False)), own)


def read_content(content: str, own: OwnPlaces = NO_OWN_PLACES) -> Import:
    return importing.read_file(content.encode(), name="rows.csv", options=ImportOptions(), own_places=own)


def test_a_row_without_coordinates_is_placed_where_the_readers_data_have_its_name() -> None:
    imported = read("Sohr Kalay,Pakistan,Balochistan,,", own=own_places(make_rows(SOHR, SOHR)))
    (row,) = imported.accepted.itertuples()
    assert (row.longitude, row.latitude, row.place_precision) == (66.9, 30.2, "exact")
    assert row.place_id == "own:66.90000,30.20000,2.0"
    chance = f" ({describe_chance(chances.chance('country', DATA))})"
    assert row.notes == geocoding.NOTE_BY_DATA.format(chance=chance)
    (warning,) = imported.warnings.itertuples()
    assert warning.reason == f"means Sohr Kalay, Balochistan, Pakistan{chance}: 2 rows of Survey place it here"
    assert (warning.sure, warning.proposal) == (True, row.place_id)
    assert [concern.text for concern in imported.concerns if geocoding.BY_DATA in concern.text] == [
        f"{geocoding.BY_DATA}: 1 name."
    ]


def test_without_such_data_the_row_is_known_to_its_province() -> None:
    (row,) = read("Sohr Kalay,Pakistan,Balochistan,,").accepted.itertuples()
    assert row.place_precision == "admin1"


def test_a_file_places_its_own_rows_by_each_other() -> None:
    imported = read("Sohr Kalay,Pakistan,Balochistan,30.20123,66.90123", "sohr kalay,Pakistan,Balochistan,,")
    assert imported.accepted["longitude"].tolist() == [66.90123, 66.90123]
    assert imported.warnings["reason"].str.endswith("1 row of this file places it here").all()


def test_a_point_that_stands_for_very_many_names_of_a_file_places_none() -> None:
    syllables = ("ba", "da", "ga", "ka", "la", "ma")
    names = [f"Sohr {one}{other}" for one in syllables for other in syllables]
    header = "incident_id,date_start,place_name,country,admin1,latitude,longitude,place_precision"
    coded = [f"{name},2020-01-01,{name},Pakistan,Balochistan,30.20123,66.90123,exact" for name in names]
    blank = f"blank,2020-01-02,{names[0]},Pakistan,Balochistan,,,"
    assert [
        read_content("\n".join((header, *lines, blank))).accepted.iloc[-1]["place_precision"]
        for lines in (coded[:MAX_NAMES_AT_POINT], coded)
    ] == ["exact", "admin1"]


def test_a_rejected_row_places_no_other() -> None:
    imported = read("Sohr Kalay,Pakistan,Balochistan,30.20123,660", "Sohr Kalay,Pakistan,Balochistan,,")
    assert imported.accepted["place_precision"].tolist()[-1] == "admin1"


def test_rows_that_say_another_province_place_nothing() -> None:
    (row,) = read("Sohr Kalay,Pakistan,Sindh,,", own=own_places(make_rows(SOHR))).accepted.itertuples()
    assert (row.place_precision, row.admin1) == ("admin1", "Sindh")


def test_what_is_no_name_is_placed_by_no_data() -> None:
    rows = make_rows(("Village", "Pakistan", 66.9, 30.2))
    (row,) = read("village,Pakistan,Balochistan,,", own=own_places(rows)).accepted.itertuples()
    assert row.place_precision == "admin1"


def test_a_place_of_the_gazetteer_stays_where_few_rows_say_otherwise() -> None:
    rows = make_rows(("Quetta", "Pakistan", 62.0, 28.5))
    imported = read("Quetta,Pakistan,Balochistan,,", own=own_places(rows))
    (row,) = imported.accepted.itertuples()
    assert row.place_id == "faultline:quetta"
    assert "but 1 row of Survey places it" in imported.warnings["reason"].iloc[0]


def test_where_many_rows_contradict_the_gazetteer_the_coarser_name_is_placed() -> None:
    rows = make_rows(*[("Quetta", "Pakistan", 62.0, 28.5)] * 3)
    imported = read("Quetta,Pakistan,Balochistan,,", own=own_places(rows))
    (row,) = imported.accepted.itertuples()
    assert (row.place_precision, row.admin1) == ("admin1", "Balochistan")
    assert "but 3 rows of Survey place it" in imported.warnings["reason"].iloc[0]


def test_reading_again_gives_the_same() -> None:
    lines = ("Sohr Kalay,Pakistan,Balochistan,30.2,66.9", "Sohr Kalay,Pakistan,Balochistan,,", "Quetta,Pakistan,,,")
    own = own_places(make_rows(SOHR, ("Quetta", "Pakistan", 66.99, 30.19)))
    once, again = read(*lines, own=own), read(*lines, own=own)
    pd.testing.assert_frame_equal(once.accepted, again.accepted)
    pd.testing.assert_frame_equal(once.warnings, again.warnings)


def test_what_was_placed_by_data_teaches_nothing() -> None:
    imported = read("Sohr Kalay,Pakistan,Balochistan,,", own=own_places(make_rows(SOHR)))
    assert not own_places(imported.accepted)


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+cmd", "Sohr\x00Kalay", "\u202eyalaK"])
def test_hostile_names_stop_no_reading(name: str) -> None:
    own = own_places(make_rows((name, "Pakistan", 66.9, 30.2), SOHR))
    imported = read(f'"{name}",Pakistan,Balochistan,,', own=own)
    assert imported.rows_in == len(imported.accepted) == 1
    assert imported.accepted["country"].tolist() == ["Pakistan"]


def test_a_name_of_any_length_stops_no_reading() -> None:
    imported = read(f"{'a' * 5_000},Pakistan,Balochistan,,", own=own_places(make_rows(SOHR)))
    assert imported.accepted["place_precision"].tolist() == ["admin1"]


def test_an_answer_that_is_no_place_is_looked_up_in_the_data_too() -> None:
    query = PlaceQuery("Sohr Kalay", "", "Balochistan", "Pakistan")
    result = look_up_answer(query, "gn:nowhere", own_places(make_rows(SOHR)))
    assert result.place is not None
    assert result.place.point.x == 66.9
    options = ImportOptions(places=((query.key, "gn:nowhere"),))
    content = f"{HEADER}2020-01-01,Sohr Kalay,Pakistan,Balochistan,,\n".encode()
    imported = importing.read_file(content, name="rows.csv", options=options, own_places=own_places(make_rows(SOHR)))
    assert imported.accepted["longitude"].tolist() == [66.9]


def test_nothing_of_a_reader_stays_when_a_file_is_read() -> None:
    own = own_places(make_rows(SOHR))
    read("Sohr Kalay,Pakistan,Balochistan,,", own=own)
    table = weakref.ref(own.tables[0])
    del own
    gc.collect()
    assert table() is None
