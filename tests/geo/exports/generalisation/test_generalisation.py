"""Coordinates made coarser: no nearer than stated, the same each time, and never finer than before."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import exports
from geo.core.boundaries import locate_admin
from geo.core.geodesy import GLOBE
from geo.core.schema import GENERALISED_TO, PLACE_PRECISIONS
from geo.errors import ValueRefused
from geo.exports.generalisation import CHOICES, EXACT, Generalisation, GeneralisedRows, parse_generalisation
from geo.exports.generalisation.generalisation import STAYS
from geo.exports.rows import TableRows
from geo.query.selection import Selection
from tests.tables import incident_table, select

COARSE = [choice for choice in CHOICES if choice.is_coarse]
EACH = pytest.mark.parametrize("choice", COARSE, ids=lambda choice: choice.code)
RANK = {"exact": 0, "near": 1, "admin2": 2, "admin1": 3, "region": 3, "country": 4}  # a region may be of a province
COLUMNS = "place_name,country,admin1,admin2,place_precision,radius_km,title,summary,notes,acled.location"
HIDING = "Quetta Serena Hotel"
ROWS = incident_table(
    f"town,2024-01-16,30.2,67.0,{HIDING},Pakistan,Balochistan,,exact,,{HIDING},{HIDING},{HIDING},{HIDING}",
    f"other,2024-01-17,27.3,63.1,{HIDING},Pakistan,Balochistan,,near,25,,,,",
    "kech,2024-01-17,26.2,63.2,Turbat,Pakistan,Balochistan,Kech,exact,,,,,",
    "far,2024-01-17,30.2,67.0,,Pakistan,Balochistan,Kech,exact,,,,,",
    "unnamed,2024-01-18,35.7,51.4,,,,,exact,,,,,",
    "province,2024-01-18,28.3,65.8,,Pakistan,Balochistan,,admin1,,,,,",
    "country,2024-01-19,30,70,,Pakistan,,,country,,,,,",
    "sea,2024-01-20,15,42,Bab al-Mandab,,,,sea_air,,,,,",
    "nobody-knows,2024-01-20,30.2,67.0,,Pakistan,Balochistan,,unknown,,,,,",
    "nowhere,2024-01-21,,,,Pakistan,Balochistan,,admin1,,,,,",
    columns=COLUMNS,
)


def generalise(rows: gpd.GeoDataFrame, choice: Generalisation) -> gpd.GeoDataFrame:
    return choice.generalise(rows).set_index("incident_id", drop=False)


def test_a_province_has_one_point_for_all_its_incidents() -> None:
    rows = generalise(ROWS, parse_generalisation("province"))
    places = rows.loc[["town", "other", "kech", "far", "province"], ["longitude", "latitude", "radius_km", "place_id"]]
    assert len(places.drop_duplicates()) == 1
    assert rows.loc["town", ["admin1", "place_precision", GENERALISED_TO]].tolist() == [
        "Balochistan",
        "admin1",
        "province",
    ]
    assert rows.loc["unnamed", ["country", "admin1"]].tolist() == ["Iran", "Tehran"]
    assert rows.loc["country", "place_precision"] == rows.loc["nobody-knows", "place_precision"] == "country"
    assert rows.loc["sea", [GENERALISED_TO, "place_precision"]].tolist() == ["none", "sea_air"]
    assert rows.loc[["sea", "nowhere"], ["longitude", "latitude", "radius_km"]].isna().all(axis=None)


def test_a_district_is_one_that_is_known_and_near_enough() -> None:
    rows = generalise(ROWS, parse_generalisation("district"))
    kinds = {"kech": "district", "far": "province", "town": "province", "country": "country", "sea": "none"}
    assert rows.loc[list(kinds), GENERALISED_TO].to_dict() == kinds
    assert rows.loc["kech", ["admin2", "place_precision", "radius_km"]].tolist() == ["Kech", "admin2", 80]


def test_a_grid_gives_the_centre_of_a_cell_of_its_size() -> None:
    rows = generalise(ROWS, parse_generalisation("grid-10"))
    assert rows.loc["town", ["place_precision", GENERALISED_TO]].tolist() == ["region", "grid-10"]
    assert 5 < rows.loc["town", "radius_km"] < 9
    assert rows.loc["other", "radius_km"] > 30
    assert rows["admin2"].isna().all()
    assert rows["admin1"].dropna().index.tolist() == ["province", "nowhere"]
    assert rows.loc["sea", "place_precision"] == "sea_air"
    assert np.isfinite(rows.loc["sea", "longitude"])


@EACH
def test_nothing_that_may_name_the_place_stays(choice: Generalisation) -> None:
    rows = choice.generalise(ROWS)
    assert "acled.location" not in rows.columns
    assert HIDING not in rows.drop(columns="geometry").to_csv()
    assert rows["incident_id"].tolist() == ROWS["incident_id"].tolist()
    for name in STAYS & set(ROWS.columns):
        pd.testing.assert_series_equal(rows[name], ROWS[name])


@EACH
@pytest.mark.parametrize("exporter", exports.EXPORTERS, ids=lambda exporter: exporter.extension)
def test_a_file_and_its_name_say_so_and_hide_the_selection(choice: Generalisation, exporter: exports.Exporter) -> None:
    results = select(ROWS, "country=Pakistan&bbox=66.123,30,68,31&q=Quetta")
    file = exports.download(results, exporter, data_version="v", generalisation=choice)
    assert f"_coordinates-{choice.code}_" in file.name
    assert "66.1" not in file.name
    assert "quetta" not in file.name
    assert b"66.123" not in file.content
    assert HIDING.encode() not in file.content
    exact = exports.download(results, exporter, data_version="v", generalisation=EXACT)
    assert "coordinates" not in exact.name


@EACH
def test_bounds_and_areas_are_those_of_the_generalised_rows(choice: Generalisation) -> None:
    rows = choice.generalise(ROWS)
    source = GeneralisedRows(TableRows(ROWS), choice)
    assert source.bounds == pytest.approx(tuple(rows.geometry.total_bounds))
    assert len(source) == len(ROWS)
    assert GeneralisedRows(TableRows(ROWS.head(0)), choice).bounds is None
    assert source.area_counts().to_dict() == TableRows(rows).area_counts().to_dict()


FEW = settings(max_examples=12)  # of up to eight rows each; outlines of large countries are slow the first time
POSITIONS = st.tuples(
    st.floats(-180, 180, allow_nan=False), st.floats(-90, 90, allow_nan=False), st.sampled_from([*PLACE_PRECISIONS, ""])
)


def table_of(positions: list[tuple[float, float, str]]) -> gpd.GeoDataFrame:
    """Rows at these positions, with the names of the outlines that they lie in."""
    longitude, latitude, precision = (list(values) for values in zip(*positions, strict=True))
    admin = locate_admin(np.array(longitude), np.array(latitude))
    rows = incident_table(*(f"i{number},2024-01-16,1,1" for number in range(len(positions))))
    texts = {"country": admin["country"], "admin1": admin["admin1"], "place_precision": precision}
    columns = {name: pd.Series(list(values), index=rows.index, dtype="str") for name, values in texts.items()}
    return rows.assign(longitude=longitude, latitude=latitude, **columns)


@EACH
@FEW
@given(positions=st.lists(POSITIONS, min_size=1, max_size=8))
def test_the_original_lies_in_the_circle_and_a_second_time_changes_nothing(
    choice: Generalisation, positions: list[tuple[float, float, str]]
) -> None:
    rows = table_of(positions)
    once = choice.generalise(rows)
    has_point = once["longitude"].notna().to_numpy()
    is_far = once[GENERALISED_TO].ne("area").to_numpy() & has_point
    points = (frame.loc[is_far, name].to_numpy() for frame in (rows, once) for name in ("longitude", "latitude"))
    distances = np.array(GLOBE.inv(*points)[2]) / 1000
    assert (distances <= once.loc[is_far, "radius_km"].to_numpy()).all()
    pd.testing.assert_frame_equal(pd.DataFrame(choice.generalise(once)), pd.DataFrame(once))


@EACH
@FEW
@given(positions=st.lists(POSITIONS, min_size=1, max_size=8))
def test_a_coarse_row_is_never_made_finer(choice: Generalisation, positions: list[tuple[float, float, str]]) -> None:
    rows = table_of(positions)
    after = choice.generalise(rows)["place_precision"]
    for before, precision in zip(rows["place_precision"], after, strict=True):
        if before in RANK and precision in RANK:
            assert RANK[precision] >= RANK[before]


@EACH
@FEW
@given(positions=st.lists(POSITIONS, min_size=2, max_size=6), number=st.integers(0, 5))
def test_a_row_does_not_depend_on_the_rows_beside_it(
    choice: Generalisation, positions: list[tuple[float, float, str]], number: int
) -> None:
    rows = table_of(positions)
    alone = rows.iloc[[number % len(rows)]]
    whole = choice.generalise(rows).loc[alone.index]
    pd.testing.assert_frame_equal(pd.DataFrame(choice.generalise(alone)), pd.DataFrame(whole))


@given(st.floats(-180, 179.99), st.floats(-89.9, 89.9), st.integers(1, 1000))
def test_all_of_a_cell_become_one_point(longitude: float, latitude: float, size_km: int) -> None:
    grid = parse_generalisation(f"grid-{size_km}")
    near = [(longitude, latitude, "exact"), (longitude + 0.001, latitude + 0.001, "exact")]
    points = grid.places(table_of(near))[["longitude", "latitude"]].to_numpy()
    centres = grid.places(table_of([(*point, "exact") for point in points.tolist()]))[["longitude", "latitude"]]
    np.testing.assert_array_equal(points, centres.to_numpy())


@pytest.mark.parametrize(
    "text", ["grid-0", "grid-01", "grid-1001", "grid-", "grid-١", "grid--5", "town", "", "Province"]
)
def test_what_is_no_generalisation_is_refused(text: str) -> None:
    with pytest.raises(ValueRefused, match="grid- and a whole number"):
        parse_generalisation(text)


def test_a_generalisation_is_read_by_its_code() -> None:
    assert [parse_generalisation(choice.code).code for choice in CHOICES] == [choice.code for choice in CHOICES]
    assert parse_generalisation("grid-25").code == "grid-25"


def test_a_selection_is_stated_as_far_as_it_says_no_more() -> None:
    selection = Selection.from_query("country=Iran&admin1=Tehran&place=Tehran&q=x&from=2024-01-01")
    assert (
        parse_generalisation("province").restrict(selection).to_query() == "country=Iran&admin1=Tehran&from=2024-01-01"
    )
    assert parse_generalisation("grid-10").restrict(selection).to_query() == "country=Iran&from=2024-01-01"
    assert "not stated" in parse_generalisation("grid-10").describe_selection(selection)
    assert EXACT.restrict(selection) == selection
