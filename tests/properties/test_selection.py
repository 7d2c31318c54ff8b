"""Properties of selections: they read what they write, and further filters only remove rows."""

from typing import Any

import geopandas as gpd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.core.schema import LIST_SEPARATOR
from geo.query.filters import FILTERS, exclude
from geo.query.filters.evidence import ListFilter
from geo.query.filters.extents import Inside
from geo.query.filters.filter import FlagFilter
from geo.query.filters.inside import INSIDE
from geo.query.selection import Selection
from tests.thoroughness import count

QUICK = settings(deadline=None, max_examples=count(15, 40), suppress_health_check=[HealthCheck.function_scoped_fixture])
NAMES = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=40).filter(
    lambda text: text.strip() == text != "!"  # which excludes nothing, and is refused
)
ENTRIES = NAMES.filter(lambda text: LIST_SEPARATOR.strip() not in text)  # which would be two of them
DEGREES = st.floats(-89, 89).map(lambda number: round(number, 5) + 0.0)
KILOMETRES = st.floats(0.1, 20_000).map(lambda number: round(number, 5))
RING = (
    st.lists(st.tuples(DEGREES, DEGREES), min_size=3, max_size=12, unique=True)
    .map(tuple)
    .filter(lambda ring: len({latitude for _, latitude in ring}) > 1)
)
BOX = st.tuples(DEGREES, DEGREES, DEGREES, DEGREES).filter(lambda box: box[1] < box[3] and box[0] != box[2])


def _value(key: str) -> st.SearchStrategy[Any]:
    filter_ = next(filter_ for filter_ in FILTERS if filter_.key == key)
    if isinstance(filter_, FlagFilter):
        return st.just(True)
    vocabulary: tuple[str, ...] = getattr(filter_, "vocabulary", ())
    if vocabulary and key != "type":
        codes = st.sampled_from(vocabulary)
        return st.lists(codes | codes.map(exclude), min_size=1, max_size=3).map(
            lambda values: filter_.parse(tuple(values))
        )
    strategies = {
        "from": st.dates(),
        "to": st.dates(),
        "min_killed": st.integers(0, 10_000_000),
        "q": NAMES,
        "bbox": BOX,
        "area": RING,
        "around": st.tuples(DEGREES, DEGREES, KILOMETRES),
        "inside": st.sampled_from(Inside),
    }
    names = ENTRIES if isinstance(filter_, ListFilter) else NAMES
    texts = st.lists(names | names.map(exclude), min_size=1, max_size=3)
    return strategies.get(key, texts.map(lambda texts: filter_.parse(tuple(texts))))


PAIRS = st.lists(st.tuples(st.sampled_from([filter_.key for filter_ in FILTERS]), st.text(max_size=30)))
SELECTIONS = st.fixed_dictionaries({}, optional={filter_.key: _value(filter_.key) for filter_ in FILTERS})


def build(values: dict[str, Any]) -> Selection:
    selection = Selection()
    for key, value in values.items():
        selection = selection.with_filter(key, value)
    return selection


@QUICK
@given(SELECTIONS)
def test_a_selection_reads_what_it_writes(values: dict[str, Any]) -> None:
    if "from" in values and "to" in values and values["from"] > values["to"]:
        values["from"], values["to"] = values["to"], values["from"]
    selection = build(values)
    read = Selection.from_query(selection.to_query())
    assert read == selection
    assert hash(read) == hash(selection)
    assert read.problems == ()
    assert read.describe() == selection.describe()


@QUICK
@given(st.text(max_size=200) | PAIRS.map(lambda pairs: "&".join(f"{key}={text}" for key, text in pairs)))
def test_no_query_raises_and_the_selection_is_stable(query: str) -> None:
    selection = Selection.from_query(query)
    again = Selection.from_query(selection.to_query())
    assert again == selection
    assert again.problems == ()


@QUICK
@given(values=SELECTIONS)
def test_a_further_filter_never_adds_rows(small: gpd.GeoDataFrame, values: dict[str, Any]) -> None:
    selection, ids = Selection(), set(small["incident_id"])
    inside = values.get(INSIDE)  # no filter: possible widens what a region includes
    for key, value in values.items():
        selection = selection.with_filter(key, value).with_filter(INSIDE, inside)
        remaining = set(selection.apply(small)["incident_id"])
        assert remaining <= ids
        ids = remaining


@QUICK
@given(st.lists(NAMES, min_size=1, max_size=5))
def test_the_order_of_repeated_values_does_not_matter(names: list[str]) -> None:
    forward = build({"country": FILTERS[2].parse(tuple(names))})
    backward = build({"country": FILTERS[2].parse(tuple(reversed(names)))})
    assert forward == backward
    assert forward.to_query() == backward.to_query()
