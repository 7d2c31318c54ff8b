"""An edit that is undone says nothing: any log with some entries undone gives the rows of the log without them."""

from datetime import UTC, datetime
from functools import cache

import msgspec
from hypothesis import example, given, settings
from hypothesis import strategies as st

from geo.storage.atlas import Atlas
from geo.storage.edits.changes import Correction, Deletion, Linking, Note, Tagging, Unlinking, Untagging
from geo.storage.edits.edit import Draft, make_edits
from tests.edits import LATER, ONE_OF_EACH, edit_atlas, make_base, tables_of

UNDONE_AT = datetime(2024, 3, 1, tzinfo=UTC)
INCIDENTS = st.sampled_from(["a", "b", "c", "d", "own-1", "gone"])
CHANGES = st.one_of(
    st.sampled_from([draft.change for draft in (*ONE_OF_EACH, *LATER)]),
    st.builds(
        lambda column, text: Correction.of({column: text}),
        st.sampled_from(["killed_low", "killed_best", "title", "country", "date_start", "latitude"]),
        st.sampled_from(["", "1", "5", "2024-01-17", "Iran"]),
    ),
    st.builds(Tagging, st.sampled_from(["x", "y"])),
    st.builds(Untagging, st.sampled_from(["x", "to check"])),
    st.builds(Linking, st.just("follows"), st.sampled_from(["a", "b", "gone"])),
    st.builds(Unlinking, st.just("retaliation for"), st.just("a")),
    st.sampled_from([Deletion(), Note("x")]),
)
LOGS = st.lists(st.tuples(st.builds(Draft, INCIDENTS, CHANGES), st.booleans()), max_size=8)


@cache
def base() -> Atlas:
    return make_base()


# The order of the links that are added, where an edit that says nothing names an incident first.
@example([(Draft("a", Note("x")), True), *((Draft(id_, Linking("follows", "c")), False) for id_ in ("b", "a"))])
@given(LOGS)
@settings(deadline=None, max_examples=15)
def test_an_edit_that_is_undone_says_nothing(log: list[tuple[Draft, bool]]) -> None:
    before = tables_of(base())
    edits = make_edits([draft for draft, _ in log], who="", why="")
    undone = [msgspec.structs.replace(edit, undone_at=UNDONE_AT) for edit in edits]
    mixed = [undone[place] if is_undone else edits[place] for place, (_, is_undone) in enumerate(log)]
    shown, without = (edit_atlas(base(), log) for log in (mixed, [edit for edit in mixed if not edit.is_undone]))
    assert all(rows.equals(tables_of(without)[kind]) for kind, rows in tables_of(shown).items())
    assert {waiting.edit.edit_id for waiting in shown.edits.waiting} <= {edit.edit_id for edit in mixed}
    restored = edit_atlas(base(), undone)
    assert all(rows.equals(before[kind]) for kind, rows in tables_of(restored).items())
    assert all(rows.equals(before[kind]) for kind, rows in tables_of(base()).items())
