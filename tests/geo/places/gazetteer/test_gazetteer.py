"""The gazetteer: every name leads to its bearers, every identifier back to its place, and the user's files count."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import PlaceNotFound, PlacesInvalid
from geo.places import is_place_id, label, place_from_id, resolve
from geo.places.gazetteer import gazetteer, geonames, place_table
from geo.places.gazetteer.entry import Entry
from geo.places.gazetteer.name_normalization import normalize_name
from geo.places.gazetteer.place_table import PlaceTable


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Zahedan", "Iran"), ("زاهدان", "Iran"), ("Захедан", "Iran"), ("扎黑丹", "Iran"), ("کوئٹہ", "Pakistan"),
        ("الرقة", "Syria"), ("الموصل", "Iraq"), ("Şanlıurfa", "Turkey"), ("SANLIURFA", "Turkey"),
        ("São Paulo", "Brazil"), ("Ma'arrat al-Nu'man", "Syria"), ("Reykjavík", "Iceland"), ("東京", "Japan"),
        ("Deutschland", "Germany"), ("الولايات المتحدة", "United States of America"), ("Россия", "Russia"),
    ],
)  # fmt: skip
def test_a_name_is_known_in_its_scripts(name: str, country: str) -> None:
    assert resolve(name).country == country


def test_every_row_leads_back_by_its_identifier_and_its_name() -> None:
    (table,) = gazetteer.tables()[:1]
    for number in range(0, len(table.forms), 40_009):
        form = table.forms[number].as_py()
        for entry in table.entries_by_name(form):
            assert table.by_id(entry.place_id) is not None
            place = place_from_id(entry.place_id)
            assert (place.name, place.country or "") == (entry.name, entry.country)
            assert entry in table.entries_by_name(normalize_name(entry.name)) or not entry.is_preferred_name


@pytest.mark.parametrize("form", ["", "\x00", "zzzzzzzz no such place", "\U0010ffff", " ", "a" * 5000])
def test_a_name_that_no_place_bears_has_no_entries(form: str) -> None:
    assert gazetteer.entries_by_name(form) == ()


def test_bearers_come_likeliest_first_and_once() -> None:
    bearers = gazetteer.entries_by_name("san jose")
    assert len(bearers) > 50
    assert len({entry.place_id for entry in bearers}) == len(bearers)
    weights = [gazetteer.prior(entry) for entry in bearers]
    assert weights == sorted(weights, reverse=True)


def test_a_curated_town_replaces_its_duplicate() -> None:
    towns = [
        entry for entry in gazetteer.entries_by_name("quetta") if entry.country == "Pakistan" and entry.kind == "town"
    ]
    assert [entry.place_id for entry in towns] == ["faultline:quetta"]


def test_a_county_is_an_area_and_no_point() -> None:
    county = resolve("Metcalfe County")
    assert (county.kind, county.precision, county.admin1) == ("county", "admin2", "Kentucky")
    assert county.shape is not None
    assert place_from_id(county.place_id).point.equals(county.point)


@pytest.mark.parametrize(
    ("name", "longitude", "latitude"),
    [("Canada", -113.64, 60.11), ("United States", -98.5, 39.76), ("Alberta", -117.47, 52.28), ("Iran", 53.0, 32.0)],
)
def test_an_area_stands_at_the_point_of_geonames(name: str, longitude: float, latitude: float) -> None:
    point = resolve(name).point
    assert (round(point.x, 2), round(point.y, 2)) == (longitude, latitude)


@pytest.mark.parametrize("text", ["gn:1", "ne0:IRN", "border:IRN:PAK", "faultline:quetta", "coast:ne0:YEM"])
def test_an_identifier_is_known_by_its_form(text: str) -> None:
    assert is_place_id(text)


@pytest.mark.parametrize("text", ["Quetta", "", ":", "Quetta: the city", "http://x", "gn", "GN:1"])
def test_what_is_no_identifier_is_a_name(text: str) -> None:
    assert not is_place_id(text)


@pytest.mark.parametrize("place_id", ["gn:", "gn:0", "gn:99999999999999999999", "gn:x", "fips:", "fips:99999"])
def test_an_unknown_number_raises_place_not_found(place_id: str) -> None:
    with pytest.raises(PlaceNotFound):
        place_from_id(place_id)


def test_a_label_tells_a_place_from_its_namesakes() -> None:
    assert label(resolve("Khash", country="Afghanistan")) == "Khāsh, Nimruz, Afghanistan"
    assert label(resolve("Iran")) == "Iran"
    assert label(resolve("southeastern Iran")) == "southeastern Iran"
    assert label(resolve("Deir Ezzor")) == "Deir ez-Zor, Syria"


# geonameid, name, asciiname, other names, latitude, longitude, class, code, then what is not read, population at 15
def row(number: int, name: str, others: str, latitude: str, longitude: str, code: str, population: int = 0) -> str:
    cells = [str(number), name, name, others, latitude, longitude, *code.split("."), "PK", "", "", "", "", ""]
    return "\t".join([*cells, str(population), "", "", "Asia/Karachi", "2020-01-01"])


VILLAGE = row(90000001, "Kolahu Example", "Kulahu Egzample,کلاھو مثال", "26.1", "62.9", "P.PPL", 80)
PEAK = row(90000002, "Example Peak", "", "28.5", "64.2", "T.PK")
ROAD = row(90000003, "Example Road", "", "28.5", "64.2", "R.RD")
BROKEN = row(90000004, "Nowhere Example", "", "95", "x", "P.PPL")


@pytest.fixture
def user_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with a GeoNames file of the user's own, which the gazetteer has read."""
    (tmp_path / "PK.txt").write_text("\n".join([VILLAGE, PEAK, ROAD, BROKEN]) + "\n", encoding="utf-8")
    tables = (*gazetteer.tables(), *geonames.user_tables(tmp_path))
    monkeypatch.setattr(gazetteer, "tables", lambda: tables)
    gazetteer.entries_by_name.cache_clear()
    gazetteer.candidates.cache_clear()
    yield tmp_path
    gazetteer.entries_by_name.cache_clear()
    gazetteer.candidates.cache_clear()
    gazetteer.place_by_id.cache_clear()


@pytest.mark.usefixtures("user_dir")
def test_the_users_file_adds_its_places() -> None:
    village = resolve("Kulahu Egzample")
    assert (village.name, village.country, village.admin1) == ("Kolahu Example", "Pakistan", "Balochistan")
    assert village.precision == "exact"
    assert place_from_id("gn:90000001").name == "Kolahu Example"
    peak = resolve("Example Peak")
    assert (peak.kind, peak.precision) == ("mountain", "region")
    with pytest.raises(PlaceNotFound):
        place_from_id("gn:90000003")
    with pytest.raises(PlaceNotFound):
        place_from_id("gn:90000004")


def test_a_file_is_read_once_and_again_when_it_changes(user_dir: Path) -> None:
    cached = sorted(path.name for path in user_dir.glob(".PK.*.parquet"))
    assert len(cached) == 2
    (again,) = geonames.user_tables(user_dir)
    assert again.entries_by_name(normalize_name("Kolahu Example"))
    (user_dir / "PK.txt").write_text(PEAK + "\n", encoding="utf-8")
    (changed,) = geonames.user_tables(user_dir)
    assert not changed.entries_by_name(normalize_name("Kolahu Example"))
    assert not set(cached) & {path.name for path in user_dir.glob(".PK.*.parquet")}


@pytest.mark.parametrize(
    "content", [b"", b"\x00\xff\xfe", b"a,b,c\n1,2,3\n", b"<html>" * 100, b"PK\x03\x04" + b"\x00" * 50]
)
def test_a_file_that_is_not_geonames_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "XX.txt").write_bytes(content)
    with pytest.raises(PlacesInvalid, match=r"XX\.txt"):
        geonames.user_tables(tmp_path)


def test_the_readme_of_the_archive_is_ignored(tmp_path: Path) -> None:
    (tmp_path / "readme.txt").write_text("Readme for GeoNames Gazetteer extract files\n")
    (tmp_path / "PK.txt").write_text(VILLAGE + "\n", encoding="utf-8")
    (table,) = geonames.user_tables(tmp_path)
    assert table.entries_by_name(normalize_name("Kolahu Example"))


def test_a_line_with_a_cell_too_many_shifts_nothing(tmp_path: Path) -> None:
    (tmp_path / "PK.txt").write_text(f"{VILLAGE}\textra\n{PEAK}\textra\n", encoding="utf-8")
    rows = geonames.read_geonames(tmp_path / "PK.txt")
    assert list(rows["name"]) == ["Kolahu Example", "Example Peak"]


def test_a_file_of_roads_alone_adds_nothing_and_breaks_nothing(tmp_path: Path) -> None:
    (tmp_path / "PK.txt").write_text(ROAD + "\n", encoding="utf-8")
    for _ in range(2):  # read, then cached
        (table,) = geonames.user_tables(tmp_path)
        assert table.entries_by_name("example road") == []
        assert table.by_id("gn:90000003") is None
        assert len(table.max_weights(other_name_cost=1.0)) == 0


def test_each_name_has_its_bearers_whatever_part_they_are_read_in(monkeypatch: pytest.MonkeyPatch) -> None:
    others = [["Zahidan", "Zahedan"], "Duzdab,Zahidan,", [], "Zahedan"]
    columns = {"kind": "town", "country": "Iran", "admin1": "", "longitude": 60.0, "latitude": 29.0, "claimed": ""}
    names, weights = ["Zahedan", "Zahidan", "Zahedan", "Khash"], [4.0, 3.0, 2.0, 1.0]
    rows = pd.DataFrame({"place_id": ["gn:1", "gn:2", "gn:3", "gn:4"], "name": names, "weight": weights, **columns})
    expected = {
        "zahedan": [("gn:1", True), ("gn:3", True), ("gn:4", False)],
        "zahidan": [("gn:1", False), ("gn:2", True)],
        "duzdab": [("gn:2", False)],
        "khash": [("gn:4", True)],
    }
    for part in (1, 3, 50):
        monkeypatch.setattr(place_table, "PART", part)
        table = PlaceTable.from_rows(rows.assign(other_names=others))
        assert table.forms.to_pylist() == sorted(expected)
        for form, bearers in expected.items():
            entries = table.entries_by_name(form)
            assert [(entry.place_id, entry.is_preferred_name) for entry in entries] == bearers


def test_towns_of_one_name_are_not_compared_with_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[tuple[Entry, Entry]] = []

    def compare(area: Entry, town: Entry) -> bool:
        compared.append((area, town))
        return False

    monkeypatch.setattr(gazetteer, "_is_province_around", compare)
    assert len(gazetteer.entries_by_name.__wrapped__("santa rosa")) > 20
    assert len(compared) <= 200


def test_a_missing_folder_adds_nothing(tmp_path: Path) -> None:
    assert geonames.user_tables(tmp_path / "none") == []


def test_a_table_reads_back(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "PK.txt").write_text(VILLAGE + "\n" + PEAK + "\n", encoding="utf-8")
    table = PlaceTable.from_rows(geonames.read_geonames(tmp_path / "in" / "PK.txt"))
    table.save(tmp_path / "saved")
    shutil.rmtree(tmp_path / "in")
    again = PlaceTable.load(tmp_path / "saved")
    assert again.forms.to_pylist() == table.forms.to_pylist()
    assert [again.entries_by_name(form) for form in table.forms.to_pylist()] == [
        table.entries_by_name(form) for form in table.forms.to_pylist()
    ]


@given(st.text(max_size=40))
def test_any_name_can_be_looked_up(form: str) -> None:
    assert isinstance(gazetteer.entries_by_name(form), tuple)
