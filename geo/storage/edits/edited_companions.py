"""Claims, publications and links with those that a person added, and without the links that a person took out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from geo.core import incidents
from geo.core.schema import COMPANION_TABLES
from geo.storage.edits.incident_state import Addition, Ledger

Tables = Mapping[str, pd.DataFrame]  # claims, publications and links


@dataclass(frozen=True, eq=False)
class EditedCompanions:
    """The companion tables of now. `changed_claims`: incidents that have other claims than before; `changed_links`:
    incidents at either end of a link that is new or does not count; `reasons`: why edits have no effect, by edit.
    """

    tables: dict[str, pd.DataFrame]
    changed_claims: frozenset[str]
    changed_links: frozenset[str]
    reasons: Mapping[str, str]


def edit_companions(tables: Tables, ledger: Ledger, known: frozenset[str]) -> EditedCompanions:
    """The companion tables with what edits of `known` incidents say."""
    states = {id_: state for id_, state in ledger.states.items() if id_ in known}
    additions = {
        "claims": [(id_, addition) for id_, state in states.items() for addition in state.claims],
        "publications": [(id_, addition) for id_, state in states.items() for addition in state.publications],
        "links": [
            (id_, _follow(addition, ledger)) for id_, state in states.items() for addition in state.links.values()
        ],
    }
    unlinked = [
        (id_, relation, ledger.successor(target))
        for id_, state in states.items()
        for relation, target in state.unlinked
    ]
    remaining, removed = _without_links(tables["links"], unlinked)
    edited, reasons = dict(tables) | {"links": remaining}, dict[str, str]()
    # In order of the log, which an edit that says nothing cannot change.
    places = {edit_id: place for place, edit_id in enumerate(ledger.effective_ids)}
    for kind, of_kind in additions.items():
        ordered = sorted(of_kind, key=lambda row: places[row[1].edit_id])
        edited[kind], refused = _append(edited[kind], kind, ordered)
        reasons |= refused
    ends = pd.concat([removed, edited["links"].iloc[len(remaining) :]])
    return EditedCompanions(
        tables=edited,
        changed_claims=frozenset(edited["claims"]["incident_id"].iloc[len(tables["claims"]) :]),
        changed_links=frozenset([*ends["incident_id"], *ends["to_incident_id"]]),
        reasons=reasons,
    )


def make_companions(kind: str, rows: Iterable[tuple[str, Mapping[str, str]]]) -> incidents.CheckResult:
    """Rows of a companion table from their incidents and cells of text, checked; numbered from 0."""
    columns = COMPANION_TABLES[kind]
    cells = [{**cells, "incident_id": id_} for id_, cells in rows]
    return incidents.check_companion(pd.DataFrame(cells, dtype="str"), columns)


def _follow(addition: Addition, ledger: Ledger) -> Addition:
    """A link whose other end is called as it is now."""
    target = ledger.successor(addition.cells["to_incident_id"])
    return Addition({**addition.cells, "to_incident_id": target}, addition.edit_id)


def _append(
    table: pd.DataFrame, kind: str, additions: list[tuple[str, Addition]]
) -> tuple[pd.DataFrame, dict[str, str]]:
    """A table with more rows at its end, and by edit why others cannot be."""
    if not additions:
        return table, {}
    checked = make_companions(kind, [(id_, addition.cells) for id_, addition in additions])
    reasons = {
        additions[row][1].edit_id: f"{column}: {value!r} {reason.rstrip('.')}."
        for row, column, value, reason in checked.rejected.itertuples(index=False)
    }
    rows = checked.accepted.reindex(columns=table.columns) if len(table.columns) else checked.accepted
    return pd.concat([table, rows.astype(table.dtypes.to_dict())], ignore_index=True), reasons


def _without_links(links: pd.DataFrame, unlinked: list[tuple[str, str, str]]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The links without some, and those: incident, relation and the earlier incident of each."""
    if not unlinked or links.empty:
        return links, links.iloc[:0]
    keys = pd.MultiIndex.from_frame(links[["incident_id", "relation", "to_incident_id"]].astype("str"))
    is_removed = keys.isin(unlinked)
    return links[~is_removed].reset_index(drop=True), links[is_removed]
