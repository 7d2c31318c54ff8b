import csv
from pathlib import Path

from geo.query.lazy.duckdb_engine import open_duckdb
from geo.query.selection import Selection
from geo.settings import bundled_incidents
from geo.storage.addresses import open_atlas
from geo.storage.atlas import Atlas
from geo.storage.atlas_loader import load_atlas
from geo.storage.packing import packer
from tests.geo.ingest.provider_rows import GTD_ROW
from tests.packs import MEMORY, pack

COLUMNS = ["incident_id", "contested", "contested_on", "chain", "tags", "corrected"]


def test_what_is_packed_has_the_evidence_of_its_claims_and_links(bundled: Atlas, tmp_path: Path) -> None:
    engine = open_duckdb(pack([bundled_incidents()], tmp_path).path)
    packed = engine.select(Selection()).rows()[COLUMNS].astype("str")
    assert packed.values.tolist() == bundled.incidents[COLUMNS].astype("str").values.tolist()
    strike = packed.set_index("incident_id").loc["FLT-0012"]
    assert (strike["contested_on"], strike["chain"]) == ("what", "FLT-0008")


def test_the_claims_of_a_providers_own_columns_are_packed_and_contest(tmp_path: Path) -> None:
    row = GTD_ROW | {"claimed": "1", "claim2": "1", "compclaim": "1"}
    incident_id = f"GTD:{row['eventid']}"
    with (tmp_path / "gtd.csv").open("w", newline="") as file:
        csv.writer(file).writerows([list(row), list(row.values())])
    (tmp_path / "gtd.claims.csv").write_text(
        f"incident_id,claimant,stance,clam\n{incident_id},Police,denies,x\nunknown,Police,denies,y\n"
    )
    messages: list[str] = []
    packer.pack([str(tmp_path / "gtd.csv")], tmp_path / "packed", MEMORY, messages.append)
    atlas, memory = open_atlas(f"duckdb:{tmp_path / 'packed'}"), load_atlas(tmp_path / "gtd.csv")
    assert atlas.claims.astype("str").values.tolist() == memory.claims.astype("str").values.tolist()
    assert atlas.claims["claimant"].tolist()[2:] == ["Invented Army", "Second Invented Army"]
    assert atlas.warnings == memory.warnings
    assert len(atlas.warnings) == 2
    assert set(atlas.warnings) <= set(messages)
    incident = atlas.select(Selection()).rows().iloc[0]
    assert (incident["contested"], incident["contested_on"]) == (True, "who; whether")
