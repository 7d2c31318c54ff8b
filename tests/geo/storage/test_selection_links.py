"""Which links a selection has, against a plain loop over them."""

from hypothesis import given, settings
from hypothesis import strategies as st

from geo.query.map_view import MapView
from geo.query.selection import Selection
from geo.storage.atlas import Atlas
from geo.storage.selection_links import SelectionLinks, count_links, find_links
from tests.atlases import make_atlas
from tests.tables import incident_table
from tests.thoroughness import count

COUNTRIES = {"a": "Iran", "b": "Iran", "c": "Iraq", "d": "Iraq", "e": "Iran"}
DAYS = {"a": "2024-01-01", "b": "2024-01-02", "c": "2024-01-03", "d": "2024-01-04", "e": ""}
EAST = {"a": 50, "b": 51, "c": 44, "d": 10}  # e has no place
names = st.sampled_from("abcdex")  # x is in no table


def atlas_of(links: list[tuple[str, str, str]]) -> Atlas:
    lines = (
        f"{id_},{DAYS[id_]},{30 if id_ in EAST else ''},{EAST.get(id_, '')},{COUNTRIES[id_]},exact" for id_ in COUNTRIES
    )
    table = incident_table(*lines, columns="country,place_precision")
    columns = ("incident_id", "relation", "to_incident_id")
    return make_atlas(table, links=[dict(zip(columns, link, strict=True)) for link in links])


def find(links: list[tuple[str, str, str]], query: str = "", view: str = "", limit: int = 300) -> SelectionLinks:
    atlas = atlas_of(links)
    box = MapView.parse(view) if view else None
    return find_links(atlas, atlas.select(Selection.from_query(query)), box, limit=limit)


def ids(links: list[tuple[str, str, str]], found: SelectionLinks) -> list[str]:
    return [str(name) for name in atlas_of(links).engine.take(found.incidents, ["incident_id"])["incident_id"]]


CHAIN = [("b", "retaliation for", "a"), ("c", "response to", "b"), ("d", "follows", "c"), ("e", "follows", "a")]


def test_the_latest_links_come_first_and_their_ends_in_order_of_date() -> None:
    found = find(CHAIN)
    assert [link[0] for link in found.links] == ["d", "c", "b", "e"]
    assert ids(CHAIN, found) == ["a", "b", "c", "d", "e"]
    assert found.is_whole


def test_a_link_is_of_the_selection_where_both_ends_are() -> None:
    found = find(CHAIN, "country=Iran")
    assert {(source, target) for source, target, _ in found.links} == {("b", "a"), ("e", "a")}
    assert (found.n_links, found.n_leading_out) == (2, 1)


def test_of_too_many_links_those_in_view_are_shown() -> None:
    found = find(CHAIN, view="0,20,20,40", limit=1)
    assert [link[0] for link in found.links] == ["d"]
    assert (found.n_links, found.n_in_view, found.is_whole) == (4, 1, False)
    assert not find(CHAIN, view="100,20,120,40", limit=1).links


def test_without_links_nothing_is_shown() -> None:
    assert find([]).links == ()
    assert count_links(atlas_of([]), atlas_of([]).select(Selection())) == 0


@settings(max_examples=count(15, 40))
@given(st.lists(st.tuples(names, st.just("follows"), names), max_size=8), st.sampled_from(["", "country=Iran"]))
def test_the_links_are_those_of_a_loop(links: list[tuple[str, str, str]], query: str) -> None:
    selected = {id_ for id_ in COUNTRIES if not query or COUNTRIES[id_] == "Iran"}
    expected = {(s, t) for s, _, t in links if s != t and {s, t} <= selected}
    atlas = atlas_of(links)
    results = atlas.select(Selection.from_query(query))
    found = find_links(atlas, results)
    assert {(source, target) for source, target, _ in found.links} == expected
    assert found.n_links == len(expected) == count_links(atlas, results)
