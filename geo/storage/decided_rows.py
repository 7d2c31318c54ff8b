"""What a person decided about pairs of incidents, as a small segment of changed copies over a table.

The rows that a decision changes leave their part of the table, and copies with another `duplicate_of` come in. Only the
events that a decision touches are read: the incidents decided on, and those that links join with them.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from geo.core.duplicate_links import chain_ends, decide_links, link_in_table
from geo.core.incidents import ORDER_COLUMNS, chronological_order
from geo.query.answers import NO_ROW, Rows
from geo.query.engine import Engine
from geo.query.index import Index
from geo.query.segments import SegmentedEngine
from geo.query.selection import Selection

LINK_COLUMNS = (*ORDER_COLUMNS, "duplicate_of")
ROW = "row"  # beside LINK_COLUMNS: the row of the engine


def apply_decisions(
    engine: SegmentedEngine, decisions: pd.DataFrame, *, deleted_ids: Sequence[str] = ()
) -> SegmentedEngine:
    """The same table with `duplicate_of` as a person decided, by the rule of geo/core/duplicate_links.py.

    Links of events that no decision touches stay as they are. `decisions`: incident_id, duplicate_of, verdict.
    `deleted_ids`: incidents that are not in the table any more; another one of their event stands for it.
    """
    if decisions.empty and not deleted_ids:
        return engine
    ids = pd.unique(pd.concat([decisions["incident_id"], decisions["duplicate_of"]])).tolist()
    ids = list(dict.fromkeys([*ids, *deleted_ids]))
    rows = _read_events(engine, ids)
    before, after = _links(rows), _decided_links(rows, decisions)
    is_changed = [before.get(incident_id) != after.get(incident_id) for incident_id in rows["incident_id"]]
    if not any(is_changed):
        return engine
    changed = rows[is_changed]
    numbers = changed[ROW].to_numpy(dtype=np.int64)
    links = pd.Series([after.get(incident_id) for incident_id in changed["incident_id"]], dtype="str")
    copies = Index.from_table(engine.take(numbers).assign(duplicate_of=links))
    return SegmentedEngine((*engine.without(numbers).parts, copies))


def _decided_links(rows: pd.DataFrame, decisions: pd.DataFrame) -> dict[str, str]:
    columns = (decisions[name] for name in ("incident_id", "duplicate_of", "verdict"))
    return link_in_table(
        chain_ends(decide_links(_links(rows), zip(*columns, strict=True))), rows["incident_id"].tolist()
    )


def _links(rows: pd.DataFrame) -> dict[str, str]:
    linked = rows[rows["duplicate_of"].notna()]
    return dict(zip(linked["incident_id"], linked["duplicate_of"], strict=True))


def _read_events(engine: Engine, incident_ids: list[str]) -> pd.DataFrame:
    """The rows of some incidents and of all that links of the table join with them, in the table's order."""
    parts, asked, waiting = [_read_rows(engine, np.zeros(0, dtype=np.int64))], set(), set(incident_ids)
    while waiting:
        rows = _read_rows(engine, _rows_linked_with(engine, sorted(waiting)))
        parts.append(rows)
        asked |= waiting
        waiting = {*rows["incident_id"], *rows["duplicate_of"].dropna()} - asked
    rows = pd.concat(parts, ignore_index=True).drop_duplicates("incident_id")
    return rows.iloc[chronological_order(rows)].reset_index(drop=True)


def _rows_linked_with(engine: Engine, incident_ids: list[str]) -> Rows:
    """The rows of some incidents, and those that repeat one of them."""
    rows = engine.find(incident_ids)
    own: Rows = rows[rows != NO_ROW]
    is_included = engine.combinations("linked")["duplicate_of"].isin(incident_ids).to_numpy(dtype=bool)
    if not is_included.any():
        return own
    repeating = engine.select(Selection()).restrict("linked", is_included)
    return np.concatenate([own, repeating.page(0, len(repeating))])


def _read_rows(engine: Engine, rows: Rows) -> pd.DataFrame:
    taken = pd.DataFrame(engine.take(rows, list(LINK_COLUMNS))).assign(**{ROW: rows})
    return taken.astype({"incident_id": "str", "duplicate_of": "str"})
