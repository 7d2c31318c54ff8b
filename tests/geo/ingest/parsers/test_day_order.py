"""The likelier order of day and month where nothing proves one."""

import pandas as pd
import pytest

from geo.ingest.parsers.dates import parse_dates
from geo.ingest.parsers.day_order import propose_order


def propose(*texts: str) -> tuple[str, str]:
    column = pd.Series(texts, dtype="str")
    return propose_order(column, parse_dates(column))


@pytest.mark.parametrize(
    ("texts", "order", "reason"),
    [
        (("01/05/2024", "05/05/2024", "02/06/2024", "09/06/2024", "03/07/2024"), "day first", "order of time"),
        (("05/01/2024", "05/05/2024", "06/02/2024", "06/09/2024", "07/03/2024"), "month first", "order of time"),
        (("07/03/2024", "06/09/2024", "06/02/2024", "05/05/2024", "05/01/2024"), "month first", "order of time"),
        (("05/03/2024", "02/03/2024", "09/03/2024", "01/03/2024"), "day first", "close together"),
        (("03/05/2024", "03/02/2024", "03/09/2024", "03/01/2024"), "month first", "close together"),
        (("03/04/2024",), "day first", "most countries"),
        (("03/04/2024", "01/17/2024", "01/18/2024", "16/01/2024"), "month first", "most of the other dates"),
    ],
)
def test_the_order_that_is_proposed(texts: tuple[str, ...], order: str, reason: str) -> None:
    proposal = propose(*texts)
    assert proposal[0] == order
    assert reason in proposal[1]
