from pathlib import Path

import pytest

from geo.core import actors
from geo.storage import atlas_loader
from geo.storage.own_actors import read_own_actors

INCIDENTS = "incident_id,date_start,latitude,longitude,actor_a\na,2024-01-16,27,62,The Blue Lot\n"


@pytest.fixture(autouse=True)
def _no_own_actors() -> object:
    yield
    actors.use_own_actors(())


def write(folder: Path, own: str | None) -> Path:
    (folder / "mine.csv").write_text(INCIDENTS, encoding="utf-8")
    if own is not None:
        (folder / "mine.actors.csv").write_text(own, encoding="utf-8")
    return folder / "mine.csv"


def test_own_actors_beside_the_incidents_are_known_to_every_filter(tmp_path: Path) -> None:
    before = atlas_loader.load_atlas(write(tmp_path, None))
    assert actors.canonical("The Blue Lot") == "The Blue Lot"
    atlas = atlas_loader.load_atlas(write(tmp_path, "name,aliases,parent\nBlue Brigade,Blue Lot; Blues,IRGC\n"))
    assert actors.lineage("blues")[:2] == ("Blue Brigade", "Islamic Revolutionary Guard Corps")
    assert atlas.warnings == ()
    assert atlas.version != before.version
    atlas_loader.load_atlas(write(tmp_path, "name\n"))
    assert actors.canonical("blues") == "blues"


def test_a_glob_does_not_take_own_actors_for_incidents(tmp_path: Path) -> None:
    write(tmp_path, "name,aliases\nBlue Brigade,Blues\n")
    assert atlas_loader.load_atlas(tmp_path / "*.csv").file_names == ("mine.csv",)


def test_bad_rows_are_told_and_never_lose_the_atlas(tmp_path: Path) -> None:
    own = "name,aliases,parent,start_year,end_year\n,x,,,\nLate,,,20x2,\nBackwards,,,2020,2010\nGood,Fine,Nowhere,,\n"
    atlas = atlas_loader.load_atlas(write(tmp_path, own))
    assert len(atlas.incidents) == 1
    assert actors.canonical("fine") == "Good"
    (warning,) = atlas.warnings
    for part in ("4 faults", "row 2: has no name", "row 3", "row 4: ends before it starts", "“Nowhere”"):
        assert part in warning


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00\x01",
        b"other\nx\n",
        b"name\n" + b"\x00" * 50,
        b'name\n"' + b"x" * 200_000,
        b"name,name\na,b\n",
    ],
)
def test_whatever_lies_there_is_no_error(content: bytes) -> None:
    own, notes = read_own_actors(content, "mine.actors.csv")
    assert all("mine.actors.csv" in note for note in notes)
    assert len(own) <= 1


def test_an_actor_under_another_name_of_a_bundled_one_adds_to_it() -> None:
    (own,), notes = read_own_actors(b"name,aliases\nDaesh,The Gang\n", "x")
    assert (own.name, own.aliases, notes) == ("Islamic State", ("Daesh", "The Gang"), ())


def test_nobody_becomes_a_body_of_itself() -> None:
    own, notes = read_own_actors(b"name,parent\nA One,B Two\nB Two,A One\n", "x")
    assert [actor.parent for actor in own] == ["", ""]
    assert notes
