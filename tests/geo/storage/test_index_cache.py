"""A large table is read back from its folder as it was, and is made again whenever it could be anything else."""

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

from geo.analysis.timeline import build_timeline
from geo.query import facets
from geo.query.filters import FILTER, FILTERS
from geo.query.filters.extents import Inside
from geo.query.index import Index
from geo.query.selection import Selection
from geo.storage import atlas_loader, index_cache
from geo.storage.atlas import Atlas

QUERIES = (
    "",
    "actor=Iran",
    "type=Battles",
    "place=northern Iraq",
    "bbox=60,20,70,32",
    "from=2024-01-15",
    "q=strike",
    "contested=1",
)


@pytest.fixture(autouse=True)
def _cache_every_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_cache, "CACHED_FROM_ROWS", 1)


def folders(file: Path) -> list[str]:
    return sorted(path.name for path in (file.parent / index_cache.FOLDER).iterdir())


def test_what_is_read_back_is_what_was_written(file: Path, small_atlas: Atlas) -> None:
    index = small_atlas.engine
    assert isinstance(index, Index)
    atlas_loader.load_atlas(file)
    (folder,) = (file.parent / index_cache.FOLDER).iterdir()
    again = index_cache.read(folder)
    assert again is not None
    plain, read = (pd.DataFrame(each.table).drop(columns="geometry") for each in (index, again))
    pd.testing.assert_frame_equal(plain, read)
    assert again.facets.keys() == {(filter_.key, Inside.CERTAIN) for filter_ in FILTERS if filter_.facet_columns}
    assert sum(map(len, again.source.further.values())) > 0
    for (key, inside, choice), rows in again.source.further.items():
        assert index.source.further_rows(FILTER[key], choice, inside).tolist() == rows.tolist()
    assert again.table.crs == small_atlas.incidents.crs
    assert list(again.table.geometry.to_wkt()) == list(small_atlas.incidents.geometry.to_wkt())
    for query in QUERIES:
        selection = Selection.from_query(query)
        one, other = small_atlas.select(selection), again.select(selection)
        assert one.page(0, 100).tolist() == other.page(0, 100).tolist()
        assert facets.all_facet_counts(index, selection).keys() == facets.all_facet_counts(again, selection).keys()
        for key, counts in facets.all_facet_counts(index, selection).items():
            pd.testing.assert_series_equal(counts, facets.all_facet_counts(again, selection)[key])
        pd.testing.assert_frame_equal(build_timeline(one).bars, build_timeline(other).bars)


def test_the_second_start_reads_what_the_first_cached(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[str] = []
    first = atlas_loader.load_atlas(file, on_progress=steps.append)
    assert "Caching the index" in steps[-1]
    monkeypatch.setattr(Index, "from_table", None)  # would have to be called
    second = atlas_loader.load_atlas(file, on_progress=steps.append)
    assert "cached by an earlier start" in steps[-1]
    assert second.version == first.version
    assert len(second.claims) == len(first.claims) > 0


def test_changed_data_is_never_read_from_an_old_folder(file: Path) -> None:
    before = atlas_loader.load_atlas(file)
    file.write_text(file.read_text(encoding="utf-8").replace("A strike", "Another strike"), encoding="utf-8")
    after = atlas_loader.load_atlas(file)
    assert after.version != before.version
    assert "Another strike" in set(after.incidents["title"])
    assert len(folders(file)) == 1, "what the old version left is removed"


def test_changed_code_never_reads_an_old_folder(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    atlas_loader.load_atlas(file)
    before = folders(file)
    monkeypatch.setattr(index_cache, "code_state", lambda: "othercode")
    atlas_loader.load_atlas(file)
    assert folders(file) != before
    assert len(folders(file)) == 1


def test_another_file_keeps_its_folder(file: Path) -> None:
    other = file.with_name("other.csv")
    other.write_bytes(file.read_bytes())
    atlas_loader.load_atlas(file)
    atlas_loader.load_atlas(other)
    assert len(folders(file)) == 2


@pytest.mark.parametrize("damage", ["index.json", "points.keys.npy", "table/columns.json", "table/0.arrow"])
@pytest.mark.parametrize("content", [b"", b"{}", None])
def test_a_damaged_folder_is_made_again(file: Path, damage: str, content: bytes | None) -> None:
    atlas_loader.load_atlas(file)
    (folder,) = (file.parent / index_cache.FOLDER).iterdir()
    if content is None:
        (folder / damage).unlink()
    else:
        (folder / damage).write_bytes(content)
    assert len(atlas_loader.load_atlas(file).incidents) == 10
    assert index_cache.read(folder) is not None


def test_damage_to_any_kind_of_file_is_noticed(file: Path) -> None:
    atlas_loader.load_atlas(file)
    (folder,) = (file.parent / index_cache.FOLDER).iterdir()
    kinds = {"".join(path.suffixes[-2:]): path for path in folder.rglob("*") if path.is_file()}
    assert {".codes.npy", ".values.npy", ".mask.npy", ".keys.npy", ".rows.npy", ".further.npy", ".json"} <= set(kinds)
    for path in kinds.values():
        content = path.read_bytes()
        path.write_bytes(bytes([*content[:-1], content[-1] ^ 1]))
        assert index_cache.read(folder) is None, path
        path.write_bytes(content)
    assert index_cache.read(folder) is not None


def test_damage_is_reported_and_the_table_is_as_it_was(file: Path) -> None:
    before = atlas_loader.load_atlas(file)
    (folder,) = (file.parent / index_cache.FOLDER).iterdir()
    codes = next(folder.glob("facet.country.value_codes.npy"))
    codes.write_bytes(codes.read_bytes()[:-1] + b"\x01")
    steps: list[str] = []
    after = atlas_loader.load_atlas(file, on_progress=steps.append)
    assert any("is damaged. It is made again." in step for step in steps)
    pd.testing.assert_frame_equal(pd.DataFrame(before.incidents), pd.DataFrame(after.incidents))


def test_where_nothing_can_be_written_the_table_is_served_all_the_same(file: Path) -> None:
    (file.parent / index_cache.FOLDER).write_text("in the way", encoding="utf-8")
    steps: list[str] = []
    assert len(atlas_loader.load_atlas(file, on_progress=steps.append).incidents) == 10
    assert "cannot be written" in steps[-1]


def test_a_start_that_was_broken_off_leaves_nothing_for_long(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    left = file.parent / index_cache.FOLDER / f"{index_cache.TEMPORARY_PREFIX}x"
    left.mkdir(parents=True)
    atlas_loader.load_atlas(file)
    assert left.exists(), "it may be another start's that is still running"
    monkeypatch.setattr(index_cache, "ABANDONED_SECONDS", -1)
    file.write_text(file.read_text(encoding="utf-8").replace("A strike", "Another strike"), encoding="utf-8")
    atlas_loader.load_atlas(file)
    assert not left.exists()


def test_names_of_columns_reach_no_path(tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_text(
        "incident_id,date_start,latitude,longitude,../../evil,a/b\na,2024-01-16,1,2,one,two\n", encoding="utf-8"
    )
    atlas_loader.load_atlas(file)
    again = atlas_loader.load_atlas(file).incidents
    assert (again["../../evil"].iloc[0], again["a/b"].iloc[0]) == ("one", "two")
    assert sorted(path.name for path in tmp_path.iterdir()) == [index_cache.FOLDER, "x.csv"]


def test_small_tables_leave_no_folder(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_cache, "CACHED_FROM_ROWS", 11)
    atlas_loader.load_atlas(file)
    assert not (file.parent / index_cache.FOLDER).exists()


def test_the_head_of_an_index_is_plain_json(file: Path) -> None:
    atlas_loader.load_atlas(file)
    (folder,) = (file.parent / index_cache.FOLDER).iterdir()
    head = json.loads((folder / index_cache.HEAD).read_text(encoding="utf-8"))
    assert set(head) == {"groups", "facets"}


def test_a_start_that_another_one_outran_uses_what_that_one_cached(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = atlas_loader.load_atlas(file).engine
    assert isinstance(index, Index)
    (folder,) = (file.parent / index_cache.FOLDER).iterdir()

    def outrun(_temporary: Path, target: Path) -> Path:
        raise FileExistsError(target)

    monkeypatch.setattr(shutil, "rmtree", lambda *_, **__: None)
    monkeypatch.setattr(Path, "rename", outrun)
    assert index_cache.write(index, folder)
    monkeypatch.undo()
    assert index_cache.read(folder) is not None


def test_what_vanishes_while_pruning_is_no_failure(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (file.parent / index_cache.FOLDER).mkdir()
    (file.parent / index_cache.FOLDER / f"{index_cache.TEMPORARY_PREFIX}x").mkdir()
    iterdir = Path.iterdir

    def vanishing(self: Path) -> list[Path]:
        paths = list(iterdir(self))
        for path in paths:
            if path.name.startswith(index_cache.TEMPORARY_PREFIX):
                path.rmdir()
        return paths

    monkeypatch.setattr(Path, "iterdir", vanishing)
    assert len(atlas_loader.load_atlas(file).incidents) == 10


def test_installed_the_bundled_table_is_cached_in_the_workspace(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_cache, "is_installed", lambda: True)
    monkeypatch.setattr(index_cache, "data_dir", lambda: tmp_path / "data")
    monkeypatch.setenv("WORKSPACE", str(tmp_path / "workspace"))
    assert index_cache.cache_dir(tmp_path / "data" / "any.csv", "v").parent == tmp_path / "workspace" / ".faultline"
    assert index_cache.cache_dir(file, "v").parent == file.parent / ".faultline"
