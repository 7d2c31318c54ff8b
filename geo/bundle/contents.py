"""What a bundle holds, to be taken in: its incidents with their claims, publications, links, corrections and notes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from geo.bundle.members import Members
from geo.bundle.reader import read_incidents
from geo.bundle.stated_changes import NO_CHANGES, StatedChanges, read_changes
from geo.core.formatting import pluralize
from geo.core.incidents import check_companion
from geo.core.schema import COMPANION_TABLES
from geo.errors import FaultlineError
from geo.ingest.import_result import Import
from geo.storage.companion_doubts import describe_links
from geo.storage.edits.companion_file import CompanionFile, read_companion_file
from geo.storage.provider_claims import join_claims
from geo.storage.publications import drop_own_publications

CORRECTIONS = "corrections.csv"
ENDS = ("incident_id", "to_incident_id")
NOUNS = {"claims": "claim", "publications": "publication", "links": "link"}


@dataclass(frozen=True, eq=False)
class BundleContents:
    """The incidents as a file of their own, what is said of them by kind, and what people have changed in them.

    `notes`: what of it cannot be used, in sentences, without what its `companions` say of themselves.
    """

    incidents: bytes
    companions: Mapping[str, CompanionFile]
    changes: StatedChanges
    notes: tuple[str, ...]

    def complete(self, imported: Import) -> Import:
        """The incidents as read, with what is said of them, and with the cells as they were before corrections.

        The corrections are then laid over them as changes, so that each record tells who made them, when and why.
        """
        accepted = self.changes.restore(imported.accepted)
        ids = accepted["incident_id"]
        tables = {kind: _about(file, ids) for kind, file in self.companions.items()}
        own = {
            "claims": join_claims(tables["claims"], imported.claims) if "claims" in tables else imported.claims,
            "links": tables.get("links", imported.links),
        }
        if "publications" in tables:
            own["publications"] = drop_own_publications(tables["publications"], accepted)
        return replace(imported, accepted=accepted, **own)

    def describe(self) -> tuple[str, ...]:
        """What comes in beside the incidents, and what of it cannot be used, in sentences."""
        counts = {NOUNS[kind]: len(file.accepted) for kind, file in self.companions.items()}
        counts |= {"correction": len(self.changes.corrections.accepted), "note": len(self.changes.remarks)}
        parts = [pluralize(number, noun) for noun, number in counts.items() if number]
        phrase = " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))
        account = (f"With the incidents come {phrase}.",) if parts else ()
        of_files = [note for file in self.companions.values() for note in _describe_file(file)]
        return (*account, *self.notes, *of_files, *self._describe_links())

    def _describe_links(self) -> tuple[str, ...]:
        if "links" not in self.companions:
            return ()
        return describe_links(check_companion(self.companions["links"].accepted, COMPANION_TABLES["links"]).accepted)


def read_contents(content: bytes) -> BundleContents:
    """What a bundle holds; raises BundleInvalid where its incidents cannot be read."""
    members = Members(content)
    companions, notes = {}, list[str]()
    for kind in COMPANION_TABLES:
        name = f"{kind}.csv"
        if name in members.names:
            try:
                companions[kind] = read_companion_file(b"".join(members.iter_content(name)), name, kind=kind)
            except FaultlineError as error:
                notes.append(f"Nothing of {name} is taken in. {error}")
    changes = NO_CHANGES
    if CORRECTIONS in members.names:
        changes = read_changes(b"".join(members.iter_content(CORRECTIONS)), CORRECTIONS)
        notes += changes.notes
    notes += _describe_file(changes.corrections)
    return BundleContents(read_incidents(content), companions, changes, tuple(notes))


def _describe_file(file: CompanionFile) -> Sequence[str]:
    """What a person should know of a whole file, and each cell that cannot be used, in sentences."""
    failures = file.rejected.itertuples(index=False, name=None)
    sentences = [
        f"{file.name}: row {row}{f', column {column}' if column else ''}: {value!r} {reason.rstrip('.')}."
        for row, column, value, reason in failures
    ]
    return [*(f"{file.name}: {note}" for note in (*file.notes, *file.describe_repeats())), *sentences]


def _about(file: CompanionFile, incident_ids: pd.Series) -> pd.DataFrame:
    """The rows of a table that name one of these incidents."""
    rows = check_companion(file.accepted, COMPANION_TABLES[file.kind]).accepted
    is_about = pd.Series(False, index=rows.index)
    for column in ENDS:
        if column in rows:
            is_about |= rows[column].isin(incident_ids)
    return rows[is_about].reset_index(drop=True)
