"""Whether the data of a bundle are still those of the atlas: by their version, their number and their bytes."""

import hashlib
from dataclasses import dataclass

from geo import exports
from geo.bundle.stamp import Stamp
from geo.core.formatting import format_day, pluralize
from geo.query.engine import ResultSet
from geo.storage.atlas import Atlas

# Of more rows the file is not written only to be compared when a link is opened: 20,000 take about a second.
MAX_HASHED = 20_000
SAME_DATA = "The data have not changed since."
SAME_ROWS = (
    "The incidents in it have not changed since. Something else in the data has, such as claims or other incidents, or "
    "this is another atlas."
)
OTHER_ROWS = "The incidents in it have changed since, or this is another atlas."
OTHER_PROGRAM = "The data have not changed since, but this version of Faultline writes the incidents otherwise."
GENERALISED = (
    "Its coordinates are generalised and its selection may not be stated in full, so that its incidents are not "
    "compared with the data of today."
)
SAME_VERSION = "The data have the same version as then."
OTHER_VERSION = "The data have another version than then."
UNCLEAR = (
    "The data have changed since, or this is another atlas. Whether the incidents in it have, the page Data finds out: "
    "drop the bundle there."
)


@dataclass(frozen=True)
class DataComparison:
    """The incidents of a selection when a bundle of it was made, and now.

    `has_same_version`: whether all data are the same. `has_same_rows`: whether the file of the rows is the same byte
    for byte; None where that was not found out.
    """

    stamp: Stamp
    n_now: int
    has_same_version: bool
    has_same_rows: bool | None

    @property
    def is_unchanged(self) -> bool:
        """Whether these incidents are surely the same."""
        return (self.has_same_version and self.has_same_rows is not False) or bool(self.has_same_rows)

    def describe(self) -> str:
        """The answer in a few sentences, without any text of rows."""
        return " ".join((describe_time(self.stamp), self._describe_rows(), self._describe_counts()))

    def _describe_rows(self) -> str:
        if self.has_same_version:
            return SAME_DATA if self.is_unchanged else OTHER_PROGRAM
        if self.has_same_rows is None:
            return UNCLEAR
        return SAME_ROWS if self.has_same_rows else OTHER_ROWS

    def _describe_counts(self) -> str:
        then = self.stamp.n_incidents
        if then == self.n_now:
            return f"{pluralize(then, 'incident')} then and now."
        return f"{pluralize(then, 'incident')} then, {self.n_now:,} now."


def describe_generalised(atlas: Atlas, stamp: Stamp) -> str:
    """What is said of a bundle whose coordinates are generalised: its rows stand in no table that could be compared."""
    return f"{describe_time(stamp)} {GENERALISED} {SAME_VERSION if stamp.has_version(atlas.version) else OTHER_VERSION}"


def describe_time(stamp: Stamp) -> str:
    """When the bundle was made, as a sentence."""
    day, time = format_day(stamp.created), f"{stamp.created:%H:%M}"
    return f"This evidence bundle was made on {day} at {time} UTC."


def compare_data(atlas: Atlas, results: ResultSet, stamp: Stamp, *, max_hashed: int = MAX_HASHED) -> DataComparison:
    """Compare a bundle with the incidents that its selection has now."""
    has_same_version = stamp.has_version(atlas.version)
    may_hash = len(results) == stamp.n_incidents and len(results) <= max_hashed
    has_same_rows = _has_same_rows(atlas, results, stamp) if may_hash else None
    if len(results) != stamp.n_incidents:
        has_same_rows = False
    return DataComparison(stamp, len(results), has_same_version, has_same_rows)


def _has_same_rows(atlas: Atlas, results: ResultSet, stamp: Stamp) -> bool:
    digest = hashlib.sha256()
    for chunk in exports.stream(results, exports.EXPORTER["csv"], data_version=atlas.version).chunks:
        digest.update(chunk)
    return digest.hexdigest().startswith(stamp.incidents_sha256)
