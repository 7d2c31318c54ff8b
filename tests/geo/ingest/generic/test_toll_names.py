"""What names of columns say of numbers of people, in any order of their words."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.ingest.generic.toll_names import parse_toll_name

NAMES = [
    *(
        ("Total Death", "killed_best"),
        ("ndeath", "killed_best"),
        ("totalkilled", "killed_best"),
        ("KIA", "killed_best"),
    ),
    *(("Shaheed", "killed_best"), ("Tote", "killed_best"), ("Anzahl Verletzte", "injured_best")),
    *(
        ("Mortos", "killed_best"),
        ("Feridos", "injured_best"),
        ("Ölü sayısı", "killed_best"),
        ("Yaralı", "injured_best"),
    ),
    *(("Погибшие", "killed_best"), ("Убито", "killed_best"), ("Раненые", "injured_best")),
    *(("low_death", "killed_low"), ("deathsMax", "killed_high"), ("Min. # of people killed", "killed_low")),
    *(
        ("Nombre total de décès", "killed_best"),
        ("Blessés (maximum)", "injured_high"),
        ("Víctimas mortales", "killed_best"),
    ),
    *(
        ("الحد الأدنى للقتلى", "killed_low"),
        ("تعداد کل مجروحان", "injured_best"),
        ("casualties: killed", "killed_best"),
    ),
]
NO_TOLLS = [
    "Death rate",
    "Deaths per 100k",
    "% killed",
    "Date of death",
    "Cause of death",
    "Cumulative deaths",
    "killed_prev",
]
NO_TOLLS += [
    "Livestock killed",
    "Age of deceased",
    "Fatal incidents",
    "Casualties",
    "Killed or injured",
    "Missing",
    "Tasa de muertes",
]
PARTS = [
    *(("Male killed", {"sex"}), ("Gender unknown killed", {"sex"}), ("Killed - children", {"person"})),
    *(("Foreign nationals killed", {"nation"}), ("Civilians", {"side"}), ("Male civilians killed", {"sex", "side"})),
    *(
        ("Aid workers killed", {"profession"}),
        ("of which journalists killed", {"subset"}),
        ("Unknown killed", {"side"}),
    ),
]


@pytest.mark.parametrize(("name", "target"), NAMES)
def test_a_name_says_what_is_counted(name: str, target: str) -> None:
    toll = parse_toll_name(name)
    assert toll is not None
    assert (f"{toll.outcome}_{toll.bound}", toll.is_part, toll.unknown_words) == (target, False, ())


@pytest.mark.parametrize("name", NO_TOLLS)
def test_names_that_count_neither_killed_nor_injured(name: str) -> None:
    toll = parse_toll_name(name)
    assert toll is not None
    assert toll.outcome == ""


@pytest.mark.parametrize(
    "name", ["Date", "Place", "Number of actors", "Police station", "Total", "No", "", "Attack type"]
)
def test_names_of_other_things(name: str) -> None:
    assert parse_toll_name(name) is None


@pytest.mark.parametrize(("name", "dimensions"), PARTS)
def test_parts_are_of_a_dimension(name: str, dimensions: set[str]) -> None:
    toll = parse_toll_name(name)
    assert toll is not None
    assert {dimension for dimension, _ in toll.parts} == dimensions


@pytest.mark.parametrize("words", list(itertools.permutations(["total", "killed", "min", "civilians"])), ids=" ".join)
def test_the_order_of_words_does_not_matter(words: tuple[str, ...]) -> None:
    toll = parse_toll_name("_".join(words))
    assert toll is not None
    assert (toll.outcome, toll.bound, toll.is_total, toll.is_part) == ("killed", "low", True, True)


@given(st.text(max_size=300))
def test_any_name_is_read_or_not(name: str) -> None:
    toll = parse_toll_name(name)
    assert toll is None or toll.bound in ("low", "best", "high")
