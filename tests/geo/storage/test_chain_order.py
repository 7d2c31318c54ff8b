from hypothesis import given
from hypothesis import strategies as st

from geo.storage.chain_order import order_chain
from tests.tables import incident_table

LETTERS = "abcdefgh"


def order(days: dict[str, str], *links: tuple[str, str]) -> str:
    table = incident_table(*(f"{id_},{day},,," for id_, day in days.items()), columns="title")
    rows = table.set_axis(table["incident_id"].tolist())
    return "".join(order_chain(rows, [(source, target, "follows") for source, target in links]))


def test_days_come_before_links_and_links_before_names() -> None:
    assert order({"a": "2024-01-02", "b": "2024-01-01"}, ("b", "a")) == "ba"
    assert order({"a": "2024-01-01", "b": "2024-01-01"}, ("a", "b")) == "ba"
    assert order({"b": "2024-01-01", "a": "2024-01-01"}) == "ab"


def test_the_undated_come_last() -> None:
    assert order({"a": "", "b": "2024-01-01", "c": ""}, ("a", "c")) == "bca"


@given(st.lists(st.tuples(st.sampled_from(LETTERS), st.sampled_from(LETTERS)), max_size=12))
def test_each_comes_once_whatever_the_links_are(links: list[tuple[str, str]]) -> None:
    assert sorted(order(dict.fromkeys(LETTERS, "2024-01-01"), *links)) == list(LETTERS)
