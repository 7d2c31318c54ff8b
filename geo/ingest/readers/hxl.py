"""The row of HXL tags that humanitarian files have below their header: “#date+start”, “#adm1+name”.

The Humanitarian Exchange Language (hxlstandard.org) names columns so; the row holds no incident.
"""

import re
from dataclasses import replace

import pandas as pd

from geo.ingest.readers.raw_table import RawTable, build_rejections

TAG = re.compile(r"#\s*[a-z]\w*(?:\s*\+\s*[a-z]\w*)*", re.IGNORECASE | re.ASCII)
REASON = "the row holds HXL tags, which name the columns, and no incident: nothing is lost"
MAX_TAG_LENGTH = 200  # characters, by judgement; the pattern must not meet megabytes


def drop_hxl_row(table: RawTable) -> RawTable:
    """The table with its first row among the rejected, where that holds HXL tags and nothing else."""
    if table.cells.empty:
        return table
    first = table.cells.iloc[:1]
    texts = zip(first, first.to_numpy(dtype=object).ravel(), strict=True)
    tags = [(name, str(text).strip()) for name, text in texts if not pd.isna(text) and str(text).strip()]
    if len(tags) < 2 or not all(len(text) <= MAX_TAG_LENGTH and TAG.fullmatch(text) for _, text in tags):
        return table
    row = int(first.index[0])
    tag_row = build_rejections([(row, str(tags[0][0]), tags[0][1], REASON)])
    rejected = pd.concat([table.rejected, tag_row], ignore_index=True) if len(table.rejected) else tag_row
    return replace(table, cells=table.cells.iloc[1:], rejected=rejected)
