"""ACLED in four generations: what each column comes to, field by field."""

import pandas as pd
import pytest

from geo.ingest.options import ImportOptions
from tests.geo.ingest.crosswalks import Row, only, read, sheet
from tests.geo.ingest.provider_rows import ACLED_2019, ACLED_FIRST, ACLED_NOW


def day(text: str) -> pd.Timestamp:
    return pd.Timestamp(text)


def test_a_row_of_today() -> None:
    row = only(ACLED_NOW)
    assert (row["incident_id"], row["source_id"], row["dataset"]) == ("ACLED:PAK90001", "PAK90001", "ACLED")
    assert (row["date_start"], row["date_end"], row["date_precision"]) == (day("2023-02-16"), day("2023-02-16"), "day")
    assert (row["event_type"], row["sub_event_type"]) == ("Protests", "Excessive force against protesters")
    assert (row["actor_a"], row["actor_b"]) == ("Protesters (Pakistan)", "Police Forces of Pakistan (2022-)")
    assert row["other_actors"] == "Students (Pakistan); Teachers (Pakistan)"
    assert (row["country"], row["admin1"], row["admin2"]) == ("Pakistan", "Balochistan", "Kech")
    assert (row["place_name"], row["place_precision"]) == ("Turbat", "exact")
    assert (row["latitude"], row["longitude"]) == (26.0031, 63.0544)
    assert (row["killed_best"], row["zero_means_unknown"]) == (0, True)
    assert pd.isna(row["killed_low"])
    assert pd.isna(row["killed_high"])
    assert pd.isna(row["contested"])
    assert row["n_publications"] == 2
    assert row["summary"] == ACLED_NOW["notes"]
    assert row["title"] == "Excessive force against protesters in Turbat"
    assert row["last_modified"] == day("2023-02-21")
    assert "ACLED" in row["licence"]
    assert row["record_kind"] == "incident"
    assert row["acled.disorder_type"] == "Political violence; Demonstrations"
    assert row["acled.civilian_targeting"] == "Civilians targeted"


def test_a_row_of_2019() -> None:
    row = only(ACLED_2019)
    assert row["incident_id"] == "ACLED:IND90001"
    assert (row["date_start"], row["date_end"]) == (day("2019-02-13"), day("2019-02-19"))
    assert row["date_precision"] == "week"
    assert (row["event_type"], row["sub_event_type"]) == ("Battles", "Armed clash")
    assert row["acled.event_type"] == "Battle-No change of territory"
    assert (row["place_precision"], row["title"]) == ("near", "Armed clash near Invented Pass")
    assert pd.isna(row["other_actors"])


def test_a_row_of_the_first_files() -> None:
    row = only(ACLED_FIRST)
    assert row["incident_id"] == "ACLED:9001RTA"
    assert (row["date_start"], row["date_end"]) == (day("2001-04-01"), day("2001-04-30"))
    assert row["date_precision"] == "month"
    assert row["event_type"] == "Riots"
    assert pd.isna(row["sub_event_type"])
    assert row["other_actors"] == "Invented Youth"
    assert row["place_precision"] == "admin1"
    assert row["acled.EVENT_TYPE"] == "Riots/Protests "
    assert pd.isna(row["last_modified"])


def test_blanks_and_underscores_in_names_do_not_matter() -> None:
    spelt = {name.replace("_", " ").title(): text for name, text in ACLED_NOW.items()}
    assert only(spelt)["incident_id"] == "ACLED:PAK90001"


@pytest.mark.parametrize(
    ("wording", "inter1", "kind", "sub"),
    [
        ("Battle-Government regains territory", "1", "Battles", "Government regains territory"),
        ("Battle-Non-state actor overtakes territory", "2", "Battles", "Non-state actor overtakes territory"),
        ("Battle-Non-state actors overtake territory", "2", "Battles", "Non-state actor overtakes territory"),
        ("Remote violence", "2", "Explosions/Remote violence", None),
        ("Violence Against Civilians", "2", "Violence against civilians", None),
        ("Strategic development", "1", "Strategic developments", None),
        ("Headquarters or base established", "2", "Strategic developments", "Headquarters or base established"),
        ("Non-violent transfer of territory", "2", "Strategic developments", "Non-violent transfer of territory"),
        ("RIots/Protests", "6", "Protests", None),
        ("Riots/Protests", "Rioters", "Riots", None),
        ("Riots/Protests", "", None, None),
    ],
)
def test_old_types(wording: str, inter1: str, kind: str | None, sub: str | None) -> None:
    row = only(ACLED_2019 | {"event_type": wording, "inter1": inter1, "inter2": ""})
    assert [None if pd.isna(row[name]) else row[name] for name in ("event_type", "sub_event_type")] == [kind, sub]
    assert row["acled.event_type"] == wording


def test_an_unknown_type_is_refused_by_name() -> None:
    imported = read(sheet(ACLED_NOW | {"event_type": "Picnic", "sub_event_type": ""}))
    assert imported.rejected.iloc[0][["column", "value"]].tolist() == ["event_type", "Picnic"]


def test_a_new_sub_type_of_a_known_type_is_noted_and_the_row_taken() -> None:
    imported = read(sheet(ACLED_NOW | {"sub_event_type": "Sit-in"}, ACLED_NOW | {"event_id_cnty": "PAK90002"}))
    new, known = imported.accepted.iloc[0], imported.accepted.iloc[1]
    assert (new["event_type"], pd.isna(new["sub_event_type"])) == ("Protests", True)
    assert "“Sit-in”" in new["notes"]
    assert new["title"] == "Protest in Turbat"
    assert pd.isna(known["notes"])


@pytest.mark.parametrize("written", ["2023-02-16", "16 February 2023", "16-Feb-23", "16-02-2023", "16/02/2023"])
def test_dates_of_all_years(written: str) -> None:
    assert only(ACLED_NOW | {"event_date": written})["date_start"] == day("2023-02-16")


def dated(*written: str) -> list[Row]:
    return [ACLED_NOW | {"event_id_cnty": f"PAK{n}", "event_date": text} for n, text in enumerate(written)]


def test_one_value_proves_the_order_for_the_column() -> None:
    imported = read(sheet(*dated("03/04/2023", "25/04/2023")))
    assert imported.accepted["date_start"].tolist() == [day("2023-04-03"), day("2023-04-25")]
    assert imported.questions == ()
    assert [note for note in imported.notes if note.startswith("event_date: read with the day first, because 1 of")]


def test_an_ambiguous_column_is_asked_for_once_and_its_rows_wait() -> None:
    table = sheet(*dated("03/04/2023", "05/06/2023", "07/07/2023"))
    imported = read(table)
    assert [question.column for question in imported.questions] == ["event_date"]
    assert imported.questions[0].examples == ("03/04/2023", "05/06/2023")
    assert (len(imported.accepted), len(imported.rejected), imported.rows_in) == (1, 2, 3)
    assert "whether the day stands before the month" in imported.rejected["reason"].iloc[0]
    for day_first, expected in ((True, "2023-04-03"), (False, "2023-03-04")):
        answered = read(table, ImportOptions(day_first=(("event_date", day_first),)))
        assert answered.accepted["date_start"].iloc[0] == day(expected)
        assert (len(answered.accepted), answered.questions) == (3, ())


def test_a_blank_date_is_unknown_and_no_day() -> None:
    row = only(ACLED_NOW | {"event_date": ""})
    assert pd.isna(row["date_start"])
    assert row["date_precision"] == "unknown"


def test_a_larger_region_without_a_province_is_a_region() -> None:
    assert only(ACLED_NOW | {"geo_precision": "3", "admin1": ""})["place_precision"] == "region"


def test_without_coordinates_no_precision_is_claimed() -> None:
    unnamed = {"location": "", "admin1": "", "admin2": "", "country": "", "latitude": "", "longitude": ""}
    assert pd.isna(only(ACLED_NOW | unnamed)["place_precision"])


def test_a_strange_time_precision_is_refused() -> None:
    imported = read(sheet(ACLED_NOW | {"time_precision": "7"}))
    assert imported.rejected[["column", "value"]].values.tolist() == [["time_precision", "7"]]


def test_countries_by_our_names_and_theirs_kept() -> None:
    row = only(ACLED_NOW | {"country": "Democratic Republic of Congo"})
    assert (row["country"], row["acled.country"]) == (
        "Democratic Republic of the Congo", "Democratic Republic of Congo",
    )  # fmt: skip


def swapped(row: Row) -> Row:
    pairs = {"actor1": "actor2", "assoc_actor_1": "assoc_actor_2", "inter1": "inter2"}
    return row | {ours: row[theirs] for a, b in pairs.items() for ours, theirs in ((a, b), (b, a))}


def test_an_event_repeated_with_its_actors_exchanged_is_one() -> None:
    imported = read(sheet(ACLED_NOW, swapped(ACLED_NOW), ACLED_2019 | {"event_id_cnty": "IND1"}))
    assert imported.accepted["incident_id"].tolist() == ["ACLED:PAK90001", "ACLED:IND1"]
    assert imported.duplicates[["row", "column", "value"]].values.tolist() == [[3, "event_id_cnty", "PAK90001"]]
    assert imported.duplicates["reason"].iloc[0].startswith("is row 2 seen from the other actor")
    assert imported.accepted["other_actors"].iloc[0] == "Students (Pakistan); Teachers (Pakistan)"


def test_one_actor_a_row_loses_no_actor() -> None:
    rows = [
        ACLED_NOW | {"actor1": name, "actor2": "", "assoc_actor_1": ally, "assoc_actor_2": ""}
        for name, ally in (("One", "Ally of one"), ("Two", ""), ("Three", "Ally of three"))
    ]
    imported = read(sheet(*rows))
    row = imported.accepted.iloc[0]
    assert (row["actor_a"], row["actor_b"], row["other_actors"]) == ("One", "Two", "Three; Ally of one; Ally of three")
    assert imported.duplicates["row"].tolist() == [3, 4]
    assert imported.rows_in == 3


def test_the_same_row_twice_is_a_plain_repeat() -> None:
    imported = read(sheet(ACLED_NOW, ACLED_NOW))
    assert imported.duplicates["reason"].tolist() == ["repeats row 2"]


def test_another_version_of_an_event_is_a_duplicate_but_no_other_half() -> None:
    imported = read(sheet(ACLED_NOW, swapped(ACLED_NOW) | {"fatalities": "4"}))
    assert (len(imported.accepted), len(imported.duplicates)) == (1, 1)
    assert "other actor" not in imported.duplicates["reason"].iloc[0]


def test_a_refused_row_is_not_a_duplicate_too() -> None:
    imported = read(sheet(ACLED_NOW | {"event_date": "soon"}, swapped(ACLED_NOW) | {"event_date": "soon"}))
    assert (len(imported.accepted), imported.rejected["row"].nunique(), len(imported.duplicates), imported.rows_in) == (
        0,
        2,
        0,
        2,
    )


def test_a_decimal_comma_is_read() -> None:
    assert only(ACLED_NOW | {"latitude": "26,0031", "longitude": "63,0544"})["latitude"] == 26.0031


def test_fewer_and_further_columns() -> None:
    few = {name: ACLED_NOW[name] for name in ("event_id_cnty", "event_date", "event_type", "latitude", "longitude")}
    row = only(few | {"population_best": "1200"})
    assert row["acled.population_best"] == "1200"
    assert (row["title"], row["date_precision"]) == ("Protest", "day")
    assert pd.isna(row["killed_best"])


def test_names_as_a_shapefile_cuts_them() -> None:
    second = {"assoc_actor_2": "assoc_ac_1"}
    cut = {
        second.get(name, name)[:10]: text for name, text in (ACLED_NOW | {"assoc_actor_2": "Invented Guild"}).items()
    }
    row = only(cut)
    assert row["incident_id"] == "ACLED:PAK90001"
    assert (row["date_precision"], row["place_precision"]) == ("day", "exact")
    assert row["sub_event_type"] == "Excessive force against protesters"
    assert row["other_actors"] == "Students (Pakistan); Teachers (Pakistan); Invented Guild"
