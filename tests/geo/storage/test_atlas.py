import os
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

import geo
from geo.core import incidents
from geo.errors import IncidentsInvalid
from geo.storage import atlas_loader
from geo.storage.atlas import Atlas
from geo.storage.incident_record import find_record
from geo.storage.load_failures import MAX_FAILURES_LISTED


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


HEADER = "incident_id,date_start,latitude,longitude\n"


def test_broken_files_are_named_with_row_column_and_reason(tmp_path: Path) -> None:
    path = write(tmp_path, "mine.csv", f"{HEADER}a,2024-01-16,27,62\nb,yesterday,27,62\n")
    with pytest.raises(IncidentsInvalid, match=r"mine\.csv: row 3, column date_start: 'yesterday' is not an ISO date"):
        geo.load_incidents(path)


def test_a_repeated_identifier_stops_the_start(tmp_path: Path) -> None:
    path = write(tmp_path, "mine.csv", f"{HEADER}a,2024-01-16,27,62\na,2024-01-16,27,62\n")
    with pytest.raises(IncidentsInvalid, match=r"row 3, column incident_id: 'a' is already in an earlier row"):
        geo.load_incidents(path)


def test_a_glob_joins_files_and_refuses_one_id_in_two(tmp_path: Path) -> None:
    write(tmp_path, "one.csv", f"{HEADER}a,2024-01-16,27,62\n")
    write(tmp_path, "two.csv", f"{HEADER}b,2024-01-15,,\n")
    assert list(geo.load_incidents(str(tmp_path / "*.csv"))["incident_id"]) == ["b", "a"]
    write(tmp_path, "three.csv", f"{HEADER}a,2024-01-16,27,62\n")
    with pytest.raises(IncidentsInvalid, match=r"column incident_id: 'a' is in another of the 3 files too"):
        geo.load_incidents(str(tmp_path / "*.csv"))


def test_a_table_that_would_have_to_be_guessed_stops_the_start(tmp_path: Path) -> None:
    path = write(tmp_path, "mine.csv", "date_start,latitude,longitude,place\n2024-01-16,27,62,Panjgur\n")
    with pytest.raises(IncidentsInvalid, match=r"mine\.csv: has no column incident_id\. Found: date_start.*Data page"):
        geo.load_incidents(path)


def test_a_missing_file_says_what_is_accepted(tmp_path: Path) -> None:
    with pytest.raises(IncidentsInvalid, match=r"no such file.*\.csv"):
        geo.load_incidents(tmp_path / "nothing.csv")


def test_broken_companions_are_named(tmp_path: Path) -> None:
    path = write(tmp_path, "mine.csv", f"{HEADER}a,2024-01-16,27,62\n")
    write(tmp_path, "mine.claims.csv", "incident_id,claimant,stance\na,Iran,shouts\n")
    with (
        pytest.warns(UserWarning, match=r"mine\.claims\.csv: row 2, column stance: 'shouts' is not one of"),
        pytest.warns(UserWarning, match=r"mine\.claims\.csv: 1 row of 1 is left out\. Correct the file\."),
    ):
        assert geo.load_incidents(path)["incident_id"].tolist() == ["a"]


@pytest.mark.parametrize(
    ("kind", "text", "fault"),
    [
        ("links", "incident_id,relation,to_incident_id\na,,b\n", "relation"),
        ("links", "incident_id,relation,to_incident_id\na,follows,\n", "to_incident_id"),
        ("claims", "incident_id,claimant\n,Iran\n", "incident_id"),
        ("claims", "incident_id,claimant\na\n", "1 cell"),
    ],
)
def test_a_row_of_a_companion_that_lacks_what_it_must_say_is_reported(
    tmp_path: Path, kind: str, text: str, fault: str
) -> None:
    path = write(tmp_path, "mine.csv", f"{HEADER}a,2024-01-16,27,62\nb,2024-01-16,27,62\n")
    write(tmp_path, f"mine.{kind}.csv", text)
    warnings = atlas_loader.load_atlas(path).warnings
    assert warnings[0].startswith(f"mine.{kind}.csv: row 2")
    assert fault in warnings[0]
    assert warnings[-1] == f"mine.{kind}.csv: 1 row of 1 is left out. Correct the file."


@pytest.mark.parametrize(
    ("kind", "text", "column"),
    [
        ("links", "incident_id,to_incident_id\na,b\n", "relation"),
        ("claims", "incident_id,claim\na,x\n", "claimant"),
        ("publications", "incident_id,title\na,x\n", "reference"),
        ("claims", "claimant\nIran\n", "incident_id"),
    ],
)
def test_what_a_companion_must_say_it_says(tmp_path: Path, kind: str, text: str, column: str) -> None:
    path = write(tmp_path, "mine.csv", f"{HEADER}a,2024-01-16,27,62\nb,2024-01-16,27,62\n")
    write(tmp_path, f"mine.{kind}.csv", text)
    with pytest.raises(IncidentsInvalid, match=rf"mine\.{kind}\.csv: .*{column}"):
        geo.load_incidents(path)


@pytest.mark.parametrize("text", ["", '"open\n', "incident_id,incident_id\na,a\n"])
def test_a_damaged_companion_is_named(tmp_path: Path, text: str) -> None:
    path = write(tmp_path, "mine.csv", f"{HEADER}a,2024-01-16,27,62\n")
    write(tmp_path, "mine.claims.csv", text)
    with pytest.raises(IncidentsInvalid, match=r"mine\.claims\.csv: "):
        geo.load_incidents(path)


def test_companions_of_all_files_are_joined_and_none_is_read_twice(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write(tmp_path, f"{name}.csv", f"{HEADER}{name},2024-01-16,27,62\n")
        write(tmp_path, f"{name}.claims.csv", f"incident_id,claimant\n{name},Iran\n")
    write(tmp_path, "one.geojson", '{"type":"FeatureCollection","features":[]}')
    assert sorted(atlas_loader.load_atlas(str(tmp_path / "*.csv")).claims["incident_id"]) == ["one", "two"]
    assert list(atlas_loader.load_atlas(str(tmp_path / "one.*")).claims["incident_id"]) == ["one"]


def test_without_companions_there_are_empty_ones(tmp_path: Path, small_atlas: Atlas) -> None:
    lone = atlas_loader.load_atlas(write(tmp_path, "mine.csv", f"{HEADER}a,2024-01-16,27,62\n"))
    for kind in ("claims", "publications", "links"):
        assert len(getattr(lone, kind)) == 0
        assert list(getattr(lone, kind).columns) == list(getattr(small_atlas, kind).columns)


@pytest.mark.parametrize("name", ["", "folder", "mine.pkl"])
def test_what_is_no_file_of_incidents_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    write(tmp_path, "mine.pkl", "x")
    with pytest.raises(IncidentsInvalid):
        geo.load_incidents(tmp_path / name)


def test_only_the_first_failures_are_listed_and_the_others_counted(tmp_path: Path) -> None:
    path = write(tmp_path, "mine.csv", HEADER + "".join(f"i{number},x,27,62\n" for number in range(25)))
    with pytest.raises(IncidentsInvalid) as refusal:
        geo.load_incidents(path)
    assert len(str(refusal.value).splitlines()) == MAX_FAILURES_LISTED + 1
    assert str(refusal.value).endswith("mine.csv: 15 more rows failed.")


def test_brackets_in_a_name_are_no_pattern(tmp_path: Path) -> None:
    path = write(tmp_path, "[mine].csv", f"{HEADER}a,2024-01-16,27,62\n")
    assert list(geo.load_incidents(path)["incident_id"]) == ["a"]


def test_the_environment_names_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "INCIDENTS", str(write(tmp_path, "mine.csv", f"{HEADER}a,2024-01-16,27,62\n")))
    assert list(geo.load_incidents()["incident_id"]) == ["a"]


def test_the_version_changes_with_every_byte(tmp_path: Path) -> None:
    path = write(tmp_path, "mine.csv", f"{HEADER}a,2024-01-16,27,62\n")
    first = atlas_loader.load_atlas(path).version
    assert atlas_loader.load_atlas(path).version == first
    write(tmp_path, "mine.claims.csv", "incident_id,claimant\na,Iran\n")
    second = atlas_loader.load_atlas(path).version
    write(tmp_path, "mine.csv", f"{HEADER}a,2024-01-17,27,62\n")
    assert len({first, second, atlas_loader.load_atlas(path).version}) == 3


def test_a_table_without_rows_is_a_table(tmp_path: Path) -> None:
    empty = geo.load_incidents(write(tmp_path, "mine.csv", HEADER))
    assert len(empty) == 0
    assert list(empty.columns) == list(incidents.empty().columns)


def test_places_are_assigned_by_point_in_polygon(small: gpd.GeoDataFrame) -> None:
    placed = small.set_index("incident_id")[["country", "admin1"]]
    assert tuple(placed.loc["day"]) == ("Pakistan", "Balochistan")
    assert tuple(placed.loc["days"]) == ("Iran", "Sistan and Baluchestan")
    assert pd.isna(placed.loc["year", "admin1"])  # a part of a country is not the province its point lies in
    assert pd.isna(placed.loc["unplaced", "country"])


def test_the_table_is_ordered_by_date_with_the_undated_last(small: gpd.GeoDataFrame) -> None:
    assert small["incident_id"].iloc[0] == "unplaced"
    assert small["incident_id"].iloc[-1] == "undated"
    assert small.crs == "EPSG:4326"
    assert small.geometry.isna().sum() == 1


def test_an_incident_in_full(small_atlas: Atlas) -> None:
    record = find_record(small_atlas, "day")
    assert record is not None
    assert record.is_contested
    assert [claim.claimant for claim in record.claims] == ["Iran", "Pakistan"]
    assert [link.title for link in record.earlier] == ["A clash"]
    assert [(link.phrase, link.title) for link in record.later] == [("answered by", "A summons")]
    assert record.facts["Killed"] == "2"
    assert record.facts["Place"].startswith("Panjgur, Balochistan, Pakistan (exact")
    assert find_record(small_atlas, "none such") is None
