"""The row of HXL tags that humanitarian files have below their header: “#date+start”, “#adm1+name”.

The Humanitarian Exchange Language (hxlstandard.org) names columns so; the row holds no incident.
"""

import re
from dataclasses import replace

import pandas as pd

from geo.ingest.readers.raw_table import RawTable, build_rejections

TAG = re.compile(r"#\s*[a-z]\w*(?:\s*\+\s*[a-z]\w*)*", re.IGNORECASE | re.ASCII)
REASON = "the row holds HXL tags, which name the columns, and no incident: nothing is lost"
LONGEST = 200  # characters of a tag


def drop_hxl_row(sheet: RawTable) -> RawTable:
    """The sheet with its row of tags, where the first one is such, among the rejected."""
    if sheet.cells.empty:
        return sheet
    first = sheet.cells.iloc[:1].astype("str")
    texts = zip(first, first.to_numpy().ravel(), strict=True)
    tags = [(name, text.strip()) for name, text in texts if isinstance(text, str) and text.strip()]
    if len(tags) < 2 or not all(len(text) <= LONGEST and TAG.fullmatch(text) for _, text in tags):
        return sheet
    row = int(first.index[0])
    refused = build_rejections([(row, str(tags[0][0]), tags[0][1], REASON)])
    rejected = pd.concat([sheet.rejected, refused], ignore_index=True) if len(sheet.rejected) else refused
    return replace(sheet, cells=sheet.cells.iloc[1:], rejected=rejected)
