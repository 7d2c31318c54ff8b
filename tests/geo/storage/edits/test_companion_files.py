"""Files of claims, links, publications, corrections and logs: a wrong row is named, the others stand."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import IncidentsInvalid
from geo.storage.edits.changes import Note, RowAddition, Tagging
from geo.storage.edits.companion_csv import CsvRow
from geo.storage.edits.companion_file import companion_kind, read_companion_file
from geo.storage.edits.companion_import import CompanionResult, add_companion_file, check_companion_file
from geo.storage.edits.correction_notes import MAX_LISTED, StatedCell, describe_corrections
from geo.storage.edits.edit import Draft, Edit, make_edits
from geo.storage.edits.editing import add_edits
from geo.storage.edits.log_rows import export_log, parse_edit
from geo.storage.workspace.workspace import Workspace
from tests.edits import LATER, ONE_OF_EACH, WHO, WHY, edit_atlas, make_base, make_workspace, tables_of
from tests.thoroughness import count

CLAIMS = """incident_id,claimant,stance,killed_best,claim
a,Iran,claims,5,'=one
a,Iran,claims,5,'=one
a,Jaish al-Adl,denies,few,
z,Iran,claims,2,
b,,claims,2,
a,Iran,claims
c,Pakistan,"shouts",1,
b,Pakistan,confirms,2,"two
lines"
"""
LINKS = """incident_id;relation;to_incident_id
c;response to;b
b;retaliation for;a
c;because of;b
c;follows;z
"""
PUBLICATIONS = """incident_id,publisher,reference,date
a,A newspaper,report-1,2024-01-17
a,A newspaper,,2024-01-17
"""
CORRECTIONS = """incident_id,column,value,who,why
a,killed_best,5,B,a list
a,killed_high,2,B,a list
a,colour,red,B,a list
a,killed_best,many,B,a list
b,title,Another one,,
z,title,None,B,a list
a,title,A strike,B,the same
"""


def add(workspace: Workspace, content: str, name: str = "file.csv", who: str = WHO) -> CompanionResult:
    atlas = edit_atlas(make_base(), workspace.edits.read())
    return add_companion_file(workspace, atlas, read_companion_file(content.encode(), name), who=who)


def rejected(result: CompanionResult) -> list[tuple[int, str]]:
    return list(result.rejected[["row", "column"]].itertuples(index=False, name=None))


@pytest.mark.parametrize(
    ("content", "kind"),
    [(CLAIMS, "claims"), (LINKS, "links"), (PUBLICATIONS, "publications"), (CORRECTIONS, "corrections"), ("", None)],
)
def test_a_file_is_recognised_by_its_header(content: str, kind: str | None) -> None:
    assert companion_kind(content.encode("utf-8-sig")) == kind


def test_incidents_are_no_companions() -> None:
    header = b"incident_id,date_start,latitude,longitude,claimant,reference\n"
    assert companion_kind(header) is None
    with pytest.raises(IncidentsInvalid, match="its header is none"):
        read_companion_file(header, "incidents.csv")


def test_claims_with_wrong_rows(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path)
    result = add(workspace, CLAIMS)
    assert rejected(result) == [(4, "killed_best"), (5, "incident_id"), (6, "claimant"), (7, ""), (8, "stance")]
    assert result.duplicates.values.tolist() == [[3, "repeats row 2"]]
    assert (result.n_rows, result.n_accepted, len({edit.batch for edit in result.edits})) == (8, 2, 1)
    assert result.describe() == ("8 rows of claims: 2 accepted, 5 rejected, 1 already there.",)
    texts = [edit.change.cells["claim"] for edit in result.edits if isinstance(edit.change, RowAddition)]
    assert texts == ["=one", "two\nlines"]
    again = add(workspace, CLAIMS)
    assert (again.edits, again.n_accepted, len(again.duplicates)) == ((), 0, 3)
    assert len(edit_atlas(make_base(), workspace.edits.read()).claims) == 2


def test_links_by_a_spreadsheet_with_semicolons(tmp_path: Path) -> None:
    result = add(make_workspace(tmp_path), LINKS)
    assert (result.n_accepted, rejected(result)) == (1, [(4, "relation"), (5, "to_incident_id")])
    assert result.duplicates["row"].tolist() == [3]


def test_publications_with_wrong_rows(tmp_path: Path) -> None:
    result = add(make_workspace(tmp_path), PUBLICATIONS)
    assert (result.n_accepted, rejected(result)) == (1, [(3, "reference")])


def test_corrections_with_wrong_rows(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path)
    result = add(workspace, CORRECTIONS)
    assert rejected(result) == [(3, "killed_best"), (4, "column"), (5, "value"), (7, "incident_id")]
    assert (result.n_accepted, result.duplicates["row"].tolist()) == (2, [8])
    assert [(edit.who, edit.why) for edit in result.edits] == [("B", "a list"), (WHO, "from the file file.csv")]
    assert add(workspace, CORRECTIONS).edits == ()


def test_an_original_that_the_file_states_shows_what_the_provider_changed(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path)
    add(workspace, "incident_id,column,value,original,why,at\na,killed_high,9,2,a list,2024-03-01T10:00:00Z\n")
    atlas = edit_atlas(make_base(), workspace.edits.read())
    (conflict,) = atlas.edits.conflicts
    assert (conflict.original, conflict.corrected, conflict.provider_now) == ("2", "9", "3")
    assert conflict.edit.at.isoformat() == "2024-03-01T10:00:00+00:00"


def test_corrections_of_one_cell_and_of_another_value_are_reported(tmp_path: Path) -> None:
    rows = "a,killed_high,8,3\na,title,Other,\na,killed_high,9,2\n"
    file = read_companion_file(f"incident_id,column,value,original\n{rows}".encode(), "file.csv")
    workspace, expected = (
        make_workspace(tmp_path),
        (
            "Row 4 counts for killed_high of a; row 2 corrects the same before, and is only kept in the log.",
            "Row 4: by the file, killed_high of a held 2; in the table it holds 3. This is a conflict: the correction "
            "counts until you decide on the page “Your changes”.",
        ),
    )
    assert check_companion_file(make_base(), file).notes == expected
    result = add_companion_file(workspace, make_base(), file)
    assert (result.notes, result.n_accepted) == (expected, 3)
    atlas = edit_atlas(make_base(), workspace.edits.read())
    assert atlas.incidents.set_index("incident_id").at["a", "killed_high"] == 9
    assert len(atlas.edits.conflicts) == 1


@pytest.mark.parametrize("last", ["a,killed_high,3,,two", "a,killed_high,3,,two\na,title,New,,two"])
def test_an_earlier_row_counts_no_more_where_the_table_holds_what_the_later_one_says(tmp_path: Path, last: str) -> None:
    workspace = make_workspace(tmp_path)
    result = add(workspace, f"incident_id,column,value,original,why\na,killed_high,9,,one\n{last}\n")
    assert result.notes == ()
    assert (2, "is replaced by row 3, which is there already") in list(
        result.duplicates.itertuples(index=False, name=None)
    )
    atlas = edit_atlas(make_base(), workspace.edits.read())
    assert atlas.incidents.set_index("incident_id").at["a", "killed_high"] == 3
    assert result.n_accepted + len(result.duplicates) == result.n_rows


def test_a_conflict_is_reported_beside_a_row_that_contradicts_it() -> None:
    rows = "a,killed_high,9,2\na,killed_low,12,\n"
    file = read_companion_file(f"incident_id,column,value,original\n{rows}".encode(), "file.csv")
    result = check_companion_file(make_base(), file)
    assert (result.n_accepted, rejected(result)) == (1, [(3, "killed_low")])
    (note,) = result.notes
    assert note.startswith("Row 2: by the file, killed_high of a held 2")


def test_many_conflicts_are_counted() -> None:
    cells = [StatedCell(number, f"i{number}", "title", "One", "Two") for number in range(2, MAX_LISTED + 4)]
    *others, last = describe_corrections(cells)
    assert (len(others), last) == (MAX_LISTED, "And 2 conflicts more.")


def test_a_log_is_the_same_in_another_workspace(tmp_path: Path) -> None:
    base, one = make_base(), make_workspace(tmp_path / "one")
    add_edits(one, base, ONE_OF_EACH, who=WHO, why=WHY)
    one.edits.insert(make_edits([*LATER, Draft("gone", Note("waits"))], who="B", why=""))
    one.edits.undo(one.edits.read()[2].edit_id, "C")
    other, log = make_workspace(tmp_path / "other"), export_log(one.edits.read())
    result = add(other, log.decode())
    assert other.edits.read() == one.edits.read()
    atlases = [edit_atlas(base, workspace.edits.read()) for workspace in (one, other)]
    assert all(tables_of(atlases[0])[kind].equals(rows) for kind, rows in tables_of(atlases[1]).items())
    assert [waiting.edit.incident_id for waiting in atlases[1].edits.waiting] == ["gone"]
    assert result.n_accepted == result.n_rows
    again = add(other, log.decode())
    assert (again.edits, len(again.duplicates)) == ((), result.n_rows)


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        (b"correct", b"overwrite", "kind"),
        (b"killed_best", b"incident_id", "field"),
        (b"+00:00", b"!", "at"),
        (b'"a"', b'""', "incident_id"),
    ],
)
def test_a_log_with_a_wrong_edit(old: bytes, new: bytes, column: str) -> None:
    edits = make_edits([ONE_OF_EACH[0], Draft("b", Note("fine"))], who=WHO, why=WHY)
    file = read_companion_file(export_log(edits).replace(old, new), "log.csv")
    assert column in file.rejected["column"].tolist()
    assert file.n_rows == 3


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40).map(str.strip)


@given(st.lists(st.tuples(TEXTS.filter(bool), TEXTS.filter(bool), TEXTS), min_size=1, max_size=4))
@settings(deadline=None, max_examples=count(20, 60))
def test_any_text_comes_back_from_a_log(rows: list[tuple[str, str, str]]) -> None:
    drafts = [Draft(incident_id, Note(text)) for incident_id, text, _ in rows]
    edits = tuple(
        Edit(edit.edit_id, edit.at, edit.who, why, edit.incident_id, edit.change, edit.batch)
        for edit, (_, _, why) in zip(make_edits(drafts, who=WHO, why=""), rows, strict=True)
    )
    file = read_companion_file(export_log(edits), "log.csv")
    assert file.rejected.empty
    assert read_edits(file.accepted.to_dict("index")) == list(edits)


def read_edits(rows: dict[object, dict[str, str]]) -> list[Edit]:
    return [parse_edit((CsvRow(int(str(number)), cells),)) for number, cells in rows.items()]


def test_no_cell_of_a_log_starts_a_formula() -> None:
    edits = make_edits([Draft("=a", Note("=1+1")), Draft("@b", Tagging("-x"))], who="+who", why="=why")
    lines = export_log(edits).decode("utf-8-sig").splitlines()[1:]
    cells = [cell for line in lines for cell in line.strip('"').split('","')]
    assert [cell for cell in cells if cell[:1] in "=+-@" and cell] == []
