"""Claims of imports lie beside those of the base, and go with the rows that they are about."""

import csv
import io
from dataclasses import replace
from pathlib import Path

import pandas as pd

from geo.core.incidents import check_companion
from geo.core.schema import CLAIM_COLUMNS
from geo.ingest import importing
from geo.ingest.import_result import make_companion
from geo.ingest.options import ImportOptions
from geo.query.index import Index
from geo.storage.atlas_loader import load_atlas
from geo.storage.import_companions import lay_companions_over
from geo.storage.import_segments import ImportSegment, load_segments
from geo.storage.incident_record import find_record
from tests.atlases import make_atlas
from tests.geo.ingest.provider_rows import GTD_ROW
from tests.geo.storage.workspace.stores import FolderStore
from tests.tables import incident_table

KINDS = ("claims", "publications", "links")


def make_claims(*pairs: tuple[str, str]) -> pd.DataFrame:
    rows = pd.DataFrame(list(pairs), columns=["incident_id", "claimant"], dtype="str")
    return check_companion(rows, CLAIM_COLUMNS).accepted


def make_segment(*ids: str, claims: pd.DataFrame) -> ImportSegment:
    table = incident_table(*(f"{id_},2024-01-16,27,64" for id_ in ids))
    return ImportSegment(Index.from_table(table), {"claims": claims})


def pairs_of(claims: pd.DataFrame) -> list[tuple[str, str]]:
    return list(claims[["incident_id", "claimant"]].itertuples(index=False, name=None))


def test_claims_of_the_base_and_of_every_import_are_one_table() -> None:
    segments = [make_segment("a", claims=make_claims(("a", "A"))), make_segment("b", claims=make_claims(("b", "B")))]
    base = {"claims": make_claims(("z", "Z")), "links": make_companion("links")}
    laid = lay_companions_over(base, segments)
    assert pairs_of(laid["claims"]) == [("z", "Z"), ("a", "A"), ("b", "B")]
    assert laid["links"] is base["links"]


def test_claims_about_a_row_that_a_later_import_replaces_go_with_it() -> None:
    earlier = make_segment("a", "b", claims=make_claims(("a", "old"), ("b", "B")))
    later = make_segment("a", claims=make_claims(("a", "new")))
    base = {"claims": make_claims(("a", "beside the base"), ("b", "B"))}
    laid = lay_companions_over(base, [earlier, later])
    assert pairs_of(laid["claims"]) == [("a", "beside the base"), ("b", "B"), ("a", "new")]


def test_the_claims_of_a_stored_file_of_gtd_are_read_with_it(tmp_path: Path) -> None:
    row = GTD_ROW | {"claimed": "1", "claim2": "1", "compclaim": "1"}
    text = io.StringIO()
    csv.writer(text).writerows([list(row), list(row.values())])
    workspace = FolderStore(tmp_path).workspace()
    upload = workspace.add_upload(text.getvalue().encode(), "gtd.csv")
    imported = importing.read(text.getvalue().encode())
    stored = workspace.save_import(upload, imported, ImportOptions())
    assert len(workspace.read_companions(stored.import_id)["claims"]) == 2

    (segment,) = load_segments(workspace, workspace.snapshot(), lambda _: None).segments
    laid = lay_companions_over({kind: make_companion(kind) for kind in KINDS}, [segment])
    incident_id = f"GTD:{row['eventid']}"
    assert pairs_of(laid["claims"]) == [(incident_id, "Invented Army"), (incident_id, "Second Invented Army")]

    table = segment.engine.take(segment.engine.find([incident_id]))
    record = find_record(replace(make_atlas(table), claims=laid["claims"]), incident_id)
    assert record is not None
    assert [claim.claimant for claim in record.claims] == ["Invented Army", "Second Invented Army"]


def test_the_claims_of_a_base_of_gtd_are_those_of_its_columns_and_of_the_file_beside_it(tmp_path: Path) -> None:
    row = GTD_ROW | {"claimed": "1", "claim2": "1", "compclaim": "1"}
    incident_id = f"GTD:{row['eventid']}"
    with (tmp_path / "gtd.csv").open("w", newline="") as file:
        csv.writer(file).writerows([list(row), list(row.values())])
    beside = f"incident_id,claimant,stance\n{incident_id},Police,denies\n"
    (tmp_path / "gtd.claims.csv").write_text(beside)
    atlas = load_atlas(tmp_path / "gtd.csv")
    assert [name for _, name in pairs_of(atlas.claims)] == ["Police", "Invented Army", "Second Invented Army"]
    incident = atlas.incidents.iloc[0]
    assert (incident["contested"], incident["contested_on"]) == (True, "who; whether")


def test_claims_that_compete_contest_who_and_joint_ones_do_not(tmp_path: Path) -> None:
    flags = [
        {"compclaim": "1"},
        {"compclaim": "0"},
        {"compclaim": "0", "doubtterr": "1"},
        {"claimed": "0", "claim2": "0"},
    ]
    rows = [
        GTD_ROW | {"eventid": str(number), "claimed": "1", "claim2": "1"} | flag for number, flag in enumerate(flags)
    ]
    with (tmp_path / "gtd.csv").open("w", newline="") as file:
        csv.writer(file).writerows([list(rows[0]), *(list(row.values()) for row in rows)])
    incidents = load_atlas(tmp_path / "gtd.csv").incidents.set_index("source_id").sort_index()
    contested = incidents[["contested", "contested_on"]].astype("object")
    cells = contested.where(contested.notna(), None).values.tolist()
    assert cells == [[True, "who"], [False, None], [False, None], [None, None]]


def test_a_record_shows_what_its_provider_reports() -> None:
    table = incident_table("a,2024-01-16,27,64,1,2.0,3", columns="ucdp.low,ucdp.best,ucdp.high")
    record = find_record(make_atlas(table, claims=[{"incident_id": "a", "claimant": "A", "stance": "denies"}]), "a")
    assert record is not None
    assert [(claim.claimant, claim.killed) for claim in record.claims] == [("A", ""), ("UCDP", "2 (1–3)")]
