"""Places learnt from rows: at the commonest point and never between two, the same from any order and any batches."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.core.geodesy import scalar_haversine_km
from geo.places.own_places import OwnTable, count_points, join_counts
from geo.places.own_places.clusters import CLUSTER_KM, MAX_CLUSTERS
from geo.places.own_places.own_point import build_place, place_of_point
from geo.places.own_places.own_table import MAX_NAMES_AT_POINT, MAX_POINTS, SCHEMA
from tests.geo.places.own_places.own_rows import Row, make_rows, make_table
from tests.thoroughness import count

SOHR: Row = ("Sohr Kalay", "Pakistan", 66.9, 30.2)
NEARBY: Row = ("Sohr Kalay", "Pakistan", 66.95, 30.2)
FAR: Row = ("Sohr Kalay", "Pakistan", 70.1, 33.2)


def test_a_name_is_at_its_commonest_point_and_says_how_far_its_rows_lie_apart() -> None:
    (point,) = make_table(make_rows(SOHR, SOHR, NEARBY)).points_of("sohr kalay")
    assert (point.longitude, point.latitude, point.n_rows) == (66.9, 30.2, 3)
    assert point.spread_km == pytest.approx(scalar_haversine_km(66.9, 30.2, 66.95, 30.2), abs=0.01)


@pytest.mark.parametrize(
    ("row", "is_learnt"),
    [
        (("Foobar Camp", "Syria", 2.35, 48.85), False),  # Paris
        (("Foobar Camp", "Iraq", 0.0, 0.0), False),
        (("Foobar Camp", "Syria", 41.2, 36.5), True),
        (("Foobar Camp", "Syria", 37.1, 36.8), True),  # 20 km across the border
        (("Foobar Camp", "Atlantis", 2.35, 48.85), True),  # nobody knows where that is
        (("Foobar Camp", "", 2.35, 48.85), True),
        (("Unknown", "Syria", 41.2, 36.5), False),
        (("Not stated", "Syria", 41.2, 36.5), False),
        (("Monday", "Syria", 41.2, 36.5), False),
    ],
)
def test_a_point_outside_of_its_country_and_a_word_for_nothing_teach_nothing(row: Row, is_learnt: bool) -> None:
    assert (len(make_table(make_rows(row, row))) == 1) == is_learnt


def test_points_far_apart_are_places_of_their_own_and_none_lies_between() -> None:
    points = make_table(make_rows(SOHR, SOHR, FAR)).points_of("sohr kalay")
    assert [(point.longitude, point.n_rows) for point in points] == [(66.9, 2), (70.1, 1)]


def test_an_exact_row_gives_the_point_even_where_more_rows_are_only_near() -> None:
    table = make_table(make_rows(SOHR), make_rows(NEARBY, NEARBY, precision="near"))
    (point,) = table.points_of("sohr kalay")
    assert (point.longitude, point.precision, point.n_rows) == (66.9, "exact", 3)


@pytest.mark.parametrize("precision", ["admin2", "admin1", "region", "country", "sea_air", "unknown"])
def test_rows_that_know_no_point_teach_none(precision: str) -> None:
    assert len(make_table(make_rows(SOHR, precision=precision))) == 0


def test_rows_that_our_gazetteer_placed_teach_nothing() -> None:
    assert len(make_table(make_rows(SOHR).assign(place_id="gn:1"))) == 0
    assert len(make_table(make_rows(SOHR).assign(place_id="own:66.90000,30.20000,2.0"))) == 0


@pytest.mark.parametrize("name", ["", "x", "12", "—", "🎈", "a" * 201, "\x00\x07"])
def test_what_is_no_name_teaches_nothing(name: str) -> None:
    assert len(make_table(make_rows((name, "Pakistan", 66.9, 30.2)))) == 0


def test_a_point_of_very_many_names_stands_for_none_of_them() -> None:
    syllables = ("ba", "da", "ga", "ka", "la", "ma")
    names = [f"Sohr {one}{other}" for one in syllables for other in syllables][: MAX_NAMES_AT_POINT + 1]
    many: list[Row] = [(name, "Pakistan", 66.9, 30.2) for name in names]
    assert len(make_table(make_rows(*many))) == 0
    assert len(make_table(make_rows(*many[1:]))) == MAX_NAMES_AT_POINT


def test_a_hostile_name_is_one_line_that_can_be_read() -> None:
    (point,) = make_table(make_rows(("=Sohr\x07\n\u202eKalay", "Pakistan", 66.9, 30.2))).points_of("sohr kalay")
    assert point.name == "=Sohr Kalay"


def test_points_that_are_none_teach_nothing() -> None:
    rows = make_rows(("A place", "Pakistan", float("nan"), 30.0), ("A place", "Pakistan", 66.0, float("inf")))
    assert len(make_table(rows)) == 0


def test_a_blank_country_is_that_of_the_point() -> None:
    (point,) = make_table(make_rows(("Sohr Kalay", "", 66.9, 30.2))).points_of("sohr kalay")
    assert point.country == "Pakistan"


def test_the_datasets_are_named_those_with_the_most_rows_first() -> None:
    table = make_table(make_rows(SOHR, dataset="B"), make_rows(SOHR, SOHR, dataset="A"))
    assert table.points_of("sohr kalay")[0].sources == "A; B"


def test_a_class_behind_a_name_is_no_part_of_it() -> None:
    assert make_table(make_rows(("Sohr Kalay village", "Pakistan", 66.9, 30.2))).points_of("sohr kalay")


def test_an_unknown_name_has_no_points() -> None:
    assert make_table(make_rows(SOHR)).points_of("sohr") == []
    assert make_table().points_of("sohr") == []


def test_categories_and_texts_are_read_alike() -> None:
    rows = make_rows(SOHR, FAR)
    categories = rows.astype(dict.fromkeys(["place_name", "country", "dataset", "place_precision"], "category"))
    assert make_table(rows).rows.equals(make_table(categories).rows)


def test_a_saved_table_reads_back(tmp_path: Path) -> None:
    table = make_table(make_rows(SOHR, NEARBY, FAR))
    table.save(tmp_path / "table.arrow")
    read_back = OwnTable.load(tmp_path / "table.arrow")
    assert read_back.rows.equals(table.rows)
    assert read_back.points_of("sohr kalay") == table.points_of("sohr kalay")


names = st.sampled_from(["Sohr Kalay", "sohr kalay", "Tor Ghar", "Spin"])
points = st.tuples(names, st.just("Pakistan"), st.floats(60, 75), st.floats(24, 36))


@settings(max_examples=count(20, 60))
@given(rows=st.lists(points, max_size=30), seed=st.integers(0, 100), size=st.integers(1, 7))
def test_neither_the_order_of_rows_nor_the_batches_change_what_is_learnt(rows: list[Row], seed: int, size: int) -> None:
    frame = make_rows(*rows)
    shuffled = frame.sample(frac=1, random_state=seed)
    batches = [shuffled.iloc[start : start + size] for start in range(0, len(shuffled), size)]
    assert make_table(frame).rows.equals(make_table(*batches).rows)


@settings(max_examples=count(20, 60))
@given(rows=st.lists(points, max_size=30))
def test_every_point_is_one_of_the_rows_and_all_its_rows_lie_around_it(rows: list[Row]) -> None:
    table = make_table(make_rows(*rows))
    written = {(round(x, 5), round(y, 5)) for _, _, x, y in rows}
    for form in {"sohr kalay", "tor ghar", "spin"}:
        places = table.points_of(form)
        assert len(places) <= MAX_CLUSTERS
        assert all((place.longitude, place.latitude) in written for place in places)
        assert all(place.spread_km <= CLUSTER_KM for place in places)


def test_of_a_name_with_very_many_countries_the_commonest_points_are_learnt() -> None:
    rows: list[Row] = [("Camp X", f"C{number}", 10 + number / 100, 30.0) for number in range(3 * MAX_POINTS)]
    points = make_table(make_rows(*rows, rows[-1])).points_of("camp x")
    assert len(points) == MAX_POINTS
    assert (points[0].country, points[0].n_rows) == (f"C{3 * MAX_POINTS - 1}", 2)


def test_an_empty_table_has_the_columns_of_any_other() -> None:
    assert make_table().rows.schema == make_table(make_rows(SOHR)).rows.schema == SCHEMA
    assert count_points(pd.DataFrame(make_rows())).num_rows == join_counts([]).num_rows == 0


@pytest.mark.parametrize(
    "name", ["various", "Near the border", "multiple locations", "not specified", "desconocido", "غير معروف", "No data"]
)
def test_words_for_nothing_in_any_language_teach_nothing(name: str) -> None:
    assert len(make_table(make_rows((name, "Syria", 36.7, 35.9)))) == 0


def test_half_a_character_in_a_name_is_left_out() -> None:
    rows = make_rows(("Zorblat", "Syria", 36.7, 35.9)).astype({"place_name": "object"})
    rows.at[0, "place_name"] = "Zor\ud800blat"
    assert [point.name for point in make_table(rows).points_of("zorblat")] == ["Zorblat"]


def test_the_circle_of_rows_that_are_only_near_holds_all_of_them() -> None:
    rows = make_rows(("Zorblat", "Syria", 36.7, 35.9), ("Zorblat", "Syria", 36.9, 35.95), precision="near")
    point = make_table(rows).points_of("zorblat")[0]
    place = place_of_point(point)
    assert place is not None
    assert place.radius_km >= point.spread_km + 25
    again = build_place(place.place_id.removeprefix("own:"))
    assert again is not None
    assert again.radius_km == place.radius_km
