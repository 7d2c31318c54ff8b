"""One incident in full: its row, who claims what, what it rests on and what answers what."""

from dataclasses import dataclass

import pandas as pd

from geo.core.formatting import UNSTATED, format_count, format_date
from geo.core.schema import PLACE_NAMES, PLACE_PRECISIONS
from geo.storage.atlas import Atlas


@dataclass(frozen=True)
class Link:
    """One end of a link: how the events stand to each other, and the other event."""

    phrase: str
    incident_id: str
    title: str


@dataclass(frozen=True, eq=False)
class IncidentRecord:
    """An incident with its companions; `answers` look back to earlier events, `answered_by` ahead to later ones."""

    row: pd.Series
    claims: pd.DataFrame
    publications: pd.DataFrame
    earlier: tuple[Link, ...]
    later: tuple[Link, ...]

    @property
    def title(self) -> str:
        """The title, or the identifier where there is none; as hostile as the row."""
        title = self.row["title"]
        return title if isinstance(title, str) else str(self.row["incident_id"])

    @property
    def is_contested(self) -> bool:
        """Whether the parties disagree; not so where it is unknown."""
        contested = self.row["contested"]
        return bool(pd.notna(contested) and contested)

    @property
    def facts(self) -> dict[str, str]:
        """What is known, in words, by label; every text is as hostile as the row."""
        told = {
            "Date": format_date(self.row["date_start"], self.row["date_end"], self.row["date_precision"]),
            "Type": _join_columns(self.row, ("event_type", "sub_event_type"), ": "),
            "Actors": _join_columns(self.row, ("actor_a", "actor_b", "other_actors"), "; "),
            "Place": format_place(self.row),
            "Killed": _format_casualties(self.row, "killed"),
            "Injured": _format_casualties(self.row, "injured"),
        }
        return {label: text or UNSTATED for label, text in told.items()}


def find_record(atlas: Atlas, incident_id: str) -> IncidentRecord | None:
    """The incident in full, or None where the atlas has none of that identifier."""
    rows = atlas.incidents[atlas.incidents["incident_id"] == incident_id]
    return None if rows.empty else build_record(atlas, rows.iloc[0])


def build_record(atlas: Atlas, row: pd.Series) -> IncidentRecord:
    """The incident of one of the atlas's rows in full."""
    incident_id = str(row["incident_id"])
    back = atlas.links[atlas.links["incident_id"] == incident_id]
    ahead = atlas.links[atlas.links["to_incident_id"] == incident_id]
    return IncidentRecord(
        row=row,
        claims=_rows_of_incident(atlas.claims, incident_id),
        publications=_rows_of_incident(atlas.publications, incident_id),
        earlier=_read_links(atlas, back["relation"], back["to_incident_id"]),
        later=_read_links(atlas, ahead["relation"], ahead["incident_id"]),
    )


def format_place(row: pd.Series) -> str:
    """The place as the source words it, where that is, and how closely it is known."""
    names = list(dict.fromkeys(name for name in row[list(PLACE_NAMES)].dropna()))
    precision = row["place_precision"]
    if not names:
        return f"{precision}: {PLACE_PRECISIONS[precision]}" if precision != "unknown" else UNSTATED
    return f"{', '.join(names)} ({precision}: {PLACE_PRECISIONS[precision]})"


def _join_columns(row: pd.Series, columns: tuple[str, ...], separator: str) -> str:
    return separator.join(row[list(columns)].dropna())


def _format_casualties(row: pd.Series, outcome: str) -> str:
    numbers = (row[f"{outcome}_{bound}"] for bound in ("low", "best", "high"))
    zero_means_unknown = row["zero_means_unknown"]
    return format_count(*numbers, zero_means_unknown=pd.notna(zero_means_unknown) and bool(zero_means_unknown))


def _rows_of_incident(table: pd.DataFrame, incident_id: str) -> pd.DataFrame:
    return table[table["incident_id"] == incident_id].reset_index(drop=True)


def _read_links(atlas: Atlas, relations: pd.Series, others: pd.Series) -> tuple[Link, ...]:
    if relations.empty:
        return ()
    linked = atlas.incidents[atlas.incidents["incident_id"].isin(others)]
    titles = linked.set_index("incident_id")["title"].dropna()
    return tuple(
        Link(relation, other, titles.get(other, other)) for relation, other in zip(relations, others, strict=True)
    )
