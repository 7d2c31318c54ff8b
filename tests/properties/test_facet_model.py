"""The choices after any change of rows are those of the table as it is then, read at once."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.core.casefold import casefold
from geo.query.combinations import COLUMN_GROUPS
from geo.query.facet_model import FacetModel
from geo.query.filters import FILTERS, Filter, place_choices
from geo.query.filters.facet_choice import ROW_WEIGHT
from tests.thoroughness import count

ACTORS = (None, "", "Iran", "IRGC", "irgc", "PLA", "Palestine Liberation Army", "Nobody", "NOBODY", "not stated",
          "IRGC; Nobody", "Someone; somebody", '"Nobody"', "bell\x07")  # fmt: skip
TEXTS = {
    "actor_a": ACTORS,
    "actor_b": ACTORS,
    "other_actors": ACTORS,
    "country": (None, "Pakistan", "PAKISTAN", "Iran", "Islamic Republic of Iran", "Iraq", "IRQ", "Atlantis"),
    "admin1": (None, "Balochistan", "Baluchistan", "BALOCHISTAN", "Sistan and Baluchestan", "Baghdad", "Elsewhere"),
    "admin2": (None, "Khanaqin", "KHANAQIN", "Khānaqīn District", "Quetta", "Elsewhere"),
    "place_name": (None, "Quetta", "QUETTA", "Quetta City", "Panjgur", "Baghdad", "Iraq", "Balochistan", "Nowhere"),
    "place_id": (None, "none:1"),
    "event_type": (None, "Battles", "battles", "Riots"),
    "sub_event_type": (None, "Armed clash", "Battles"),
}
GROUPS = {
    "who": ("actor_a", "actor_b", "other_actors"),
    "where": ("country", "admin1", "admin2", "place_name", "place_id"),
    "what": ("event_type", "sub_event_type"),
}
Pairs = set[tuple[int, str]]
COUNTED = [filter_ for filter_ in FILTERS if filter_.key in ("actor", "country", "admin1", "admin2", "place", "type")]


@st.composite
def changes(draw: Any, group: str) -> tuple[pd.DataFrame, list[Any], list[Any]]:
    """Distinct combinations, how many rows of the first of them there were, and how many of all there are."""
    columns = GROUPS[group]
    cells = draw(st.lists(st.tuples(*(st.sampled_from(TEXTS[name]) for name in columns)), unique=True, max_size=12))
    rest = dict.fromkeys(set(COLUMN_GROUPS[group]) - set(columns))
    frame = pd.DataFrame(cells, columns=list(columns), dtype="str").assign(**rest)
    before = draw(st.lists(st.integers(0, 3), max_size=len(cells)))
    after = [number if draw(st.booleans()) else draw(st.integers(0, 3)) for number in before]
    after += draw(st.lists(st.integers(0, 3), min_size=len(cells) - len(before), max_size=len(cells) - len(before)))
    return frame, before, after


def read_at_once(filter_: Filter[Any], frame: pd.DataFrame, counts: list[int]) -> tuple[list[str], Pairs]:
    """The values that rows match, and each combination with the casefolded names that it matches, by a plain scan."""
    rows = frame.assign(**{ROW_WEIGHT: counts})[np.array(counts, dtype=np.int64) > 0]
    matches = filter_.facet_values(rows)
    pairs = {(int(label), name) for label, name in matches.items() if "\x07" not in name}
    sums: dict[str, int] = {}
    for label, name in pairs:
        sums[name] = sums.get(name, 0) + counts[label]
    ordered = sorted(sums, key=lambda name: (-sums[name], name))
    values = {casefold(name): name for name in reversed(ordered)}
    return [name for name in ordered if values[casefold(name)] == name], {
        (label, casefold(name)) for label, name in pairs
    }


@pytest.mark.parametrize("filter_", COUNTED, ids=lambda filter_: filter_.key)
@settings(deadline=None, max_examples=count(20, 60))
@given(data=st.data())
def test_a_change_gives_what_reading_all_gives(filter_: Filter[Any], data: st.DataObject) -> None:
    group = FacetModel.without_rows(filter_).group
    frame, before, after = data.draw(changes(group))
    limit, place_choices.MAX_FACET_VALUES = place_choices.MAX_FACET_VALUES, 3
    try:
        first = frame.iloc[: len(before)]
        counts = [np.array(each, dtype=np.int64) for each in (before, after)]
        model = FacetModel.build(filter_, lambda _: first, lambda _: counts[0]).change(filter_, frame, *counts)
        whole = FacetModel.build(filter_, lambda _: frame, lambda _: counts[1])
        values, pairs = read_at_once(filter_, frame, after)
    finally:
        place_choices.MAX_FACET_VALUES = limit
    labels = list(zip(model.combinations.tolist(), model.value_codes.tolist(), strict=True))
    assert len(labels) == len(set(labels))
    assert {(label, casefold(model.values[code])) for label, code in labels} == pairs
    assert [name for code, name in enumerate(model.values) if code in model.value_codes] == values
    assert model.values == whole.values
    for one, other in ((model.texts, whole.texts), (model.names, whole.names)):
        assert one.to_dict() == other.to_dict()
    pd.testing.assert_frame_equal(model.choices, whole.choices)
