from geo.query.chips import list_chips
from geo.query.selection import Selection
from geo.storage.atlas import Atlas
from geo.storage.chain_titles import find_chain_titles

HOSTILE = "<b>**A**\nstrike"


def test_a_chain_is_called_by_the_title_of_its_first_identifier(bundled: Atlas) -> None:
    selection = Selection.from_query("chain=FLT-0008&chain=!FLT-9999")
    titles = find_chain_titles(bundled, selection)
    title = str(bundled.incidents.set_index("incident_id").at["FLT-0008", "title"])
    assert titles == {"FLT-0008": title}
    assert selection.describe_filters(titles) == f"in the chain of “{title}” but not FLT-9999"
    assert selection.describe_filters() == "in the chain of FLT-0008 but not FLT-9999"
    assert [chip.label[:9] for chip in list_chips(selection, titles)] == ["not FLT-9", f"“{title[:8]}"]
    assert find_chain_titles(bundled, Selection.from_query("actor=Iran")) == {}


def test_a_hostile_title_stays_on_one_line_and_is_cut() -> None:
    selection = Selection.from_query("chain=x")
    assert selection.describe_filters({"x": HOSTILE}) == "in the chain of “<b>**A** strike”"
    assert len(selection.describe_filters({"x": "a" * 500})) < 100
