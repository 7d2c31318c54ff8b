"""What contradicting claims add to totals, against the rule of docs/decisions/0046 written out by hand."""

from itertools import permutations

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.analysis.killed_total import KilledTotal
from geo.core import incidents
from geo.storage.evidence import with_evidence
from tests.geo.storage.evidence.claim_tables import claims, links
from tests.tables import incident_table, select

INFINITE = 10**9
Range = tuple[int, int]
NUMBERS = st.sampled_from(("", "0", "2", "11", "27"))
COLUMNS = "killed_low,killed_best,killed_high,zero_means_unknown"
NO_LINKS = links("b→a").iloc[:0]


@st.composite
def figures(draw: st.DrawFn) -> tuple[str, str, str]:
    """Low, best and high in order, each of them perhaps blank."""
    ordered = iter(
        sorted(
            int(number) for number in draw(st.lists(st.sampled_from(("0", "2", "11", "27")), min_size=3, max_size=3))
        )
    )
    low, best, high = (str(next(ordered)) if draw(st.booleans()) else "" for _ in range(3))
    return low, best, high


CLAIMS = st.lists(
    st.tuples(
        st.sampled_from("xyz"),
        st.sampled_from(("Iran", "IRGC", "Pakistan", "HalVash")),
        st.sampled_from(("claims", "confirms", "denies", "disputes", "withdrawn", "reports", "")),
        figures(),
    ),
    max_size=8,
)


def range_of(cells: tuple[str, str, str]) -> Range | None:
    """What a claim or a row allows; None where it states nothing."""
    low, best, high = (int(cell) if cell else None for cell in cells)
    if low is None and best is None and high is None:
        return None
    least = low if low is not None else best if best is not None else 0
    most = high if high is not None else best if best is not None else INFINITE
    return least, most


def contribution(row: Range | None, stated: list[tuple[str, Range]]) -> Range | None:
    """What an incident adds to a total, by its row and the ranges that parties state."""
    is_contested = any(
        one != other and (first[0] > second[1] or second[0] > first[1])
        for (one, first), (other, second) in permutations(stated, 2)
    )
    ranges = [*([row] if row else []), *([range_ for _, range_ in stated] if is_contested else [])]
    return (min(least for least, _ in ranges), max(most for _, most in ranges)) if ranges else None


@settings(max_examples=25)
@given(rows=st.fixed_dictionaries({id_: figures() for id_ in "xyz"}), spoken=CLAIMS)
def test_totals_reach_over_what_parties_claim(
    rows: dict[str, tuple[str, str, str]], spoken: list[tuple[str, str, str, tuple[str, str, str]]]
) -> None:
    table = incident_table(*(f"{id_},2024-01-16,,,{','.join(cells)}," for id_, cells in rows.items()), columns=COLUMNS)
    total = KilledTotal.of_results(select(complete(table, spoken)))
    parts = [contribution(range_of(cells), statements_about(id_, spoken)) for id_, cells in rows.items()]
    stated = [part for part in parts if part is not None]
    assert total.n_unstated == len(parts) - len(stated)
    assert total.low == sum(least for least, _ in stated)
    assert total.n_open == sum(most == INFINITE for _, most in stated)
    if not total.n_open:
        assert total.high == sum(most for _, most in stated)


def statements_about(id_: str, spoken: list[tuple[str, str, str, tuple[str, str, str]]]) -> list[tuple[str, Range]]:
    """Who states which range of an incident; the Guard is a body of Iran."""
    return [
        ("Iran" if name == "IRGC" else name, range_)
        for incident_id, name, stance, cells in spoken
        if incident_id == id_ and stance not in ("denies", "withdrawn", "reports") and (range_ := range_of(cells))
    ]


def complete(table: pd.DataFrame, spoken: list[tuple[str, str, str, tuple[str, str, str]]]) -> pd.DataFrame:
    """The table with what the claims make of it."""
    if not spoken:
        return table
    cells = [
        dict(
            zip(
                ("incident_id", "claimant", "stance", "killed_low", "killed_best", "killed_high"),
                (id_, name, stance, *numbers),
                strict=True,
            )
        )
        for id_, name, stance, numbers in spoken
    ]
    return incidents.as_incidents(with_evidence(pd.DataFrame(table), claims(*cells), NO_LINKS))
