"""The sources of a row of our table by its kept columns, and how many publications each of many rows names."""

from collections.abc import Mapping

import pandas as pd

from geo.core.schema import COUNT
from geo.ingest.fields import UNIT_SEPARATOR, join_categories
from geo.ingest.publications.source_readers import SOURCE_READER, SourceReading
from geo.ingest.row_cells import MAX_CELL, columns_by_own_name, split_prefix, split_row


def read_sources(row: Mapping[str, object]) -> SourceReading:
    """What a row of our table says of its sources, by the columns of its provider or of its own table."""
    cells = split_row(row, SOURCE_READER)
    readings = [SOURCE_READER[prefix].read_row(texts) for prefix, texts in cells.items()]
    publications = dict.fromkeys(publication for reading in readings for publication in reading.publications)
    notes = dict.fromkeys(note for reading in readings for note in reading.notes)
    return SourceReading(tuple(publications), tuple(notes), all(reading.is_countable for reading in readings))


def fill_publication_counts(rows: pd.DataFrame, prefix: str) -> pd.DataFrame:
    """Rows with `n_publications` where the provider gives no number and a row's own columns name publications.

    Each distinct combination of cells is read once, for there may be millions of rows. Where a text is quoted whole,
    which may name several, the number stays unknown; it is never 0.
    """
    names = _columns_of_sources(rows.columns, prefix)
    is_blank = rows["n_publications"].isna()
    if not names or not is_blank.any():
        return rows
    combined = join_categories(*(_clip(rows.loc[is_blank, name]) for name in names))
    own_names = [split_prefix(name, SOURCE_READER)[1] for name in names]
    numbers = [_count(own_names, str(cells), prefix) for cells in combined.cat.categories]
    counts = pd.Series(pd.array([None, *numbers], dtype=COUNT)[combined.cat.codes.to_numpy() + 1], index=combined.index)
    return rows.assign(n_publications=rows["n_publications"].astype(COUNT).fillna(counts.reindex(rows.index)))


def _columns_of_sources(names: pd.Index, prefix: str) -> list[str]:
    """The columns that the provider's reader reads, under their names in our table."""
    own = columns_by_own_name([str(name) for name in names], prefix)
    return [own[name] for name in SOURCE_READER[prefix].columns_among(own)]


def _clip(texts: pd.Series) -> pd.Series:
    """As much of each cell as is read, without the sign that is put between cells."""
    return texts.astype("str").str.slice(0, MAX_CELL + 1).str.replace(UNIT_SEPARATOR, " ", regex=False)


def _count(names: list[str], joined: str, prefix: str) -> int | None:
    texts = {name: text for name, text in zip(names, joined.split(UNIT_SEPARATOR), strict=True) if text.strip()}
    return SOURCE_READER[prefix].read_row(texts).n_publications
