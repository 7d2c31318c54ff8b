"""The filter on a country: by any wording or code, in rows that word it otherwise too."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import ValueRefused
from geo.query.facets import facet_counts
from geo.query.filters import FILTER
from geo.query.index import Index
from geo.query.selection import Selection
from tests.tables import incident_table

COUNTRY = FILTER["country"]
TEXTS = ("Russia", "Iran", "Iran (Islamic Republic of)", "IRN", "iran", "Iran, Isl. Rep. of the", "Atlantis", "Congo",
         "Pakistan", "ایران", "")  # fmt: skip
# As they stood in tables that were read before the list of wordings: nothing was canonicalised.
ROWS = incident_table(*(f"{number:02},2024-01-16,," for number in range(len(TEXTS)))).assign(
    country=pd.Categorical([text or None for text in TEXTS])
)


def texts_of(name: str) -> set[str]:
    rows = Selection().with_filter("country", COUNTRY.parse((name,))).apply(ROWS)
    return {TEXTS[int(number)] for number in rows["incident_id"]}


@pytest.mark.parametrize(
    "name", ["Iran", "IRN", "ir", "Iran (Islamic Republic of)", "Islamic Republic of Iran", "ایران"]
)
def test_every_wording_of_a_country_finds_all_of_its_rows(name: str) -> None:
    assert COUNTRY.parse((name,)) == ("Iran",)
    assert texts_of(name) == {"Iran", "Iran (Islamic Republic of)", "IRN", "iran", "ایران"}


@pytest.mark.parametrize(
    ("name", "texts"),
    [("Russian Federation", {"Russia"}), ("RUS", {"Russia"}), ("Atlantis", {"Atlantis"}), ("Norway", set()),
     ("Congo", {"Congo"}), ("Nowhere", set())],
)  # fmt: skip
def test_other_names(name: str, texts: set[str]) -> None:
    assert texts_of(name) == texts


def test_a_wording_beside_the_list_finds_its_own_rows_too() -> None:
    assert texts_of("Iran, Isl. Rep. of the") == {*texts_of("Iran"), "Iran, Isl. Rep. of the"}


def test_one_choice_stands_for_all_wordings_of_a_country() -> None:
    counts = facet_counts(Index.from_table(ROWS), Selection(), COUNTRY).to_dict()
    expected = {"Iran": 5, "Iran, Isl. Rep. of the": 6, "Russia": 1, "Atlantis": 1, "Congo": 1, "Pakistan": 1}
    assert counts == expected
    assert {name: len(texts_of(name)) for name in counts} == expected


@given(st.text(min_size=1, max_size=30))
def test_any_name_is_parsed_once(name: str) -> None:
    try:
        value = COUNTRY.parse((name,))
    except ValueRefused:  # control characters and blanks, which the contract of filters covers
        return
    assert COUNTRY.parse(value) == value
