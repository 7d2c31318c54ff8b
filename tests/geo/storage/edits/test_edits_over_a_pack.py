"""Edits lie over a packed folder as they lie over a table in memory."""

from dataclasses import replace
from pathlib import Path

import pytest

from geo.query.lazy.duckdb_engine import open_duckdb
from geo.query.segments import SegmentedEngine
from geo.query.selection import Selection
from geo.storage.atlas import Atlas
from geo.storage.edits.edit import make_edits
from geo.storage.edits.editing import add_edits
from tests.edits import LATER, ONE_OF_EACH, WHO, WHY, edit_atlas, make_base, make_workspace, tables_of
from tests.packs import pack

QUERIES = ("", "tag=to+check", "corrected=1", "actor=Iran", "country=Iran", "q=clash")


@pytest.fixture
def packed(tmp_path: Path) -> Atlas:
    base = make_base()
    base.incidents.drop(columns="geometry").to_csv(tmp_path / "base.csv", index=False)
    pack([tmp_path / "base.csv"], tmp_path / "folder")
    return replace(base, engine=SegmentedEngine((open_duckdb(tmp_path / "folder"),)))


def test_every_kind_of_edit_over_a_packed_folder(packed: Atlas, tmp_path: Path) -> None:
    base, workspace = make_base(), make_workspace(tmp_path)
    assert tables_of(packed)["rows"].equals(tables_of(base)["rows"])
    add_edits(workspace, packed, ONE_OF_EACH, who=WHO, why=WHY)  # checked against the packed rows
    workspace.edits.insert(make_edits(LATER, who=WHO, why=WHY))
    over_pack, over_memory = (edit_atlas(atlas, workspace.edits.read()) for atlas in (packed, base))
    for kind, rows in tables_of(over_memory).items():
        assert tables_of(over_pack)[kind].equals(rows[tables_of(over_pack)[kind].columns]), kind
    assert over_pack.edits.waiting == over_memory.edits.waiting
    for query in QUERIES:
        counts = [len(atlas.select(Selection.from_query(query))) for atlas in (over_pack, over_memory)]
        assert counts[0] == counts[1], query
