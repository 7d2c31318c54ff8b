"""The claims about an incident as rows that can be compared: who, with what stance, on whom, how many, and where."""

from dataclasses import dataclass

import pandas as pd

from geo.core.formatting import UNSTATED, format_count
from geo.storage.publications import Publication, read_publication

# By the code of `geo.core.schema.STANCES`, in words that read behind the claimant's name.
STANCE_PHRASES: dict[str, str] = {
    "claims": "states this",
    "confirms": "confirms what another party states",
    "denies": "denies that it happened, or happened like this",
    "disputes": "disputes what or whom it hit",
    "withdrawn": "stated this, then withdrew it",
    "reports": "reports this",
}


@dataclass(frozen=True)
class Claim:
    """What a party says; an empty text is unknown. Every text is as hostile as the row.

    `who`: the claimant, with a number where the same one is there more than once, such as “Pakistan (2 of 2)”.
    """

    claimant: str
    who: str
    stance: str
    claim: str
    actor: str
    target: str
    killed: str
    injured: str
    publication: Publication

    @property
    def source(self) -> str:
        """The publication that carries it, with the paragraphs."""
        return self.publication.citation


def list_claims(rows: pd.DataFrame) -> tuple[Claim, ...]:
    """The claims of rows with publisher, date and title of their publications; those of one claimant together."""
    by_claimant = rows.groupby("claimant", sort=False)["claimant"]
    numbers, totals = by_claimant.cumcount() + 1, by_claimant.transform("size")
    order = by_claimant.ngroup().sort_values(kind="stable").index
    return tuple(_make_claim(rows.loc[label], numbers[label], totals[label]) for label in order)


def _make_claim(row: pd.Series, number: int, total: int) -> Claim:
    claimant = str(row["claimant"])
    return Claim(
        claimant=claimant,
        who=claimant if total == 1 else f"{claimant} ({number} of {total})",
        stance=STANCE_PHRASES.get(row["stance"], ""),
        claim=_text_or_empty(row["claim"]),
        actor=_text_or_empty(row["actor"]),
        target=_text_or_empty(row["target"]),
        killed=_format_casualties(row, "killed"),
        injured=_format_casualties(row, "injured"),
        publication=read_publication(row),
    )


def _format_casualties(row: pd.Series, outcome: str) -> str:
    phrase = format_count(*(row[f"{outcome}_{bound}"] for bound in ("low", "best", "high")))
    return "" if phrase == UNSTATED else phrase


def _text_or_empty(value: object) -> str:
    return value if isinstance(value, str) else ""
