"""Claims, publications and links of the base and of the visible imports, as one table a kind."""

from collections.abc import Mapping, Sequence

import pandas as pd

from geo.storage.import_segments import ImportSegment


def lay_companions_over(base: Mapping[str, pd.DataFrame], segments: Sequence[ImportSegment]) -> dict[str, pd.DataFrame]:
    """The companion tables of the base and of segments over it, by kind.

    Of an incident that a later import has too, an earlier import's companions go with its row: they are what the
    provider stated then. Those of the base stay, for a person wrote them beside it; a row that is there twice is one.
    """
    return {kind: _lay_over(kind, table, segments) for kind, table in base.items()}


def _lay_over(kind: str, table: pd.DataFrame, segments: Sequence[ImportSegment]) -> pd.DataFrame:
    parts, later_ids = list[pd.DataFrame](), set[str]()
    for segment in reversed(segments):
        own = segment.companions.get(kind)
        if own is not None and len(own):
            parts.append(own[~own["incident_id"].isin(later_ids)])
        later_ids |= set(segment.incident_ids)
    filled = [part for part in reversed(parts) if len(part)]
    return pd.concat([table, *filled], ignore_index=True).drop_duplicates(ignore_index=True) if filled else table
