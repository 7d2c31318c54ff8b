import numpy as np
import pytest

from geo.core.schema import COLUMN
from tests.tables import incident_table, select

ROWS = incident_table(
    "a,2024-01-01,,,beta,Riots,,3,,true,one",
    "b,2024-01-02,,,Alpha,Battles,7,,,,",
    "c,2024-01-03,,,,,,,2,false,two",
    "d,,,,gamma,Battles,,0,,,one",
    columns="title,event_type,killed_low,killed_best,injured_best,contested,dataset",
)


def order(sort: str, query: str = "") -> str:
    results = select(ROWS, query)
    return "".join(results.engine.take(results.page(0, 10, sort), ["incident_id"])["incident_id"])


@pytest.mark.parametrize(
    ("sort", "ids"),
    [
        ("", "abcd"),
        ("date_start", "abcd"),
        ("-date_start", "cbad"),
        ("title", "badc"),
        ("-title", "dabc"),
        ("event_type", "bdac"),
        ("-event_type", "abdc"),
        ("killed_best", "dabc"),
        ("-killed_best", "badc"),
        ("-injured_best", "cabd"),
        ("contested", "cabd"),
        ("-contested", "acbd"),
        ("incident_id", "abcd"),
        ("-incident_id", "dcba"),
        ("dataset", "adcb"),
        ("admin1", "abcd"),
    ],
)
def test_unknown_comes_last_and_equals_stay_in_order_of_date(sort: str, ids: str) -> None:
    assert order(sort) == ids


def test_only_what_is_selected_is_sorted() -> None:
    assert order("-title", "type=Battles") == "db"
    assert order("title", "q=nothing+says+this") == ""


@pytest.mark.parametrize("sign", ["", "-"])
@pytest.mark.parametrize("column", COLUMN)
def test_every_column_sorts_every_row_once(column: str, sign: str) -> None:
    positions = select(ROWS).page(0, 10, sign + column)
    assert sorted(positions.tolist()) == list(range(len(ROWS)))
    is_unknown = ROWS[column].isna().to_numpy()[positions]
    if column not in ("killed_best", "killed_low"):
        assert np.all(np.diff(is_unknown.astype(int)) >= 0)
