"""Whatever is linked by whom, each event keeps exactly one incident without a link, along chains and circles too."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.core.duplicate_links import chain_ends, decide_links, link_in_table, touched_events

IDS = list("abcdefgh")
LINKS = st.dictionaries(st.sampled_from(IDS), st.sampled_from(IDS)).map(
    lambda links: {one: other for one, other in links.items() if one != other}
)


def links(*decisions: tuple[str, str, str], ids: str = "abcd", linked: dict[str, str] | None = None) -> dict[str, str]:
    return link_in_table(chain_ends(decide_links(linked or {}, decisions)), list(ids))


def test_chains_lead_to_one_end_in_the_table() -> None:
    assert links(("a", "b", "same"), ("b", "c", "same")) == {"a": "c", "b": "c"}
    assert links(("a", "x", "same"), ("b", "x", "same")) == {"b": "a"}  # the end is not in the table
    assert links(("a", "x", "same"), ("x", "c", "same")) == {"a": "c"}
    assert links(("a", "x", "same")) == {}
    assert links(linked={"a": "b", "b": "c"}) == {"a": "c", "b": "c"}


@pytest.mark.parametrize("pair", [("a", "b"), ("b", "a")])
def test_what_is_different_is_not_linked_whichever_comes_first(pair: tuple[str, str]) -> None:
    assert links(("a", "b", "same"), (*pair, "different")) == {}
    assert links((*pair, "different"), linked={"a": "b", "c": "b"}) == {"c": "b"}


@pytest.mark.parametrize("circle", ["ab", "bca", "cadb"])
def test_of_a_circle_the_first_by_identifier_stands_for_all(circle: str) -> None:
    decided = [(one, other, "same") for one, other in zip(circle, circle[1:] + circle[0], strict=True)]
    assert links(*decided) == dict.fromkeys(set(circle) - {"a"}, "a")
    assert links(*decided, ("d", circle[0], "same"), ids="abcd") == dict.fromkeys({*circle, "d"} - {"a"}, "a")


def test_an_incident_that_is_linked_to_itself_is_not_linked() -> None:
    assert links(("a", "a", "same")) == {}


@settings(deadline=None)
@given(LINKS, st.lists(st.sampled_from(IDS), unique=True))
def test_each_event_keeps_exactly_one_incident(linked: dict[str, str], present: list[str]) -> None:
    in_table = link_in_table(chain_ends(linked), present)
    for incident_id in present:
        members = [other for other in present if other in touched_events(linked, [incident_id])]
        representatives = [other for other in members if other not in in_table]
        assert len(representatives) == 1
        assert {in_table[other] for other in members if other in in_table} <= set(representatives)
