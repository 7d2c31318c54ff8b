"""Chains as lanes: which there are, in which order, and what they leave out."""

from geo.query.selection import Selection
from geo.storage.chain_lanes import Lanes, build_lanes
from geo.web.lane_properties import describe_drawn_relations, describe_lanes
from tests.atlases import make_atlas
from tests.tables import incident_table

LINKS = [
    ("b", "retaliation for", "a"),
    ("c", "response to", "b"),
    ("e", "same operation as", "d"),
    ("y", "follows", "a"),
]


def lanes_of(query: str = "", limit: int = 8) -> Lanes:
    days = {"a": "2024-01-01", "b": "2024-01-03", "c": "", "d": "2024-02-01", "e": "2024-02-01", "f": "2024-03-01"}
    lines = (f"{id_},{day},,,{id_.upper()},{'Iran' if id_ in 'abc' else 'Iraq'}" for id_, day in days.items())
    columns = ("incident_id", "relation", "to_incident_id")
    table = incident_table(*lines, columns="title,country")
    atlas = make_atlas(table, links=[dict(zip(columns, link, strict=True)) for link in LINKS])
    return build_lanes(atlas, atlas.select(Selection.from_query(query)), limit=limit)


def test_the_longest_chain_is_the_first_lane_and_its_incidents_are_in_order_of_date() -> None:
    lanes = lanes_of()
    assert [lane.chain for lane in lanes.lanes] == ["a", "d"]
    assert [entry.incident_id for entry in lanes.lanes[0].entries] == ["a", "b", "c"]
    assert [(link.earlier, link.later, link.phrase) for link in lanes.lanes[0].links] == [
        (0, 1, "retaliation for"),
        (1, 2, "in response to"),
    ]


def test_chains_beyond_the_limit_are_counted() -> None:
    lanes = lanes_of(limit=1)
    assert (len(lanes.lanes), lanes.n_chains, lanes.n_left_out) == (1, 2, 1)


def test_a_lane_has_what_is_selected() -> None:
    assert [lane.chain for lane in lanes_of("country=Iran").lanes] == ["a"]
    assert lanes_of("to=2024-01-02").n_chains == 0


def test_the_script_knows_days_relations_and_the_legend() -> None:
    lanes = lanes_of()
    first, second = describe_lanes(lanes)
    assert first["entries"][1]["relation"] == "retaliation for 1"
    assert first["entries"][2]["days"] == ["", ""]
    assert [link["relation"] for link in second["links"]] == ["same-operation-as"]
    assert [each["label"] for each in describe_drawn_relations(lanes)] == ["Retaliation", "Response", "Same operation"]
