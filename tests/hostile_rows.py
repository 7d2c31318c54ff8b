"""How many rows hostile files hold that are read, as whoever made them counts: no reader of ours has a part in it."""

from collections.abc import Mapping

TEXTS: Mapping[str, int] = {
    "equal names at the limit": 3,
    "names of groups": 5,  # of six lines the first is the header, and the fourth repeats it
    "a cell of 20 MB": 1,
    "line ends": 0,
    "returns": 0,
    "commas": 0,
    "quotes": 1,
    "a quote that never closes": 100_002,
    "a quote in every line": 100_000,
    "quotes around delimiters": 99_999,  # the first is taken for the header: the line above it is narrower
    "NULs": 1,
    "stray bytes": 100_000,
    "digits": 1,
    "dates without end": 1,
    "coordinates without end": 1,
    "a geometry without end": 1,
    "a geometry of many corners": 1,
    "unknown places": 3_000,
    "number words": 1,
    "formulas": 50_000,
    "ampersands": 1,
    "zero-width letters": 1,
    "wrongly decoded letters": 50_000,
}
JSONS: Mapping[str, int] = {
    "objects in objects, a little": 1,
    "a name twice": 50_001,
    "numbers beyond any": 20_001,
    "half characters": 50_001,
    "lines that break off": 100_001,
    "record separators": 1,
    "a polygon of a million corners": 1,
    "collections in collections": 1,
}
OTHERS: Mapping[str, int] = {
    "names that lead out": 1,  # of two files that are the same, which are read once
    "lists in lists of Parquet": 50,
    "a placemark of many data": 1,
    "attributes": 1,
    "a line of blanks and commas": 1,
    "descriptions of markup": 1,
    "a cell at place 2,000,000,000": 0,
    "a column that is computed without end": 0,
    "a layer listed many times": 1_000,
    "a geometry that lies": 1,
}
MANY_TABLES: Mapping[str, int] = {
    "many tables": 1,  # all the same, which are read once
    "many layers": 1,
    "tables of a page at the limit": 28,  # of 1,000, which repeat each other
    "tables of columns of their own": 1,
    "a cell of many elements": 1,
    "many footnotes": 20_000,
    "sheets of Excel XML with columns of their own": 1,
    "many sheets": 1,  # of the first; whether all are meant is asked
    "many merged ranges": 19_999,
    "different tables in a zip": 1,
    "workbooks of sheets in a zip": 50,
}
ROWS: Mapping[str, int] = {**TEXTS, **JSONS, **OTHERS, **MANY_TABLES}
