"""How many rows hostile files hold that are read, as whoever made them counts: no reader of ours has a part in it."""

from collections.abc import Mapping

ROWS: Mapping[str, int] = {
    "equal names at the limit": 3,
    "a cell of 20 MB": 1,
    "many tables": 1,  # all the same, which is read once
    "tables of a page at the limit": 28,  # of 1,000, which repeat each other
    "tables of columns of their own": 1,
    "a cell of many elements": 1,
    "sheets of Excel XML with columns of their own": 1,
    "many sheets": 1,  # of the first; whether all are meant is asked
    "many merged ranges": 19_999,
    "different tables in a zip": 1,
    "workbooks of sheets in a zip": 50,
    "many layers": 1,
}
