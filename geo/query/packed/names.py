"""The names of the files and folders of a packed folder, relative to it and written with `/`."""

MANIFEST = "manifest.json"
ROWS, DICTIONARIES, GROUPS = "rows", "dictionaries", "groups"
IDENTIFIERS, FURTHER, COMPANIONS, CUBES, FACETS = "identifiers", "further", "companions", "cubes", "facets"
AREAS, EXTENT_AREAS = "areas.parquet", "extent_areas.parquet"
STAGING = ".staging"  # what an unfinished folder is made from
UNDATED = "undated"
WHOLE, UNPLACED = "all", "none"  # the cell of a partition that is not cut, and of rows without coordinates
DAYS_CUBE, CELLS_CUBE, WORLD_CUBE, AREAS_CUBE = (
    f"{CUBES}/{name}.parquet" for name in ("days", "cells", "world", "areas")
)


def partition_path(year: int | None, cell: str, number: int = 0) -> str:
    """The path of a partition; `number` counts those of one year and cell from 0."""
    folder = UNDATED if year is None else f"{year:04}"
    return f"{ROWS}/year={folder}/part-{cell}{f'-{number}' if number else ''}.parquet"


def dictionary_path(column: str) -> str:
    """The path of the dictionary of a categorical column."""
    return f"{DICTIONARIES}/{column}.parquet"


def group_path(group: str) -> str:
    """The path of the combinations of a group."""
    return f"{GROUPS}/{group}.parquet"


def cube_path(group: str) -> str:
    """The path of the sums by combination of a group."""
    return f"{CUBES}/{group}.parquet"


def identifiers_path(number: int) -> str:
    """The path of a part of the index of identifiers."""
    return f"{IDENTIFIERS}/part-{number}.parquet"


def further_path(key: str) -> str:
    """The path of the rows that a filter's choices match by more than their combination."""
    return f"{FURTHER}/{key}.parquet"


def facet_path(key: str, table: str) -> str:
    """The path of one of the tables of a filter's choices: values, matches, texts, names or choices."""
    return f"{FACETS}/{key}-{table}.parquet"


def readings_path(key: str) -> str:
    """The path of what the gazetteer says of the texts that a filter's choices come from."""
    return f"{FACETS}/{key}-readings.json"


def companion_path(kind: str) -> str:
    """The path of a companion table: claims, publications, links."""
    return f"{COMPANIONS}/{kind}.parquet"


def actors_path(number: int) -> str:
    """The path of a file of own actors."""
    return f"{COMPANIONS}/actors-{number}.csv"
