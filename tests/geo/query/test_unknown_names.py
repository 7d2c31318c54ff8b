"""A name that means nothing and that no row has is a problem; one that is understood only matches nothing."""

import pytest

from geo.query.index import Index
from geo.query.selection import Selection
from geo.query.unknown_names import drop_unknown_names
from tests.tables import incident_table

INDEX = Index.from_table(
    incident_table(
        "a,2024-01-16,30.18,67.01,Quetta,Pakistan,Balochistan",
        "b,2024-01-16,,,Qzxvk,Erewhon,Vrblzk",
        columns="place_name,country,admin1",
    )
)


@pytest.mark.parametrize(
    ("query", "unknown"),
    [
        ("country=Pakistan", []), ("country=Russian+Federation", []), ("country=Erewhon", []), ("admin1=Vrblzk", []),
        ("country=Erewhom", ["Erewhom"]), ("country=Pakistan&country=Erewhom", ["Erewhom"]), ("admin1=Sindh", []),
        ("admin1=Vrblzkq", ["Vrblzkq"]), ("place=Qzxvk", []), ("place=Qzxvkwy", ["Qzxvkwy"]),
        ("q=Erewhom", []), ("", []), ("country=!Erewhom", ["!Erewhom"]), ("country=!Erewhon", []),
        ("country=Pakistan&country=!Erewhom", ["!Erewhom"]), (r"country=\!Erewhom", [r"\!Erewhom"]),
        ("place=!Qzxvkwy&country=!Pakistan", ["!Qzxvkwy"]),
    ],
)  # fmt: skip
def test_unknown_names(query: str, unknown: list[str]) -> None:
    selection, problems = drop_unknown_names(Selection.from_query(query), INDEX)
    assert [problem.value for problem in problems] == unknown
    assert not any(name in selection.to_query() for name in unknown)
    assert ("country=Pakistan" in query) == ("country=Pakistan" in selection.to_query())


def test_a_problem_names_the_nearest_spellings_that_rows_have() -> None:
    _, (problem,) = drop_unknown_names(Selection.from_query("country=Erewhom"), INDEX)
    assert problem.accepted.endswith("The nearest that rows have: Erewhon")


def test_a_problem_stays_short() -> None:
    _, (problem,) = drop_unknown_names(Selection.from_query(f"country={'x' * 300}"), INDEX)
    assert len(str(problem)) < 400
