"""Whether corrections can be made now, with what the row held before and what follows from them filled in."""

from collections.abc import Iterable, Mapping

import pandas as pd

from geo.analysis.comparable_values import values_to_text
from geo.core import incidents
from geo.core.boundaries import locate_admin
from geo.core.province_of_row import WITHIN_PROVINCE
from geo.core.schema import COLUMN, INJURED, KILLED
from geo.errors import EditRefused
from geo.query.engine import NO_ROW, Engine
from geo.storage.atlas import Atlas
from geo.storage.edits.changes import CORRECTABLE, CellChange, Correction
from geo.storage.edits.draft_additions import describe_accepted
from geo.storage.edits.draft_verdict import Drafts, Refusals, refuse_repeated, split_drafts
from geo.storage.edits.edit import Draft
from geo.storage.edits.edited_rows import put_cells, take_by_id

DAY_PRECISIONS = ("day", "days", "unknown", "")  # those that follow from the days themselves
COORDINATES = ("latitude", "longitude")
Texts = Mapping[str, str]  # by column


def complete_corrections(atlas: Atlas, drafts: Drafts) -> tuple[Drafts, Refusals]:
    """Refuse a value that its column or its row cannot hold; fill in originals, and what follows from a value.

    A last day, a lowest and a highest number that were the same as what is corrected stay the same, but where a bound
    is written too; the country and the province follow the coordinates.
    """
    ids = list(dict.fromkeys(draft.incident_id for draft in drafts.values()))
    now = _rows(atlas.engine, ids)
    texts = _to_texts(now)
    originals = texts if atlas.unedited is None else texts | _to_texts(_rows(atlas.unedited, ids))
    wanted = {position: _follow(texts[draft.incident_id], _values(draft)) for position, draft in drafts.items()}
    rows = now.loc[[draft.incident_id for draft in drafts.values()]].set_axis(list(drafts))
    changed, failures = put_cells(rows, wanted)
    changed = _locate(changed, [position for position, values in wanted.items() if _is_moved(values)])
    rejected = incidents.check_incidents(changed).rejected.drop_duplicates("row")
    for row, column, value, reason in rejected.itertuples(index=False):
        failures.setdefault(int(row), (column, value, reason))
    refusals = {position: _refuse(drafts[position], *failure) for position, failure in failures.items()}
    after = dict(zip(changed.index, _to_texts(changed.reset_index(drop=True)).values(), strict=True))
    completed: Drafts = {}
    for position, draft in split_drafts(drafts, refusals)[0].items():
        id_ = draft.incident_id
        completed[position] = Draft(id_, _describe(texts[id_], after[position], originals[id_]))
        if not _cells(completed[position]):
            refusals[position] = refuse_repeated(draft, *next(iter(_values(draft).items())))
    return split_drafts(completed, refusals)


def _rows(engine: Engine, incident_ids: list[str]) -> pd.DataFrame:
    """Those of some incidents that a table has, by identifier."""
    rows = engine.find(incident_ids)
    ids = [id_ for id_, row in zip(incident_ids, rows, strict=True) if row != NO_ROW]
    return take_by_id(engine, ids, rows[rows != NO_ROW])


def _to_texts(rows: pd.DataFrame) -> dict[str, Texts]:
    """The cells of rows that can be corrected, as text by the row's name in the index."""
    columns = {name: values_to_text(rows[name]) for name in CORRECTABLE}
    return {
        id_: {name: texts[number] for name, texts in columns.items()} for number, id_ in enumerate(rows.index.tolist())
    }


def _follow(now: Texts, values: Texts) -> Texts:
    """The values, and those of further columns that stay what they were in relation to them."""
    followers: dict[str, str] = {}
    if "date_start" in values and now["date_end"] == now["date_start"]:
        followers["date_end"] = values["date_start"]
    for low, best, high in (KILLED, INJURED):
        if best in values and now[best] and not {low, high} & values.keys():  # whoever writes a bound means a range
            followers |= {bound: values[best] for bound in (low, high) if now[bound] == now[best]}
    merged = {**values, **{name: text for name, text in followers.items() if name not in values}}
    if ("date_start" in merged or "date_end" in merged) and now["date_precision"] in DAY_PRECISIONS:
        merged.setdefault("date_precision", _precision(now, merged))
    return merged


def _precision(now: Texts, values: Texts) -> str:
    start, end = (values.get(name, now[name]) for name in ("date_start", "date_end"))
    if not start:
        return "unknown"
    return "day" if end in ("", start) else "days"


def _is_moved(values: Texts) -> bool:
    """Whether a correction says other coordinates and not in which country they lie."""
    return any(name in values for name in COORDINATES) and not {"country", "admin1"} & values.keys()


def _locate(rows: pd.DataFrame, positions: list[int]) -> pd.DataFrame:
    """The rows with the country and the province that the coordinates of some lie in, where they lie in one."""
    if not positions:
        return rows
    located = locate_admin(rows.loc[positions, "longitude"], rows.loc[positions, "latitude"])
    is_within = rows.loc[positions, "place_precision"].isin(WITHIN_PROVINCE) & located["country"].notna()
    changed = rows.copy()
    for column in ("country", "admin1"):
        changed.loc[is_within[is_within].index, column] = located.loc[is_within, column]
    return changed


def _describe(now: Texts, after: Texts, original: Texts) -> Correction:
    """What a correction changes, with what the provider's row holds there."""
    changed: Iterable[str] = (name for name in CORRECTABLE if after[name] != now[name])
    return Correction(tuple(CellChange(name, after[name], original[name]) for name in changed))


def _refuse(draft: Draft, column: str, value: str, reason: str) -> tuple[EditRefused, bool]:
    accepted = describe_accepted(COLUMN[column])
    return EditRefused(draft.incident_id, column, value, reason.rstrip("."), accepted=accepted), False


def _values(draft: Draft) -> Texts:
    assert isinstance(draft.change, Correction)
    return draft.change.values


def _cells(draft: Draft) -> tuple[CellChange, ...]:
    assert isinstance(draft.change, Correction)
    return draft.change.cells
