from pathlib import Path

from geo.query.lazy.duckdb_engine import open_duckdb
from geo.query.selection import Selection
from geo.settings import bundled_incidents
from geo.storage.atlas import Atlas
from tests.packs import pack

COLUMNS = ["incident_id", "contested", "contested_on", "chain", "tags", "corrected"]


def test_what_is_packed_has_the_evidence_of_its_claims_and_links(bundled: Atlas, tmp_path: Path) -> None:
    engine = open_duckdb(pack([bundled_incidents()], tmp_path).path)
    packed = engine.select(Selection()).rows()[COLUMNS].astype("str")
    assert packed.values.tolist() == bundled.incidents[COLUMNS].astype("str").values.tolist()
    strike = packed.set_index("incident_id").loc["FLT-0012"]
    assert (strike["contested_on"], strike["chain"]) == ("what", "FLT-0008")
