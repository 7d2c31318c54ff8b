"""The rows that edits change, as copies: corrected, tagged, added or taken out; the originals stay as they are."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.analysis.comparable_values import values_to_text
from geo.core import incidents
from geo.core.coercion import coerce
from geo.core.schema import CATEGORY, COLUMN, LIST_SEPARATOR
from geo.query.answers import NO_ROW, Rows
from geo.query.engine import Engine
from geo.storage.edits.incident_state import CellState, IncidentState, Ledger

Name = TypeVar("Name", str, int)  # of a row in the index
IS_ABSENT = "The table has no row of this identifier now."
IS_TAKEN = "The table has a row of this identifier already."


@dataclass(frozen=True, eq=False)
class EditedRows:
    """What edits make of the rows of a table.

    `copies`: rows as they are shown now, by identifier and without geometry; `originals`: those of them that the table
    has, as it has them. `numbers`: the rows of the table that copies stand for, or that are taken out. `known`: the
    incidents with edits that are in the table, or added. `reasons`: why edits have no effect, by edit. `cells`: the
    corrections in force, by incident and column.
    """

    copies: pd.DataFrame
    originals: pd.DataFrame
    numbers: Rows
    known: frozenset[str]
    deleted_ids: tuple[str, ...]
    added_ids: tuple[str, ...]
    reasons: Mapping[str, str]
    cells: Mapping[str, Mapping[str, CellState]]


def edit_rows(engine: Engine, ledger: Ledger) -> EditedRows:
    """The copies of all rows that edits change."""
    states = {id_: state for id_, state in ledger.states.items() if state.says_something}
    rows = dict(zip(states, engine.find(list(states)).tolist(), strict=True))
    present = {id_ for id_, row in rows.items() if row != NO_ROW}
    added, reasons = _add_rows({id_: state for id_, state in states.items() if id_ not in present})
    reasons |= {state.incident.edit_id: IS_TAKEN for id_, state in states.items() if state.incident and id_ in present}
    known = present | set(added.index)
    reasons |= {
        edit_id: IS_ABSENT
        for id_, state in states.items()
        if id_ not in known
        for edit_id in state.effective_ids
        if edit_id not in reasons
    }
    deleted = tuple(id_ for id_ in states if id_ in known and states[id_].deletion)
    edited = [id_ for id_ in states if id_ in present and id_ not in deleted and _changes_cells(states[id_])]
    originals = take_by_id(engine, edited, np.array([rows[id_] for id_ in edited], dtype=np.int64))
    shown = _concat(originals, added.drop(index=[id_ for id_ in deleted if id_ in added.index]))
    copies, cells, refused = _correct(shown, {id_: states[id_].cells for id_ in shown.index})
    numbers = np.array(sorted(rows[id_] for id_ in (*edited, *deleted) if id_ in present), dtype=np.int64)
    return EditedRows(
        copies=_tag(copies, {id_: states[id_] for id_ in copies.index}),
        originals=originals,
        numbers=numbers,
        known=frozenset(known),
        deleted_ids=deleted,
        added_ids=tuple(added.index),
        reasons=reasons | refused,
        cells=cells,
    )


def take_by_id(engine: Engine, incident_ids: list[str], rows: NDArray[np.int64]) -> pd.DataFrame:
    """Rows of a table by identifier, without geometry and with text for categories, so that any text can be put in."""
    table = pd.DataFrame(engine.take(rows)).drop(columns="geometry")
    names = {name: "str" for name, dtype in table.dtypes.items() if isinstance(dtype, pd.CategoricalDtype)}
    return table.astype(names).set_axis(pd.Index(incident_ids, dtype="str"))


def original_texts(originals: pd.DataFrame, column: str) -> dict[str, str]:
    """What a column of rows holds, as text by identifier."""
    return dict(zip(originals.index, values_to_text(originals[column]), strict=True))


def _changes_cells(state: IncidentState) -> bool:
    return bool(state.cells or state.tags)


def _add_rows(states: Mapping[str, IncidentState]) -> tuple[pd.DataFrame, dict[str, str]]:
    """The rows that are added, by identifier, and why others cannot be, by edit."""
    additions = {id_: state.incident for id_, state in states.items() if state.incident}
    if not additions:
        return pd.DataFrame(index=pd.Index([], dtype="str")), {}
    cells = [{**addition.cells, "incident_id": id_} for id_, addition in additions.items()]
    checked = incidents.check_incidents(pd.DataFrame(cells, dtype="str"))
    ids = list(additions)
    return (
        checked.accepted.set_axis(pd.Index([ids[row] for row in checked.accepted.index], dtype="str")),
        {additions[ids[row]].edit_id: reason for row, reason in _reasons(checked.rejected).items()},
    )


def _correct(
    shown: pd.DataFrame, corrections: Mapping[str, Mapping[str, CellState]]
) -> tuple[pd.DataFrame, dict[str, Mapping[str, CellState]], dict[str, str]]:
    """The rows with their corrections; those that contradict their row stay away, with the reason by edit."""
    cells = {id_: of_row for id_, of_row in corrections.items() if of_row}
    if not cells:
        return shown, {}, {}
    others, rows = shown.drop(index=list(cells)), shown.loc[list(cells)]
    texts = {id_: {column: cell.value for column, cell in of_row.items()} for id_, of_row in cells.items()}
    corrected, unreadable = put_cells(rows, texts)
    checked = incidents.check_incidents(corrected.reset_index(drop=True))
    failed = {str(corrected.index[row]): reason for row, reason in _reasons(checked.rejected).items()}
    failed |= {id_: _sentence(*failure) for id_, failure in unreadable.items()}
    remaining = {id_: of_row for id_, of_row in cells.items() if id_ not in failed}
    accepted = checked.accepted.set_axis(corrected.index[checked.accepted.index]).loc[list(remaining)]
    reasons = {cell.edit_id: reason for id_, reason in failed.items() for cell in cells[id_].values()}
    copies = pd.concat([accepted.assign(corrected=True).astype(rows.dtypes.to_dict()), rows.loc[list(failed)], others])
    return copies, remaining, reasons


def put_cells(
    rows: pd.DataFrame, cells: Mapping[Name, Mapping[str, str]]
) -> tuple[pd.DataFrame, dict[Name, tuple[str, str, str]]]:
    """The rows with other values in some cells, by name in the index and column.

    And by name the column, the value and the reason of the first that its column cannot hold.
    """
    columns: dict[str, dict[Name, str]] = {}
    for name, of_row in cells.items():
        for column, text in of_row.items():
            columns.setdefault(column, {})[name] = text
    changed, failed = rows.copy(), dict[Name, tuple[str, str, str]]()
    for column, texts in columns.items():
        values, reasons = coerce(pd.Series(list(texts.values()), index=list(texts), dtype="str"), COLUMN[column])
        for name, reason in zip(reasons.index.tolist(), reasons, strict=True):
            if pd.notna(reason):
                failed.setdefault(name, (column, texts[name], reason))
        changed.loc[list(texts), column] = values.astype("str") if COLUMN[column].dtype == CATEGORY else values
    return changed, failed


def _tag(rows: pd.DataFrame, states: Mapping[str, IncidentState]) -> pd.DataFrame:
    """The rows with the tags that a person has put on them, and without those taken off."""
    texts = {id_: _join_tags(rows.at[id_, "tags"], state) for id_, state in states.items() if state.tags}
    changed = rows.copy()
    changed.loc[list(texts), "tags"] = pd.Series(texts, dtype="str")
    return changed


def _join_tags(text: object, state: IncidentState) -> str | None:
    tags = dict.fromkeys(text.split(LIST_SEPARATOR) if isinstance(text, str) else [])
    for tag, (has_tag, _) in state.tags.items():
        if has_tag:
            tags[tag] = None
        else:
            tags.pop(tag, None)
    return LIST_SEPARATOR.join(tags) or None


def _concat(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """Rows of both, with the columns of the first and further ones of the second."""
    if second.empty or first.empty:
        return first if second.empty else second.reindex(columns=[*first, *second.columns.difference([*first])])
    names = {name: first[name].dtype for name in first if name in second}
    return pd.concat([first, second.astype(names)])


def _reasons(rejected: pd.DataFrame) -> dict[int, str]:
    """The first reason for each rejected row, as a sentence."""
    first = rejected.drop_duplicates("row")
    return {int(row): _sentence(column, value, reason) for row, column, value, reason in first.itertuples(index=False)}


def _sentence(column: str, value: str, reason: str) -> str:
    """Why a cell cannot be so."""
    return f"{COLUMN[column].title if column in COLUMN else column}: {value!r} {reason.rstrip('.')}."
