import narwhals as nw
import pandas as pd
import pytest

from geo.core.casefold import casefold, casefold_expr
from geo.query.selection import Selection
from tests.tables import incident_table

SPELLINGS = pytest.mark.parametrize(
    "names",
    [("İzmir", "izmir", "IZMIR"), ("ΟΔΟΣ", "οδος", "οδοσ"), ("STRAẞE", "straße"), ("Ṭāʾif", "ṬĀʾIF")],
    ids=lambda names: names[0],
)


@SPELLINGS
@pytest.mark.parametrize(("key", "column"), [("country", "country"), ("actor", "actor_a"), ("q", "title")])
def test_names_that_differ_in_case_only_are_one(names: tuple[str, ...], key: str, column: str) -> None:
    rows = incident_table(*(f"{number},2024-01-16,,,{name}" for number, name in enumerate(names)), columns=column)
    for name in names:
        assert len(Selection.from_query(f"{key}={name}").apply(rows)) == len(names)


def test_a_column_is_folded_as_each_of_its_texts_is() -> None:
    texts = [f"x{chr(code)}Y {chr(code)}" for code in range(32, 0x530)]
    column = nw.from_native(pd.DataFrame({"name": pd.Series(texts, dtype="str")})).select(casefold_expr("name"))
    assert column["name"].to_list() == [casefold(text) for text in texts]
