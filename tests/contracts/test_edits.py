"""Every kind of edit: applied, undone, made again; nothing of the rows below is ever changed."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pytest

from geo.storage.edits.changes import KIND, KINDS, decode_change
from geo.storage.edits.edit import Draft, Edit
from geo.storage.edits.editing import add_edits
from tests.edits import EVERY_CHANGE, LATER, ONE_OF_EACH, WHO, WHY, edit_atlas, make_base, make_workspace, tables_of

EACH = pytest.mark.parametrize("draft", [*ONE_OF_EACH, *LATER], ids=lambda draft: draft.change.kind)


def same(one: Mapping[str, pd.DataFrame], other: Mapping[str, pd.DataFrame]) -> bool:
    return all(one[name].equals(other[name]) for name in one)


def before(draft: Draft) -> tuple[Draft, ...]:
    """What has to be there before a change can be made."""
    return ONE_OF_EACH if draft in LATER else ()


def test_every_kind_is_tested() -> None:
    assert {type(change) for change in EVERY_CHANGE} == set(KINDS)
    assert len(KIND) == len(KINDS)


@EACH
def test_a_change_is_applied_undone_and_made_again(draft: Draft, tmp_path: Path) -> None:
    base = make_base()
    untouched = tables_of(base)
    workspace = make_workspace(tmp_path)
    add_edits(workspace, base, before(draft), who=WHO, why=WHY)
    plain = edit_atlas(base, workspace.edits.read())
    (edit,) = add_edits(workspace, plain, [draft], who=WHO, why=WHY)
    changed = edit_atlas(base, workspace.edits.read())
    assert edit in changed.edits.of_incident(changed.edits.successors.get(draft.incident_id, draft.incident_id))
    assert changed.edits.waiting == ()
    is_beside = draft.change.kind in ("note", "succeed")  # of a note, and of an identifier, no cell is another one
    assert same(tables_of(plain), tables_of(changed)) == is_beside or draft in LATER
    workspace.edits.undo(edit.edit_id, "B")
    undone = edit_atlas(base, workspace.edits.read())
    assert same(tables_of(undone), tables_of(plain))
    assert undone.edits.entries[-1].undone_by == "B"
    workspace.edits.redo(edit.edit_id)
    assert same(tables_of(edit_atlas(base, workspace.edits.read())), tables_of(changed))
    assert same(tables_of(base), untouched)


@EACH
def test_a_change_is_read_as_it_was_written(draft: Draft) -> None:
    edit = Edit("1", pd.Timestamp("2024-01-16T10:00Z").to_pydatetime(), WHO, WHY, draft.incident_id, draft.change, "b")
    assert Edit.from_json(edit.to_json()) == edit
    kind = KIND[draft.change.kind]
    assert kind.from_cells(draft.change.to_cells()) == draft.change
    assert draft.change.describe()
    assert kind.title


def test_what_is_no_change_is_refused() -> None:
    with pytest.raises(ValueError, match="kind"):
        decode_change('{"kind": "overwrite"}')
