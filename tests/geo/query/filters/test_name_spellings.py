"""Spellings of one place's name share a form, in Python and on the engines."""

import duckdb
import geopandas as gpd
import narwhals as nw
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.query.facets import facet_counts
from geo.query.filters import FILTER
from geo.query.filters.name_spellings import NameSpellings, province_spellings, town_spellings
from geo.query.index import Index
from geo.query.selection import Selection
from tests.tables import incident_table
from tests.thoroughness import count

TOWNS = (
    ("Mosul", "Iraq"), ("Mosul - Al Jadida", "Iraq"), ("Al Mawsil", "Iraq"), ("الموصل", ""),
    ("MOSUL CITY", "Republic of Iraq"),
    ("Al-Mawsil", "Norway"), ("Mosul", "Norway"), ("Quetta", "Pakistan"), ("كويته", "Pakistan"), ("Kwatah", "Pakistan"),
    ("Quetta City", "Pakistan"), ("کوئٹہ", "Pakistan"), ("Karachi", "Pakistan"), ("Deir ez-Zor", "Syria"),
    ("Deir Ezzor", "Syria"), ("Dayr az Zawr", "Syria"), ("دير الزور", "Syria"), ("Kobani", "Syria"),
    ("Ain al-Arab", "Syria"), ("عين العرب", "Syria"),
)  # fmt: skip
PROVINCES = (
    ("Balochistan", "Pakistan"), ("Baluchistan", "Pakistan"), ("Balouchestan Province", ""), ("Baluchistan", "Iran"),
    ("Sistan and Baluchestan", "Iran"), ("Sistan va Baluchestan", "Iran"), ("Punjab", "India"), ("Punjab", "Pakistan"),
    ("Ninewa", "Iraq"), ("Nineveh", "Iraq"), ("نينوى", "Iraq"),
)  # fmt: skip


def table(column: str, pairs: tuple[tuple[str, str], ...]) -> gpd.GeoDataFrame:
    """Rows with these names and countries as they stand, of which nothing was looked up."""
    rows = incident_table(*(f"{number:02},2024-01-16,," for number in range(len(pairs))))
    names, countries = (pd.Categorical([text or None for text in texts]) for texts in zip(*pairs, strict=True))
    return rows.assign(**{column: names, "country": countries})


def matches(key: str, name: str, rows: gpd.GeoDataFrame) -> list[int]:
    selected = Selection().with_filter(key, FILTER[key].parse((name,))).apply(rows)
    return sorted(map(int, selected["incident_id"]))


@pytest.mark.parametrize(
    ("names", "rows"),
    [
        (("Mosul",), [0, 1, 2, 3, 4, 6]),
        (("Al Mawsil", "الموصل"), [0, 1, 2, 3, 4]),
        (("Quetta", "كويته", "Kwatah", "کوئٹہ"), [7, 8, 9, 10, 11]),
        (("Deir ez-Zor", "Deir Ezzor", "Dayr az Zawr", "دير الزور"), [13, 14, 15, 16]),
        (("Kobani", "عين العرب"), [17, 18, 19]),
    ],
)
def test_every_spelling_of_a_town_finds_its_rows_in_its_country(names: tuple[str, ...], rows: list[int]) -> None:
    towns = table("place_name", TOWNS)
    for name in names:
        found = [row for row in matches("place", name, towns) if TOWNS[row] != ("Al-Mawsil", "Norway")]
        assert found == rows, name


@pytest.mark.parametrize(
    ("name", "rows"),
    [("Balochistan", [0, 1, 2]), ("Baluchistan", [0, 1, 2, 3]), ("Sistan and Baluchestan", [4, 5]), ("Punjab", [6, 7]),
     ("Ninewa", [8, 9, 10]), ("Nineveh Governorate", [8, 9, 10]), ("Nowhere", [])],
)  # fmt: skip
def test_every_spelling_of_a_province_finds_its_rows_in_its_country(name: str, rows: list[int]) -> None:
    assert matches("admin1", name, table("admin1", PROVINCES)) == rows


@pytest.mark.parametrize(("key", "column", "pairs"), [("place", "place_name", TOWNS), ("admin1", "admin1", PROVINCES)])
def test_the_index_and_the_facet_agree_with_the_expression(
    key: str, column: str, pairs: tuple[tuple[str, str], ...]
) -> None:
    rows = table(column, pairs)
    index = Index.from_table(rows)
    for name, _country in pairs:
        selection = Selection().with_filter(key, FILTER[key].parse((name,)))
        assert sorted(map(int, index.select(selection).rows()["incident_id"])) == matches(key, name, rows)
    counts = facet_counts(index, Selection(), FILTER[key])
    assert len(counts) < len(pairs)
    assert {name: len(matches(key, str(name), rows)) for name in counts.index} == counts.to_dict()


WORDS = st.sampled_from(
    ["Deir", "ez-Zor", "ezzor", "az", "Zawr", "al", "Al", "Ain", "ayn", "eyn", "الـزور", "الموصل", "دير", "city",
     "City", "the", "Baluchistan", "Balouchestan", "Balutchistan", "bal ou", "ou", "oou", "uo", "Sistan",
     "Sestan", "ÁRAB", "ʿArab", "x", "é"]
)  # fmt: skip
BETWEEN = st.sampled_from([" ", "  ", "-", " - ", ", ", " (", ".", "\u00a0", "/", ":", "'", ""])
NAMES = st.lists(st.tuples(WORDS, BETWEEN), min_size=1, max_size=5).map(lambda parts: "".join(map("".join, parts)))


@settings(deadline=None, max_examples=count(20, 60))
@given(
    st.lists(NAMES | st.text(max_size=20), min_size=1, max_size=6),
    st.sampled_from([town_spellings, province_spellings]),
)
def test_the_pattern_matches_where_the_forms_are_the_same(names: list[str], spellings: object) -> None:
    rule: NameSpellings = spellings()  # type: ignore[operator]
    forms = {rule.normalize(name) for name in names[:2]}
    condition = rule.condition("name", forms)
    if condition is None:
        return
    assert condition.reading is not None
    wanted = {condition.reading.value, *condition.reading.further}
    frame = pd.DataFrame({"name": pd.Series(names, dtype="str")})
    expected = [rule.normalize(name) in wanted for name in names]
    assert nw.from_native(frame).select(answer=condition.expression).to_native()["answer"].tolist() == expected


def test_duckdb_agrees() -> None:
    rows = table("place_name", TOWNS)
    with duckdb.connect() as connection:
        relation = connection.from_df(pd.DataFrame(rows.drop(columns="geometry")))
        for name in ("Mosul", "Quetta", "Deir ez-Zor", "Kobani"):
            selected = Selection().with_filter("place", (name,)).apply(relation).df()
            assert sorted(map(int, selected["incident_id"])) == matches("place", name, rows)
