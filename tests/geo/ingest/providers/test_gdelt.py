"""GDELT with and without a header, versions 2.0 and 1.0: what each column comes to, field by field."""

import pandas as pd
import pytest

from geo.ingest.country_names import country_of_fips
from geo.ingest.providers.cameo import TYPES, event_types
from geo.ingest.providers.gdelt import COLUMNS, FIRST_COLUMNS
from tests.geo.ingest.crosswalks import only, read, sheet
from tests.geo.ingest.provider_rows import GDELT_FIRST, GDELT_ROW


def test_the_columns_are_as_many_as_the_files_have() -> None:
    assert (len(COLUMNS), len(FIRST_COLUMNS)) == (61, 58)
    assert [COLUMNS.index(name) for name in ("EventCode", "AvgTone", "ActionGeo_Type", "SOURCEURL")] == [26, 34, 51, 60]


@pytest.mark.parametrize("headless", [True, False])
def test_a_row(headless: bool) -> None:
    row = only(GDELT_ROW, headless=headless)
    assert (row["incident_id"], row["source_id"], row["dataset"]) == ("GDELT:881990001", "881990001", "GDELT 2.0")
    assert row["record_kind"] == "report"
    assert row["date_start"] == row["date_end"] == pd.Timestamp("2019-10-24")
    assert row["date_precision"] == "day"
    assert (row["event_type"], row["sub_event_type"]) == ("Diplomatic", "Talks")
    assert (row["actor_a"], row["actor_b"]) == ("IRAN", "PAKISTAN")
    assert row["place_name"] == "Invented, Sistan-E Baluchestan, Iran"
    assert (row["country"], row["admin1"], row["place_precision"]) == ("Iran", "Sistan-E Baluchestan", "exact")
    assert (row["latitude"], row["longitude"]) == (27.2, 60.68)
    assert pd.isna(row["killed_best"])
    assert pd.isna(row["zero_means_unknown"])
    assert row["n_publications"] == 9
    assert row["last_modified"] == pd.Timestamp("2019-10-24")
    assert row["title"] == "Report: Talks in Invented, Sistan-E Baluchestan, Iran"
    assert (row["gdelt.EventCode"], row["gdelt.EventRootCode"]) == ("040", "04")
    assert row["gdelt.SOURCEURL"] == "https://example.org/a,b"


@pytest.mark.parametrize("names", [FIRST_COLUMNS, FIRST_COLUMNS[:-1]])
def test_the_first_version(names: tuple[str, ...]) -> None:
    row = only({name: GDELT_FIRST[name] for name in names}, headless=True)
    assert (row["dataset"], row["country"], row["last_modified"]) == ("GDELT 1.0", "Iran", pd.Timestamp("2019-10-25"))


def test_a_failing_cell_is_named_as_the_file_has_it() -> None:
    imported = read(sheet(GDELT_ROW, GDELT_ROW | {"GLOBALEVENTID": "2", "ActionGeo_Lat": "27#2"}, headless=True))
    assert imported.rejected[["row", "column", "value"]].values.tolist() == [[2, "column 57", "27#2"]]


@pytest.mark.parametrize(
    ("kind", "name", "admin1", "precision"),
    [
        ("1", "Iran", None, "country"),
        ("2", "Texas, United States", "Texas", "admin1"),
        ("3", "Houston, Texas, United States", "Texas", "exact"),
        ("4", "Minsk, Belarus (general), Belarus", None, "exact"),
        ("5", "Punjab, Punjab, Pakistan", "Punjab", "admin1"),
        ("0", "", None, None),
        ("", "", None, None),
    ],
)
def test_places(kind: str, name: str, admin1: str | None, precision: str | None) -> None:
    code = GDELT_ROW["ActionGeo_CountryCode"] if name else ""
    row = only(GDELT_ROW | {"ActionGeo_Type": kind, "ActionGeo_FullName": name, "ActionGeo_CountryCode": code})
    cells = [None if pd.isna(row[column]) else row[column] for column in ("admin1", "place_precision")]
    assert cells == [admin1, precision]
    assert pd.isna(row["latitude"]) == (precision is None)


def test_an_ocean_is_at_sea() -> None:
    assert only(GDELT_ROW | {"ActionGeo_CountryCode": "OS"})["place_precision"] == "sea_air"


@pytest.mark.parametrize(
    ("code", "root", "expected"),
    [
        ("010", "01", ("Diplomatic", "Statement")),
        ("0457", "04", ("Diplomatic", "Mediation")),
        ("070", "07", (None, None)),
        ("1451", "14", ("Riots", "Violent demonstration")),
        ("1831", "18", ("Explosions/Remote violence", "Suicide bomb")),
        ("190", "19", ("Battles", "Armed clash")),
        ("195", "19", ("Explosions/Remote violence", "Air/drone strike")),
        ("40", "4", ("Diplomatic", "Talks")),
        ("", "20", ("Violence against civilians", "Attack")),
        ("", "", (None, None)),
        ("---", "--", (None, None)),
    ],
)
def test_acts(code: str, root: str, expected: tuple[str | None, str | None]) -> None:
    assert event_types(code, root) == expected


@pytest.mark.parametrize(("code", "whole"), [("40", "040"), ("841", "0841"), ("190", "190"), ("1822", "1822")])
def test_acts_without_their_root_and_zeros(code: str, whole: str) -> None:
    assert event_types(code, "") == event_types(whole, whole[:2])


def test_a_few_columns_tell_no_version() -> None:
    few = ("GLOBALEVENTID", "SQLDATE", "Actor1Name", "EventCode", "ActionGeo_Lat", "ActionGeo_Long", "ActionGeo_Type")
    assert only({name: GDELT_ROW[name] for name in few})["dataset"] == "GDELT"


def test_every_type_of_acts_is_one_of_ours() -> None:
    rows = [
        GDELT_ROW | {"GLOBALEVENTID": str(number), "EventCode": code, "EventRootCode": code[:2]}
        for number, code in enumerate(TYPES, 1)
    ]
    accepted = read(sheet(*rows)).accepted.set_index("gdelt.EventCode")
    assert accepted["event_type"].astype("str").to_dict() == {code: types[0] for code, types in TYPES.items()}


@pytest.mark.parametrize(
    ("fips", "country"),
    [("IZ", "Iraq"), ("CH", "China"), ("SZ", "Switzerland"), ("GM", "Germany"), ("WE", "Palestine"), ("YI", None)],
)
def test_fips(fips: str, country: str | None) -> None:
    assert country_of_fips(fips) == country
