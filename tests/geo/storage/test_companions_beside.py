"""Files beside INCIDENTS are checked as those that a person adds: nothing that is wrong goes without a word."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from geo.errors import IncidentsInvalid
from geo.settings import bundled_incidents
from geo.storage.atlas import Atlas
from geo.storage.atlas_loader import load_atlas

HEADER = "incident_id,date_start,latitude,longitude\n"


@pytest.fixture
def load(tmp_path: Path) -> Callable[..., Atlas]:
    def write_and_load(**companions: str | bytes) -> Atlas:
        (tmp_path / "own.csv").write_text(f"{HEADER}a,2024-01-16,27,62\nb,2024-01-17,27,62\n")
        for kind, content in companions.items():
            encoded = content if isinstance(content, bytes) else content.encode()
            (tmp_path / f"own.{kind}.csv").write_bytes(encoded)
        messages: list[str] = []
        atlas = load_atlas(tmp_path / "own.csv", on_progress=messages.append)
        assert set(atlas.warnings) <= set(messages)
        return atlas

    return write_and_load


def test_a_column_that_is_not_used_is_reported_with_the_nearest_known_one(load: Callable[..., Atlas]) -> None:
    atlas = load(claims="incident_id,claimant,stance,killed_hgih,Killed_Low\na,Iran,claims,7,5\n")
    assert atlas.warnings == (
        "own.claims.csv: Column “Killed_Low” is read as killed_low.",
        "own.claims.csv: Column “killed_hgih” is not used. Perhaps killed_high is meant: rename it, and read the file "
        "again.",
    )
    assert atlas.claims["killed_low"].tolist() == [5]


def test_an_unclosed_quote_is_reported_by_its_row(load: Callable[..., Atlas]) -> None:
    atlas = load(claims='incident_id,claimant,claim\nb,Iraq,good\na,Iran,"unclosed\nb,Iran,lost\n')
    assert atlas.claims["claimant"].tolist() == ["Iraq"]
    assert re.search(r"own\.claims\.csv: row 3: .*unclosed.*cannot be read", "\n".join(atlas.warnings))


def test_tolls_out_of_order_are_reported(load: Callable[..., Atlas]) -> None:
    atlas = load(claims="incident_id,claimant,killed_low,killed_high\na,Iran,5,1\na,Iraq,1,5\n")
    assert atlas.claims["claimant"].tolist() == ["Iraq"]
    assert atlas.warnings == (
        "own.claims.csv: row 2, column killed_low: '5' is above “Killed, high”.",
        "own.claims.csv: 1 row of 2 is left out. Correct the file.",
    )


@pytest.mark.parametrize(
    ("kind", "content", "column"),
    [
        ("claims", "incident_id,claimant,stance\na,Iran,hopes\na,Iraq,claims\n", "stance"),
        ("publications", "incident_id,reference,date\na,r1,soon\na,r2,2024-01-17\n", "date"),
        ("links", "incident_id,relation,to_incident_id\na,near,b\nb,follows,a\n", "relation"),
    ],
)
def test_a_row_that_cannot_be_used_is_reported_and_the_others_stand(
    load: Callable[..., Atlas], kind: str, content: str, column: str
) -> None:
    atlas = load(**{kind: content})
    assert len(getattr(atlas, kind)) == 1
    assert f"own.{kind}.csv: row 2, column {column}: " in atlas.warnings[0]
    assert atlas.warnings[-1] == f"own.{kind}.csv: 1 row of 2 is left out. Correct the file."


def test_old_encodings_are_read_and_said(load: Callable[..., Atlas]) -> None:
    atlas = load(claims="incident_id,claimant\na,Café José à Orléans\n".encode("cp1252"))
    assert atlas.claims["claimant"].tolist() == ["Café José à Orléans"]
    assert any("own.claims.csv: " in warning for warning in atlas.warnings)
    utf16 = load(claims="incident_id,claimant\na,Café\n".encode("utf-16"))
    assert utf16.claims["claimant"].tolist() == ["Café"]


def test_incidents_that_the_table_has_not_are_reported(load: Callable[..., Atlas]) -> None:
    atlas = load(
        claims="incident_id,claimant\nFLT-9,Iran\n",
        links="incident_id,relation,to_incident_id\na,follows,b\nb,follows,x\ny,follows,a\n",
    )
    assert atlas.warnings == (
        "The claims name 'FLT-9', which is not among the incidents.",
        "The links name 'y', 'x', which are not among the incidents.",
    )


def test_a_row_that_is_there_twice_counts_once_and_is_reported(load: Callable[..., Atlas]) -> None:
    atlas = load(publications="incident_id,reference\na,r1\na,r1\n")
    assert atlas.publications["reference"].tolist() == ["r1"]
    assert atlas.warnings == ("own.publications.csv: Row 3 repeats an earlier row and is left out.",)


def test_a_file_of_another_kind_is_refused(load: Callable[..., Atlas]) -> None:
    with pytest.raises(IncidentsInvalid, match=r"own\.links\.csv: .*Accepted columns: links: incident_id, relation"):
        load(links="incident_id,claimant\na,Iran\n")


def test_of_the_bundled_files_nothing_is_reported() -> None:
    assert load_atlas(bundled_incidents()).warnings == ()


@pytest.mark.parametrize("relations", [("follows", "follows"), ("response to", "follows")])
def test_a_circle_of_links_is_reported(load: Callable[..., Atlas], relations: tuple[str, str]) -> None:
    first, second = relations
    atlas = load(links=f"incident_id,relation,to_incident_id\na,{first},b\nb,{second},a\n")
    assert atlas.warnings == (
        "The links make each of 'a', 'b' later than itself: their dates decide the order. Remove one of these links.",
    )


def test_links_without_direction_close_no_circle(load: Callable[..., Atlas]) -> None:
    atlas = load(links="incident_id,relation,to_incident_id\na,follows,b\nb,same operation as,a\n")
    assert atlas.warnings == ()


def test_links_of_an_incident_to_itself_are_reported(load: Callable[..., Atlas]) -> None:
    atlas = load(links="incident_id,relation,to_incident_id\na,follows,a\na,same operation as,a\n")
    assert atlas.warnings == ("The links join 'a' to itself: such a link is not shown.",)


def test_a_file_of_corrections_is_no_file_of_incidents_and_not_read_without_a_word(tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text(f"{HEADER}a,2024-01-16,27,62\n")
    (tmp_path / "own.corrections.csv").write_text("incident_id,column,value\na,title,One\n")
    atlas = load_atlas(tmp_path / "*.csv")
    assert len(atlas.incidents) == 1
    (warning,) = atlas.warnings
    assert warning.startswith("own.corrections.csv is not read. To lay its corrections over the incidents")
