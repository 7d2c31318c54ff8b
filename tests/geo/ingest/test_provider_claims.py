from collections.abc import Mapping

import pandas as pd
import pytest

from geo.ingest.claims import PROVIDER_CLAIMS, build_claims, list_row_claims
from geo.ingest.importing import PROVIDERS
from tests.geo.ingest.crosswalks import Row, read, sheet
from tests.geo.ingest.provider_rows import ACLED_NOW, GTD_ROW, UCDP_23

GROUPS = {
    "gname": "A",
    "gname2": "B",
    "gname3": "Unknown",
    "claim2": "",
    "claim3": "",
    "claimed": "",
    "compclaim": "-9",
}

ANOTHER = "another group, which GTD does not name"


def claims_of(prefix: str, cells: Mapping[str, str]) -> pd.DataFrame:
    return list_row_claims(
        {"incident_id": "x", "title": "t"} | {f"{prefix}.{name}": text for name, text in cells.items()}
    )


def rows_of(claims: pd.DataFrame, *names: str) -> list[tuple[object, ...]]:
    return [
        tuple(None if pd.isna(cell) else cell for cell in row) for row in claims[list(names)].itertuples(index=False)
    ]


def test_every_kind_of_claims_is_a_providers() -> None:
    assert {claims.prefix for claims in PROVIDER_CLAIMS} <= {provider.prefix for provider in PROVIDERS}


@pytest.mark.parametrize(
    ("low", "best", "high", "expected"),
    [
        ("1", "2", "3", (1, 2, 3)),
        ("1.0", "2.0", "", (1, 2, None)),
        ("5", "2", "3", (None, 2, None)),
        ("0", "0", "0", (0, 0, 0)),
        ("x", "1e3", "-1", (None, 1000, None)),
    ],
)
def test_ucdp_reports_its_estimates(low: str, best: str, high: str, expected: tuple[object, ...]) -> None:
    claims = claims_of("ucdp", {"low": low, "best": best, "high": high, "deaths_civilians": "9"})
    assert rows_of(claims, "claimant", "stance", "killed_low", "killed_best", "killed_high") == [
        ("UCDP", "reports", *expected)
    ]


def test_ucdp_without_any_number_reports_nothing() -> None:
    assert claims_of("ucdp", {"best": "", "deaths_a": "2"}).empty


@pytest.mark.parametrize(("text", "number"), [("3", 3), ("0", None), ("0.0", None)])
def test_acled_reports_its_fatalities_and_no_number_where_it_writes_0(text: str, number: int | None) -> None:
    claims = claims_of("acled", {"fatalities": text, "notes": "Others deny it."})
    assert rows_of(claims, "claimant", "stance", "killed_best") == [("ACLED", "reports", number)]
    assert claims["claim"].notna().all() == (number is None)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"claimed": "1"}, [("A", "claims", "A")]),
        ({"claimed": "1.0", "claim2": "1", "compclaim": "0"}, [("A", "claims", "A; B"), ("B", "claims", "A; B")]),
        ({"claimed": "1", "claim2": "1", "compclaim": "1"}, [("A", "claims", "A"), ("B", "claims", "B")]),
        ({"claimed": "1", "claim2": "0", "compclaim": "1"},
         [("A", "claims", "A"), (ANOTHER, "claims", ANOTHER)]),
        ({"claimed": "1", "doubtterr": "1", "alternative_txt": "Other Crime Type"},
         [("A", "claims", "A"), ("GTD", "reports", None)]),
        ({"claimed": "0", "doubtterr": "1"}, [("GTD", "reports", None)]),
        ({"gname": "Unknown", "gname2": "", "compclaim": "1"}, [("GTD", "reports", None)]),
        ({"claimed": "-9"}, []),
        ({"claimed": "1", "gname": "Unknown"}, []),
    ],
)  # fmt: skip
def test_gtd_states_who_claimed_an_attack(cells: dict[str, str], expected: list[tuple[object, ...]]) -> None:
    assert rows_of(claims_of("gtd", GROUPS | cells), "claimant", "stance", "actor") == expected


def test_an_import_stores_the_claims_that_can_contest_and_no_others() -> None:
    flags = {"claimed": "1", "claim2": "1", "compclaim": "1"}
    table = sheet(GTD_ROW | {"eventid": "1"} | flags, GTD_ROW | {"eventid": "2", "claimed": "0", "doubtterr": "1"})
    assert rows_of(read(table).claims, "incident_id", "claimant") == [
        ("GTD:1", "Invented Army"), ("GTD:1", "Second Invented Army"),
    ]  # fmt: skip
    for row in (UCDP_23, ACLED_NOW):
        assert read(sheet(row)).claims.empty


@pytest.mark.parametrize("row", [GTD_ROW, GTD_ROW | {"compclaim": "1", "claimed": "1", "INCIDENT_ID": "x"}])
def test_what_is_stored_is_what_the_row_says(row: Row) -> None:
    accepted = read(sheet(row)).accepted
    listed = list_row_claims({str(name): cell for name, cell in accepted.iloc[0].items()})
    pd.testing.assert_frame_equal(build_claims(accepted, "gtd"), listed)


def test_hostile_cells_are_claims_as_they_stand() -> None:
    hostile = "{{7*7}} <b>; =1"
    claims = claims_of("gtd", GROUPS | {"gname": hostile, "claimed": "1", "compclaim": "1"})
    assert claims["claimant"].tolist() == [hostile, "B"]
