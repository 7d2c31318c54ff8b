"""Every error that Faultline raises on purpose, as one tree.

FaultlineError
├── IncidentsInvalid   an incident file cannot be used: names file, row, column and reason
├── OptionsInvalid     a file of import options cannot be read: the fault and where it is in the JSON
├── ReadingFailed      a bug of ours stopped the reading of a file: the id under which the log has the details
├── CellParseError     one cell of a file cannot be read; the parsers catch it and list its message with the row
│   ├── CoordinateParseError
│   │   └── PositionUnstated   the cell points to a position without stating it: a short link
│   ├── CountParseError
│   ├── DateParseError
│   └── FeatureParseError
├── ValueRefused       one value of a query or a form cannot be read: what was given, what is accepted
│   └── EditRefused    a change of an incident cannot be made: its column, what was given, what is accepted
│       └── ReasonMissing  a change that needs a reason has none
├── PlacesInvalid      a file of place names cannot be used: names file and reason
├── RecogniserInvalid  a recogniser of a reader's own cannot be used: which, why, what is accepted
├── PlaceNotFound      no place of that name: offers the nearest spellings
├── BasemapInvalid     a file of map tiles, or one of its tiles, cannot be used: names file and reason
├── FontsMissing       a font of the pictures is gone or damaged: names the file
├── PictureBusy        another picture is being drawn: says when to ask again
├── PictureFailed      a picture could not be drawn: says why
├── BundleInvalid      a file is no evidence bundle, or one that cannot be read: says why and what to do
├── HandoverTooLarge   a selection does not fit into a page that works from a disk: how much does, what to do
├── EmbedInvalid       the setting EMBED cannot be used: what was given, what is accepted
├── LoginFailed        a provider of accounts could not say who somebody is: says what to do
├── GateInvalid        a setting of who is let in cannot be used: which, why, what is accepted
├── ServeFailed        the servers cannot be started as they are set up: says why and what to do
├── WorkspaceFailed    the workspace cannot store, read or find what was asked: says why and what to do
│   └── QueueFull      too many files wait to be read: how many, when to try again
├── BackupInvalid      a file is no backup, or a damaged one: says why
├── BlobCorrupt        a file of the workspace is missing or has changed; its digest
├── WorkspaceNotFound  no data under this key; says nothing else, for the asker may be guessing
├── EngineFailed       what holds the incidents cannot answer: what failed, what was asked, what to do
│   ├── DiskFull           the disk has no room for a file while it is made
│   ├── AnswerTooLarge     a table of more cells than the setting TABLE_CELLS allows
│   ├── QueryTimedOut      the answer took longer than the setting QUERY_SECONDS allows
│   ├── EngineMissing      the package that answers is not installed: what to install
│   ├── QueryCancelled     whoever asked does not want the answer any more
│   ├── StillPreparing     a person's data are being prepared, and the wait was too long: says when to ask again
│   ├── DataFileDamaged    a file of the bundled geography changed after the start: which, what to do
│   ├── IndexDamaged       a cached index was written into while the server answered from it
│   ├── IndexingTimedOut   a large table was not indexed within the setting INDEX_SECONDS
│   ├── DataMissing        some of a person's own data cannot be read, so that the answer would be wrong: says which
│   └── PackInvalid        a packed folder cannot be used: names the folder, what is wrong with it, what to do
└── QueryRefused       a query that the API does not answer as it stands: what was given, what is accepted
"""

from collections.abc import Mapping, Sequence

GEONAMES_FILE = "a country’s file from GeoNames (XX.txt), unzipped, with 19 columns separated by tabs"
RASTER_TILES_FILE = "an .mbtiles or .pmtiles file (version 3) with tiles that are pictures: PNG, JPEG, WebP or AVIF"
PACK_AGAIN = "Pack it again with “faultline pack”, into a new folder."
MAX_SHOWN = 100  # characters of a given text that an error repeats


class FaultlineError(Exception):
    """Base of all errors whose message is meant for the person at the screen."""


class IncidentsInvalid(FaultlineError):
    """An incident file cannot be used as it is."""


class OptionsInvalid(FaultlineError):
    """A file of import options cannot be used. The message names the fault and its JSON path."""


class ReadingFailed(FaultlineError):
    """Our own code failed while it read a file; the log has the details under `failure_id`."""

    def __init__(self, file: str, failure_id: str) -> None:
        self.file, self.failure_id = file, failure_id
        super().__init__(
            f"{file}: Faultline failed here (error {failure_id}). This is a bug in Faultline, not a fault of the file. "
            f"The log has the details under this number, without any cell of the file."
        )


class CellParseError(FaultlineError):
    """One cell cannot be read. The message goes on from the value: “… has no year”."""


class CoordinateParseError(CellParseError):
    """A text is not a coordinate, a pair of them or a grid reference."""


class PositionUnstated(CoordinateParseError):
    """A text points to a position that it does not state: a short link, an address of what3words."""


class CountParseError(CellParseError):
    """A text is not a whole number of people."""


class DateParseError(CellParseError):
    """A text is not a date."""


class FeatureParseError(CellParseError):
    """A GeoJSON feature is not a point with properties."""

    def __init__(self, feature: str, reason: str) -> None:
        self.feature = feature
        self.reason = reason
        super().__init__(reason)


class ValueRefused(FaultlineError):
    """A parameter does not accept this value."""

    def __init__(self, value: str, *, accepted: str) -> None:
        self.value = _shorten(value)
        self.accepted = accepted
        super().__init__(f"{self.value!r} is not accepted. Accepted: {accepted}.")


class EditRefused(ValueRefused):
    """A change of an incident cannot be made. `reason` goes on from the value: “… is not a whole number”."""

    def __init__(self, incident_id: str, column: str, value: str, reason: str, *, accepted: str) -> None:
        super().__init__(value, accepted=accepted)
        self.incident_id, self.column, self.reason = incident_id, column, reason
        where = " of ".join(filter(None, (column, incident_id)))
        self.args = (f"{where}: {self.value!r} {reason}. Accepted: {accepted}.",)


class ReasonMissing(EditRefused):
    """A change that needs a reason has none."""

    def __init__(self, incident_id: str) -> None:
        super().__init__(incident_id, "why", "", "is blank", accepted="a reason, in a few words")
        self.args = ("Say why, in a few words; nothing is saved yet.",)


class PlacesInvalid(FaultlineError):
    """A file of place names cannot be used."""

    def __init__(self, file: str, reason: str, *, accepted: str = GEONAMES_FILE) -> None:
        self.file = file
        super().__init__(f"{file} cannot be used: {reason}. Accepted: {accepted}.")


class RecogniserInvalid(FaultlineError):
    """A recogniser of a reader's own cannot be used."""

    def __init__(self, recogniser: str, reason: str) -> None:
        accepted = "spacy:model for a model of spaCy that is installed, or module:object for a Recogniser of yours"
        super().__init__(f"The recogniser {recogniser} cannot be used: {reason}. Accepted: {accepted}.")


class RecogniserWarning(UserWarning):
    """A registered recogniser has no vote on a text: it failed, or said what cannot be."""


class PlaceNotFound(FaultlineError):
    """No place of that name is known."""

    def __init__(self, name: str, *, nearest: Sequence[str] = ()) -> None:
        self.name = name
        self.nearest = tuple(nearest)
        label = "Nearest spelling" if len(self.nearest) == 1 else "Nearest spellings"
        hint = f" {label}: {'; '.join(self.nearest)}." if nearest else ""
        super().__init__(f"No place named {name!r} is known.{hint} Try a town, a province or a country.")


class BasemapInvalid(FaultlineError):
    """A file of map tiles, or one of its tiles, cannot be used."""

    def __init__(self, file: str, reason: str) -> None:
        self.file, self.reason = file, reason
        super().__init__(f"The basemap {file} cannot be used: {reason} Accepted: {RASTER_TILES_FILE}.")


class FontsMissing(FaultlineError):
    """A font that pictures are written with is gone or damaged."""

    def __init__(self, file: str) -> None:
        self.file = file
        super().__init__(
            f"Pictures cannot be drawn: their font data/fonts/{file} is missing or damaged. Install Faultline anew."
        )


class PictureBusy(FaultlineError):
    """Another picture is being drawn, and the wait for it was too long."""

    def __init__(self, retry_after_s: int) -> None:
        self.retry_after_s = retry_after_s
        super().__init__(f"Another picture is being drawn. Ask again in {retry_after_s} seconds.")


class PictureFailed(FaultlineError):
    """A picture could not be drawn."""


class BundleInvalid(FaultlineError):
    """A file is no evidence bundle, or not one that can be read."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(f"This is no evidence bundle that can be checked: {reason}")


class HandoverTooLarge(FaultlineError):
    """A selection does not fit into one page that works from a disk."""


class EmbedInvalid(FaultlineError):
    """The setting EMBED holds something that is not an origin."""

    def __init__(self, text: str, accepted: str) -> None:
        self.text = _shorten(text)
        super().__init__(f"EMBED cannot be used: {self.text!r} is not an origin. Accepted: {accepted}.")


class LoginFailed(FaultlineError):
    """Somebody could not be logged in by a provider of accounts. The message is for them."""


class GateInvalid(FaultlineError):
    """A setting of who is let in cannot be used, or does not suit the others."""


class ServeFailed(FaultlineError):
    """The servers cannot be started as they are set up."""


class WorkspaceFailed(FaultlineError):
    """The workspace cannot do what was asked; what was in it before is unchanged."""


class BackupInvalid(FaultlineError):
    """A file is no backup of workspaces, or a damaged one."""

    def __init__(self, name: str, reason: str) -> None:
        self.reason = reason
        super().__init__(f"{name} cannot be restored: {reason}. Nothing was restored.")


class QueueFull(WorkspaceFailed):
    """Too many wait for what the servers do a few at a time. The message says how many, and when to try again."""


class BlobCorrupt(FaultlineError):
    """A file of the workspace is missing, or is not what its name says."""

    def __init__(self, digest: str) -> None:
        self.digest = digest
        super().__init__(f"The file {digest} of the workspace is damaged.")


class WorkspaceNotFound(FaultlineError):
    """There are no data under this key."""

    def __init__(self) -> None:
        super().__init__("There are no data under this key. Data are removed when they have not been used for a day.")


class EngineFailed(FaultlineError):
    """What holds the incidents cannot answer. An answer is never partial instead.

    `reason`: what failed, in a sentence; `asked`: what was asked, in a few words; `remedy`: what to do, in a sentence.
    """

    def __init__(self, reason: str, *, asked: str = "", remedy: str = "") -> None:
        self.reason, self.asked, self.remedy = reason, asked, remedy
        super().__init__(" ".join(filter(None, (reason, asked and f"Asked for: {asked}.", remedy))))

    @property
    def for_readers(self) -> str:
        """The message for whoever reads a page or asks the API, without any path of the server."""
        return str(self)


class EngineMissing(EngineFailed):
    """The package that answers is not installed. `extra`: the extra of Faultline that brings it."""

    def __init__(self, title: str, *, extra: str) -> None:
        self.extra = extra
        super().__init__(
            f"{title} is not installed.",
            remedy=f"Install it with “pip install 'faultline[{extra}]'”; in a clone, “make run” does it.",
        )


class QueryTimedOut(EngineFailed):
    """An answer took longer than this server allows."""

    def __init__(self, seconds: float, *, asked: str = "") -> None:
        self.seconds = seconds
        super().__init__(
            f"The answer took longer than {seconds:g} seconds, the limit of this server.",
            asked=asked,
            remedy="Choose fewer days or places, or raise the setting QUERY_SECONDS.",
        )


class AnswerTooLarge(EngineFailed):
    """An answer would need more memory than this server allows. `size`: of what, such as “9,000 by 9,000 cells”."""

    def __init__(self, size: str, *, limit: int, setting: str) -> None:
        self.limit = limit
        super().__init__(
            f"The answer would have {size}; this server makes at most {limit:,}.",
            remedy=f"Choose fewer incidents, or another property to tabulate by, or raise the setting {setting}.",
        )


class DiskFull(EngineFailed):
    """The disk for temporary files has no room for a file while it is made."""

    def __init__(self) -> None:
        super().__init__(
            "The disk of this server is full: there is no room for this file while it is made. Nothing was changed.",
            remedy="Choose CSV or GeoJSON, which need none, or fewer incidents; whoever runs the server can make room.",
        )


class QueryCancelled(EngineFailed):
    """Whoever asked does not want the answer any more."""

    def __init__(self) -> None:
        super().__init__("The question was stopped before its answer was complete.")


class StillPreparing(EngineFailed):
    """The data are being prepared, and the wait for them was too long. `retry_after_s`: when to ask again."""

    def __init__(self, retry_after_s: int) -> None:
        self.retry_after_s = retry_after_s
        super().__init__(
            "Your data are being prepared, which takes longer than usual.",
            remedy=f"Ask again in {retry_after_s} seconds.",
        )


class IndexingFailed(EngineFailed):
    """An import cannot be indexed, because the process that does it was ended or had too little memory."""

    def __init__(self) -> None:
        super().__init__(
            "Its rows could not be indexed: that takes more memory than the server has to spare.",
            remedy="Split the file, or ask again when fewer people are at work.",
        )


class IndexDamaged(EngineFailed):
    """A cached index that the server answers from was written into, so that no answer from it can be trusted."""

    def __init__(self) -> None:
        super().__init__(
            "The cached index of the incidents was changed or damaged on the disk while the server was running.",
            remedy="An import's is made again: ask again. For the incidents of the server itself, whoever runs it "
            "starts it again.",
        )


class DataFileDamaged(EngineFailed):
    """A file of the bundled geography is not what it was when the server started. `fault`: what is wrong with it."""

    def __init__(self, name: str, fault: str) -> None:
        super().__init__(
            f"The file {name} of the bundled geography {fault}.",
            remedy="Whoever runs the server restores it, by installing Faultline again, and starts the server again.",
        )


class IndexingTimedOut(EngineFailed):
    """A large table is not indexed within the time that this server allows."""

    def __init__(self, seconds: float) -> None:
        super().__init__(
            f"Indexing its rows took longer than {seconds:,.0f} seconds, the limit of this server.",
            remedy="Split the file, or raise the setting INDEX_SECONDS. Incidents of any size are served from a packed "
            "folder, which “faultline pack” makes.",
        )


class DataMissing(EngineFailed):
    """Some of a person's own data cannot be read, and an answer without them would be wrong.

    `reasons`: what cannot be read, and why.
    """

    def __init__(self, reasons: Sequence[str]) -> None:
        self.reasons = tuple(reasons)
        super().__init__(
            f"Without all of your data the answer would be wrong. {' '.join(self.reasons)}",
            remedy="Hide or delete what cannot be read on the page Data, or ask again once it can be.",
        )


class PackInvalid(EngineFailed):
    """A packed folder cannot be used: it is unfinished, damaged, or not what its manifest says."""

    def __init__(self, folder: str, reason: str, *, remedy: str = PACK_AGAIN) -> None:
        self.folder = folder
        super().__init__(f"{folder} cannot be used: {reason}.", remedy=remedy)

    @property
    def for_readers(self) -> str:
        """The message without where the folder lies."""
        return str(self).replace(self.folder, "The packed folder of incidents", 1).replace(f"{self.folder}/", "")


class QueryRefused(FaultlineError):
    """A query is refused as a whole, so that no answer silently covers more than was asked for."""

    def __init__(self, problems: Sequence[Mapping[str, str]]) -> None:
        self.problems = tuple(problems)
        names = ", ".join(dict.fromkeys(problem["key"] for problem in self.problems))
        super().__init__(f"The query cannot be answered as it stands. Correct or remove: {names}.")


def _shorten(text: str) -> str:
    return text if len(text) <= MAX_SHOWN else f"{text[:40]}… ({len(text):,} characters)"
