from hypothesis import given
from hypothesis import strategies as st

from geo.storage.chain_order import order_chain
from tests.tables import incident_table

LETTERS = "abcdefgh"


def order(days: dict[str, str], *links: tuple[str, str], relation: str = "follows") -> str:
    """The order of incidents, each with its day, or its first and last one, such as “2024-01-01..2024-01-31”."""
    lines = []
    for id_, day in days.items():
        first, _, last = day.partition("..")
        lines.append(f"{id_},{first},,,{last}")
    table = incident_table(*lines, columns="date_end")
    rows = table.set_axis(table["incident_id"].tolist())
    return "".join(order_chain(rows, [(source, target, relation) for source, target in links]))


def test_days_come_before_links_and_links_before_names() -> None:
    assert order({"a": "2024-01-02", "b": "2024-01-01"}, ("b", "a")) == "ba"
    assert order({"a": "2024-01-01", "b": "2024-01-01"}, ("a", "b")) == "ba"
    assert order({"b": "2024-01-01", "a": "2024-01-01"}) == "ab"


def test_the_undated_come_last() -> None:
    assert order({"a": "", "b": "2024-01-01", "c": ""}, ("a", "c")) == "bca"


def test_an_undated_cause_comes_before_what_follows_it() -> None:
    days = {"a": "2024-01-01", "b": "2024-01-05", "c": "2024-01-09", "x": "", "y": ""}
    assert order(days, ("b", "x")) == "axbcy"
    assert order(days, ("c", "x"), ("x", "y")) == "abyxc"
    assert order(days, ("c", "x"), ("b", "x")) == "axbcy"
    assert order(days, ("x", "c"), ("c", "y")) == "abycx"
    assert order(days, ("b", "x"), relation="same operation as") == "abcxy"


def test_a_cause_comes_first_where_days_allow_it_and_never_against_them() -> None:
    january = {"a": "2024-01-16", "b": "2024-01-01..2024-01-31", "c": "2024-01-20"}
    assert order(january, ("b", "a")) == "abc"
    assert order(january) == "bac"
    assert order({"a": "2024-01-16", "b": "2024-01-10"}, ("b", "a")) == "ba"


def test_a_circle_is_in_order_of_date() -> None:
    days = {"a": "2024-01-03", "b": "2024-01-02", "c": "2024-01-01"}
    assert order(days, ("a", "b"), ("b", "c"), ("c", "a")) == "cba"
    assert order(dict.fromkeys("abc", ""), ("a", "b"), ("b", "c"), ("c", "a")) == "acb"


@given(st.lists(st.tuples(st.sampled_from(LETTERS), st.sampled_from(LETTERS)), max_size=12))
def test_each_comes_once_whatever_the_links_are(links: list[tuple[str, str]]) -> None:
    assert sorted(order(dict.fromkeys(LETTERS, "2024-01-01"), *links)) == list(LETTERS)
