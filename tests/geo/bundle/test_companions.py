"""The tables beside a bundle's incidents hold what their providers' cells say, once, and in batches."""

from pathlib import Path

import frictionless
import pandas as pd
import pytest

from geo.bundle import companions, pictures
from geo.bundle.statement import read_statement
from geo.storage.atlas import Atlas
from tests.atlases import make_atlas
from tests.geo.bundle.bundles import lines_of, make_bundle, unpack
from tests.tables import incident_table

COLUMNS = "acled.source,acled.fatalities,ucdp.source_article,ucdp.best,ucdp.low,ucdp.high"
N_ROWS = 7


@pytest.fixture
def imported(monkeypatch: pytest.MonkeyPatch) -> Atlas:
    """Incidents of two providers, one with a publication and a claim that are stored too; three rows a batch."""
    monkeypatch.setattr(pictures, "_draw_both", lambda _draw: (b"<svg/>", b"PNG"))
    monkeypatch.setattr(pictures.CACHED, "get", lambda _key, compute: compute())
    monkeypatch.setattr(companions, "FIRST_BATCH_ROWS", 3)
    monkeypatch.setattr(companions, "BATCH_ROWS", 3)
    acled = [f"a{number},2024-01-16,,,Dawn; =AFP,{number},,,," for number in range(N_ROWS - 1)]
    table = incident_table(*acled, "u,2024-01-17,,,,,Reuters 1989,4,3,6", columns=COLUMNS)
    return make_atlas(
        table,
        claims=[{"incident_id": "a1", "claimant": "ACLED", "stance": "reports", "killed_best": "1"}],
        publications=[{"incident_id": "a1", "publisher": "Dawn", "reference": "Dawn"}],
    )


def test_publications_and_claims_of_imported_rows_are_in_the_bundle_once(imported: Atlas) -> None:
    files = unpack(make_bundle(imported))
    publications, claims = lines_of(files["publications.csv"]), lines_of(files["claims.csv"])
    by_incident = pd.DataFrame(publications).groupby("incident_id")["reference"].agg(list)
    assert by_incident.to_dict() == {
        **{f"a{number}": ["Dawn", "'=AFP"] for number in range(N_ROWS - 1)},
        "u": ["Reuters 1989"],
    }
    assert sorted(
        (row["incident_id"], row["claimant"], row["killed_best"]) for row in claims if row["killed_best"]
    ) == [
        *((f"a{number}", "ACLED", str(number)) for number in range(1, N_ROWS - 1)),
        ("u", "UCDP", "4"),
    ]
    counts = read_statement(files["selection.json"]).counts
    assert (counts.publications, counts.claims) == (len(publications), len(claims)) == (2 * N_ROWS - 1, N_ROWS)


def test_only_those_of_the_selection_are_in_it(imported: Atlas) -> None:
    files = unpack(make_bundle(imported, "from=2024-01-17"))
    for name in ("publications.csv", "claims.csv"):
        assert {row["incident_id"] for row in lines_of(files[name])} == {"u"}


def test_a_bundle_of_imported_rows_is_valid(imported: Atlas, tmp_path: Path) -> None:
    for name, content in unpack(make_bundle(imported)).items():
        (tmp_path / name).write_bytes(content)
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.valid, report.flatten(["name", "type", "message"])
