"""The publications that an incident rests on: those linked to it, and those that its row's own columns name."""

from collections.abc import Iterable, Mapping

import pandas as pd

from geo.core.formatting import format_day
from geo.core.schema import COLUMN, PUBLICATION_COLUMNS
from geo.ingest.publications.publication import Publication
from geo.ingest.publications.row_sources import read_sources
from geo.ingest.publications.source_lists import MAX_PUBLICATIONS
from geo.ingest.publications.source_readers import SOURCE_READER, SourceReading
from geo.ingest.row_cells import split_prefix

__all__ = ["MAX_PUBLICATIONS", "Publication"]
TEXTS = ("publisher", "title", "reference", "paragraph")


def list_publications(reading: SourceReading, linked: pd.DataFrame) -> tuple[Publication, ...]:
    """The publications of an incident: the `linked` ones (complete_publications), then those that its row names."""
    every = dict.fromkeys([*map(read_publication, linked.to_dict("records")), *reading.publications])
    return tuple(every)[: max(MAX_PUBLICATIONS, len(linked))]


def describe_sources(row: pd.Series, reading: SourceReading, n_publications: int) -> str:
    """What to say beside a row's publications: that none is given, where that is so, and what else the row says."""
    return " ".join([*([] if n_publications else [describe_absence(row)]), *reading.notes])


def describe_absence(row: pd.Series) -> str:
    """What to say where no publication is known."""
    number = row["n_publications"]
    if pd.isna(number) or number < 1:
        return "No publication is given."
    noun = "1 publication, but does not name it" if number == 1 else f"{number:,} publications, but does not name them"
    return f"The dataset counts {noun}."


def tabulate_publications(rows: pd.DataFrame) -> pd.DataFrame:
    """The publications that rows of the incident table name in their own columns, a row each (PUBLICATION_COLUMNS).

    They are worked out from the cells each time, for a million rows name millions. `reference` is the address, else the
    provider's identifier, else the whole citation, so that it is never blank.
    """
    records = [
        _tabulate(str(row["incident_id"]), publication)
        for row in rows.to_dict("records")
        for publication in read_sources({str(name): cell for name, cell in row.items()}).publications
    ]
    table = pd.DataFrame(records, columns=[column.name for column in PUBLICATION_COLUMNS])
    return table.astype({column.name: column.dtype for column in PUBLICATION_COLUMNS})


def tabulate_unlinked(rows: pd.DataFrame, linked: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """The same without those that are `linked` to the rows' incidents; `known` as for complete_publications."""
    further = tabulate_publications(rows)
    if further.empty or linked.empty:
        return further
    stored = _keys_of(complete_publications(linked, known))
    return further[~_keys_of(further).isin(stored)]


def drop_own_publications(stored: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """The stored publications of rows without those that the rows name in their own columns, from which they come."""
    own = tabulate_publications(rows[rows["incident_id"].isin(stored["incident_id"])])
    return stored if own.empty or stored.empty else stored[~_keys_of(stored).isin(_keys_of(own))].reset_index(drop=True)


def list_source_columns(names: Iterable[str]) -> list[str]:
    """The columns of our table that publications are read from, of whichever provider."""
    own: dict[str, dict[str, str]] = {}
    for name in names:
        if name not in COLUMN:
            prefix, own_name = split_prefix(name, SOURCE_READER)
            own.setdefault(prefix, {})[own_name] = name
    return [columns[name] for prefix, columns in own.items() for name in SOURCE_READER[prefix].columns_among(columns)]


def complete_publications(rows: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Rows that refer to publications, with what `known` rows say of the same references where they are blank."""
    names = ["publisher", "date", "title"]
    if rows.empty:
        return rows.assign(**{name: known[name].iloc[:0] for name in names if name not in rows})
    same = known[known["reference"].isin(rows["reference"])].groupby("reference")[names].first()
    filled = {name: same[name].reindex(rows["reference"]).set_axis(rows.index) for name in names}
    own = {name: rows[name] for name in names if name in rows}
    return rows.assign(**{name: own[name].fillna(filled[name]) if name in own else filled[name] for name in names})


def read_publication(row: Mapping[str, object]) -> Publication:
    """The publication of a row with publisher, date, title, reference and paragraph."""
    date = row["date"]
    day = date.date() if isinstance(date, pd.Timestamp) and pd.notna(date) else None
    texts = {name: str(row[name]) for name in TEXTS if _is_text(row[name])}
    return Publication(date=format_day(day) if day else "", day=day, **texts)


def _tabulate(incident_id: str, publication: Publication) -> dict[str, object]:
    return {
        "incident_id": incident_id,
        "publisher": publication.publisher or None,
        "date": publication.day,
        "title": publication.title or publication.quoted or None,
        "reference": publication.reference or publication.name,
        "paragraph": publication.paragraph or None,
    }


def _keys_of(publications: pd.DataFrame) -> pd.MultiIndex:
    """All that is known of each, as texts; a blank one is the unknown."""
    names = [column.name for column in PUBLICATION_COLUMNS]
    return pd.MultiIndex.from_frame(publications[names].astype("str").fillna(""))


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())
