"""What a provider's own columns say of who states what: one class a provider."""

from abc import ABC, abstractmethod
from collections.abc import Mapping

from geo.core.schema import KILLED
from geo.ingest.row_cells import RowCells

Claim = Mapping[str, str]  # columns of CLAIM_COLUMNS without incident_id → cells of text
REPORTS = "reports"  # the stance that contests nothing
MAX_COUNT = 1e9  # no count is higher, and 32 bits hold it


class ProviderClaims(ABC):
    """The claims in the columns of one provider; `prefix` is that of its columns in our table.

    `can_contest`: whether its claims may contradict each other. Those that cannot are worked out when a record is
    shown, for a million rows have a million; those that can are stored with the import: of rows where one of the
    columns `flags` is `accepted`, and where not all of them only report. `columns`: all that such claims are read from.
    """

    prefix: str
    can_contest: bool = False
    columns: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    accepted: tuple[str, ...] = ()

    @abstractmethod
    def list_claims(self, cells: RowCells) -> list[Claim]:
        """The claims of a row."""


def parse_count(text: str) -> str:
    """The whole number that a cell holds, as text; empty where it holds none."""
    try:
        number = float(text)
    except ValueError:
        return ""
    return str(int(number)) if 0 <= number <= MAX_COUNT and number.is_integer() else ""


def make_estimate(low: str, best: str, high: str) -> dict[str, str]:
    """The cells of a number of killed; of numbers that contradict each other only the best."""
    numbers = [int(text) for text in (low, best, high) if text]
    texts = (low, best, high) if numbers == sorted(numbers) else ("", best, "")
    return {name: text for name, text in zip(KILLED, texts, strict=True) if text}
