from dataclasses import replace
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.core.schema import RELATIONS
from geo.storage.incident_chain import MAX_CHAIN, Chain, build_chain
from geo.storage.incident_links import RELATION_PHRASES
from tests.atlases import make_atlas
from tests.tables import incident_table
from tests.thoroughness import count

LETTERS = "abcdefgh"


def chain_of(incident_id: str, days: dict[str, str], links: list[tuple[str, str, str]], **kwargs: int) -> Chain:
    """The chain of an incident among incidents by their dates, each with its letter as its title."""
    lines = (f"{id_},{day},,,{id_.upper()},{'day' if day else 'unknown'}" for id_, day in days.items())
    table = incident_table(*lines, columns="title,date_precision")
    names = ("incident_id", "relation", "to_incident_id")
    return build_chain(
        make_atlas(table, links=[dict(zip(names, link, strict=True)) for link in links]), incident_id, **kwargs
    )


def relations(chain: Chain) -> list[tuple[str, str]]:
    return [(entry.incident_id, entry.relation) for entry in chain.entries]


@pytest.mark.parametrize("relation", RELATIONS)
def test_every_relation_has_words_from_either_end(relation: str) -> None:
    days = {"a": "2024-01-01", "b": "2024-01-02"}
    forward, backward = RELATION_PHRASES[relation].forward, RELATION_PHRASES[relation].backward
    assert relations(chain_of("a", days, [("b", relation, "a")])) == [("a", ""), ("b", f"{forward} this incident")]
    assert relations(chain_of("b", days, [("b", relation, "a")])) == [("a", f"{backward} this incident"), ("b", "")]


def test_a_chain_is_in_order_of_date_whoever_asks() -> None:
    days = {"c": "2024-01-09", "a": "2024-01-01", "b": "2024-01-05", "d": "2023-01-01"}
    links = [("c", "response to", "b"), ("b", "retaliation for", "a")]
    for current in "abc":
        chain = chain_of(current, days, links)
        assert [entry.incident_id for entry in chain.entries] == ["a", "b", "c"]
        assert [entry.is_current for entry in chain.entries] == [letter == current for letter in "abc"]


def test_what_is_not_linked_to_the_current_one_is_described_by_what_it_refers_to() -> None:
    days = {"a": "2024-01-01", "b": "2024-01-02", "c": "2024-01-03"}
    chain = chain_of("a", days, [("c", "response to", "b"), ("b", "retaliation for", "a")])
    assert relations(chain)[2] == ("c", "in response to “B”")
    assert chain.entries[2].links == (("b", "in response to"),)


def test_the_beginning_of_a_chain_is_described_by_what_refers_to_it() -> None:
    days = {"a": "2024-01-01", "b": "2024-01-02", "c": "2024-01-03"}
    chain = chain_of("c", days, [("c", "response to", "b"), ("b", "retaliation for", "a")])
    assert relations(chain)[0] == ("a", "retaliated against by “B”")


def test_on_one_day_the_cause_stands_before_what_answers_it() -> None:
    day = "2024-01-01"
    chain = chain_of("a", {"a": day, "b": day, "c": day}, [("a", "response to", "c"), ("c", "follows", "b")])
    assert [entry.incident_id for entry in chain.entries] == ["b", "c", "a"]


def test_an_undated_incident_comes_before_what_follows_it_and_else_last() -> None:
    chain = chain_of("b", {"a": "", "b": "2024-01-02", "c": ""}, [("b", "follows", "a"), ("c", "follows", "b")])
    assert [(entry.incident_id, entry.days) for entry in chain.entries] == [
        ("a", ("", "")),
        ("b", ("2024-01-02", "2024-01-02")),
        ("c", ("", "")),
    ]
    assert chain.entries[0].date == "date unknown"


def test_a_cycle_ends() -> None:
    days = {"a": "2024-01-01", "b": "2024-01-01", "c": "2024-01-01"}
    links = [("a", "follows", "b"), ("b", "follows", "c"), ("c", "follows", "a")]
    chain = chain_of("b", days, links)
    assert sorted(entry.incident_id for entry in chain.entries) == ["a", "b", "c"]
    assert dict(relations(chain))["a"] == "follows this incident"
    assert dict(relations(chain))["c"] == "followed by this incident"


@pytest.mark.parametrize("links", [[], [("b", "follows", "c")], [("a", "follows", "a")], [("a", "follows", "gone")], [("gone", "follows", "a")]])  # fmt: skip
def test_an_incident_without_links_has_no_chain(links: list[tuple[str, str, str]]) -> None:
    chain = chain_of("a", dict.fromkeys("abc", "2024-01-01"), links)
    assert (chain.entries, chain.is_complete) == ((), True)


def test_a_link_that_is_there_twice_is_one() -> None:
    days = {"a": "2024-01-01", "b": "2024-01-02"}
    chain = chain_of("b", days, [("b", "follows", "a")] * 3)
    assert chain.entries[1].links == (("a", "follows"),)


def test_two_relations_of_a_pair_are_both_there() -> None:
    days = {"a": "2024-01-01", "b": "2024-01-02"}
    chain = chain_of("b", days, [("b", "follows", "a"), ("b", "retaliation for", "a")])
    assert relations(chain)[0] == ("a", "followed by this incident; retaliated against by this incident")


def test_a_hub_of_thousands_gives_its_nearest_and_says_that_there_are_more() -> None:
    spokes = [f"s{number:04}" for number in range(3000)]
    days = {"hub": "2024-01-01", **dict.fromkeys(spokes, "2024-01-02")}
    chain = chain_of("hub", days, [(spoke, "response to", "hub") for spoke in spokes])
    assert len(chain.entries) == MAX_CHAIN
    assert not chain.is_complete
    assert {entry.relation for entry in chain.entries} == {"", "in response to this incident"}


def test_a_line_of_thousands_gives_the_nearest_in_both_directions() -> None:
    names = [f"n{number:04}" for number in range(2000)]
    links = [(later, "follows", earlier) for earlier, later in pairwise(names)]
    chain = chain_of("n1000", dict.fromkeys(names, "2024-01-01"), links, limit=5)
    assert [entry.incident_id for entry in chain.entries] == ["n0998", "n0999", "n1000", "n1001", "n1002"]
    assert not chain.is_complete


def test_a_chain_of_just_the_limit_is_complete() -> None:
    days = {"a": "2024-01-01", "b": "2024-01-02", "c": "2024-01-03"}
    links = [("c", "follows", "b"), ("b", "follows", "a")]
    assert chain_of("a", days, links, limit=3).is_complete
    assert not chain_of("a", days, links, limit=2).is_complete


def test_many_relations_are_counted_not_listed() -> None:
    days = {letter: f"2024-01-0{number}" for number, letter in enumerate("abcdef", start=1)}
    links = [("f", "follows", letter) for letter in "abcde"] + [("b", "follows", "a")]
    assert dict(relations(chain_of("b", days, links)))["f"] == "follows this incident"
    assert dict(relations(chain_of("a", days, [*links[1:], links[-1]])))["f"].endswith("and 1 more")


def test_long_and_hostile_titles_are_cut_and_stay_text() -> None:
    table = incident_table(
        f'a,2024-01-01,,,"<img src=x> {{{{7*7}}}} {"x" * 5000}"', "b,2024-01-02,,,B", columns="title"
    )
    atlas = make_atlas(table, links=[{"incident_id": "b", "relation": "follows", "to_incident_id": "a"}])
    first, second = build_chain(atlas, "b").entries
    assert first.title.startswith("<img src=x> {{7*7}}")
    assert second.relation == ""
    assert len(first.relation) < 100


TABLE = incident_table(
    *(f"{letter},2024-01-0{number % 3 + 1},,,{letter}" for number, letter in enumerate(LETTERS)), columns="title"
)
EMPTY = make_atlas(TABLE)


@settings(max_examples=count(16, 50))
@given(
    links=st.lists(st.tuples(st.sampled_from(LETTERS), st.sampled_from(sorted(RELATIONS)), st.sampled_from(LETTERS)))
)
def test_all_of_a_chain_have_the_same_chain(links: list[tuple[str, str, str]]) -> None:
    atlas = replace(
        EMPTY, links=pd.DataFrame(links, columns=["incident_id", "relation", "to_incident_id"], dtype="str")
    )
    chain = build_chain(atlas, "a")
    ids = [entry.incident_id for entry in chain.entries]
    assert len(ids) == len(set(ids))
    assert [entry.days for entry in chain.entries] == sorted(entry.days for entry in chain.entries)
    assert all(entry.relation or entry.is_current for entry in chain.entries)
    for other in ids:
        assert [entry.incident_id for entry in build_chain(atlas, other).entries] == ids


def test_links_to_what_the_atlas_has_not_are_no_steps() -> None:
    days = {"a": "2024-01-01", "b": "2024-01-02", "c": "2024-01-03"}
    links = [("a", "follows", "gone"), ("gone", "follows", "b"), ("a", "follows", "c")]
    assert [entry.incident_id for entry in chain_of("a", days, links).entries] == ["a", "c"]


def test_many_links_to_what_the_atlas_has_not_hide_none_that_it_has() -> None:
    days = {"a": "2024-01-01", "b": "2024-01-02", "c": "2024-01-03"}
    links = [("a", "follows", f"gone {number}") for number in range(500)]
    chain = chain_of("a", days, [*links, ("a", "follows", "c"), ("c", "follows", "b")])
    assert [entry.incident_id for entry in chain.entries] == ["a", "b", "c"]
    assert chain.is_complete
