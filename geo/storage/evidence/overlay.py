"""Evidence of several tables together, as a small segment of changed copies over an engine."""

from collections.abc import Collection, Iterable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.core.schema import COLUMN
from geo.query.answers import NO_ROW
from geo.query.index import Index
from geo.query.segments import SegmentedEngine
from geo.storage.evidence.chains import ENDS, list_components
from geo.storage.evidence.computation import EVIDENCE_COLUMNS, compute_evidence
from geo.storage.evidence.membership import is_among


def apply_evidence(
    engine: SegmentedEngine,
    claims: pd.DataFrame,
    links: pd.DataFrame,
    changed: Collection[str],
    former_links: pd.DataFrame | None = None,
) -> SegmentedEngine:
    """The same table with EVIDENCE_COLUMNS as all claims and links together have them.

    `changed`: the incidents whose claims, links or rows came from elsewhere than the table that they are in; no others
    but those of their chains are looked at. `former_links`: those by which the engine has its chains, of which some may
    be gone since.
    """
    if not changed:
        return engine
    former = links.iloc[:0] if former_links is None else former_links
    members = _with_chains(pd.concat([links[list(ENDS)], former[list(ENDS)]]), changed)
    numbers = engine.find(members)
    is_here = numbers != NO_ROW
    numbers = numbers[is_here]
    if not len(numbers):
        return engine
    before = pd.DataFrame(engine.take(numbers, ["incident_id", *EVIDENCE_COLUMNS]))
    table_values = before.assign(chain=before["chain"].astype("str").mask(_are_ends(before["incident_id"], former)))
    after = compute_evidence(
        [id_ for id_, here in zip(members, is_here, strict=True) if here], table_values, claims, links
    )
    is_changed = _differ(before, after)
    if not is_changed.any():
        return engine
    own = numbers[is_changed]
    columns = {name: after[name][is_changed].reset_index(drop=True) for name in EVIDENCE_COLUMNS}
    copies = engine.take(own).assign(**columns)
    copies = copies.astype({name: COLUMN[name].dtype for name in EVIDENCE_COLUMNS})
    return SegmentedEngine((*engine.without(own).parts, Index.from_table(copies)))


def find_changed(
    base: tuple[pd.DataFrame, pd.DataFrame],
    claims: Iterable[pd.DataFrame],
    links: Iterable[pd.DataFrame],
    imported: Iterable[str],
) -> set[str]:
    """The incidents whose evidence is not what the tables that they are in have, for `apply_evidence`.

    `base`: the claims and links of the base; `claims` and `links`: tables of those over it. `imported`: the incidents
    of the rows over the base, of which the base may have claims and links.
    """
    others = pd.Index(list(imported), dtype="str")
    added = [*_ids_in(claims, ("incident_id",)), *_ids_in(links, ENDS)]
    own = [*_ids_in(base[:1], ("incident_id",)), *_ids_in(base[1:], ENDS)]
    return {*added, *others[is_among(others, own)]}


def _ids_in(tables: Iterable[pd.DataFrame], columns: Iterable[str]) -> list[str]:
    """The incidents that tables name in these columns."""
    parts = [table[column].astype("str") for table in tables for column in columns]
    return pd.concat(parts).drop_duplicates().tolist() if parts else []


def _with_chains(links: pd.DataFrame, incident_ids: Collection[str]) -> list[str]:
    """Some incidents and all that links join with them, sorted."""
    starts = set(incident_ids)
    components = (members for members in list_components(links) if not starts.isdisjoint(members))
    return sorted(starts.union(*components))


def _are_ends(ids: pd.Series, links: pd.DataFrame) -> NDArray[np.bool_]:
    return is_among(ids, links[ENDS[0]]) | is_among(ids, links[ENDS[1]])


def _differ(before: pd.DataFrame, after: pd.DataFrame) -> NDArray[np.bool_]:
    """Whether any of the columns differs in each row; what is missing in both is alike."""
    pairs = [(before[name].astype("object"), after[name].astype("object")) for name in EVIDENCE_COLUMNS]
    masks = [((one != other) & ~(one.isna() & other.isna())).fillna(True).to_numpy(dtype=bool) for one, other in pairs]
    is_other: NDArray[np.bool_] = np.logical_or.reduce(masks)
    return is_other
