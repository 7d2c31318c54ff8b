"""What a bundle states of itself in selection.json: what was selected, from which data, when, and how much it was."""

from datetime import UTC, datetime

import msgspec

from geo.errors import BundleInvalid
from geo.exports.generalisation.generalisation import describe_public
from geo.query.parameters import parse_query
from geo.query.selection import Selection
from geo.settings import __version__

NAME = "selection.json"
FORMAT = 1  # to be raised where a file of this format could be misread by this code


class Counts(msgspec.Struct, frozen=True):
    """How many incidents there are, how precisely their places are known, and how many rows lie beside them.

    `by_place_precision` and `by_date_precision`: by the code of each precision that occurs, “not stated” where it is
    blank. `without_coordinates` are on no map.
    """

    incidents: int
    by_place_precision: dict[str, int]
    by_date_precision: dict[str, int]
    without_coordinates: int
    claims: int
    publications: int
    links: int
    corrections: int


class Statement(msgspec.Struct, frozen=True):
    """What selection.json holds. Every text of one that is read is as hostile as the file.

    `query` is the selection as in a page's address, `words` the same for readers, `link` the page that shows it.
    `created` is in UTC; `incidents_sha256` the hash of incidents.csv. `coordinates`: how precisely these are written.
    `is_whole`: whether the query is the whole selection, of which generalised coordinates may hide a part.
    """

    query: str
    words: str
    link: str
    counts: Counts
    data_version: str
    created: str
    incidents_sha256: str
    coordinates: str = "exact"
    is_whole: bool = True
    faultline_version: str = __version__
    bundle: int = FORMAT

    @property
    def selection(self) -> Selection:
        """The selection; what of the query cannot be read is among its problems."""
        return parse_query(self.query).selection

    def describe_selection(self) -> str:
        """The selection as a sentence, which says where a part of it is not stated."""
        return describe_public(self.selection, is_whole=self.is_whole)


def write_statement(statement: Statement) -> bytes:
    """The file selection.json, indented for readers."""
    return msgspec.json.format(msgspec.json.encode(statement), indent=2) + b"\n"


def read_statement(content: bytes) -> Statement:
    """The statement in a file; raises BundleInvalid."""
    try:
        statement = msgspec.json.decode(content, type=Statement)
        datetime.fromisoformat(statement.created)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise BundleInvalid(f"{NAME} cannot be read: {error}. Take the bundle as it was downloaded.") from None
    if statement.bundle > FORMAT:
        raise BundleInvalid(f"it was made by a later version, Faultline {statement.faultline_version[:20]}. Update it.")
    return statement


def created_at(statement: Statement) -> datetime:
    """When a bundle was made, in UTC."""
    moment = datetime.fromisoformat(statement.created)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
