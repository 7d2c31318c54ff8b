"""What a request for features asks for: the atlas's own filters, the standard's parameters, and a page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlencode

from starlette.requests import Request

from geo.errors import QueryRefused, ValueRefused
from geo.exports.generalisation import Generalisation
from geo.query.engine import ResultSet
from geo.query.feature_parameters import DEFAULT_FEATURES, MAX_FEATURES
from geo.query.parameters import DATA
from geo.query.selection import MAX_REPEATED, Problem, Selection
from geo.storage.atlas import Atlas
from geo.web.ogc.bounding_box import BoundingBox
from geo.web.ogc.time_interval import TimeInterval
from geo.web.params import parse_coordinates, parse_one, parse_selection, refuse_unstated

BBOX, DATETIME, LIMIT, OFFSET, VERSION = "bbox", "datetime", "limit", "offset", "data_version"
PAGING = (LIMIT, OFFSET, VERSION)
MAX_DIGITS = 10  # of a number: more than any table has rows
Value = TypeVar("Value")


@dataclass(frozen=True)
class ItemsQuery:
    """A page of the features that a selection, a box and an interval have in common.

    `version`: the data version that the first page came from; empty for whatever is current. `repeated`: the
    parameters that every page of the same list has, in their order. `generalisation`: how coarse coordinates are; the
    standard's box would be of the exact ones, which is why it is refused where they are coarser.
    """

    selection: Selection
    box: BoundingBox | None
    interval: TimeInterval | None
    limit: int
    offset: int
    version: str
    repeated: tuple[tuple[str, str], ...]
    generalisation: Generalisation

    @classmethod
    def from_request(cls, request: Request) -> "ItemsQuery":
        """Read a request; raises QueryRefused for any bad value."""
        pairs = request.query_params.multi_items()
        filters = urlencode([pair for pair in pairs if pair[0] != BBOX])  # the standard's box, not the filter
        selection, generalisation = parse_selection(request, filters), parse_coordinates(request)
        box = _parse(request, BBOX, BoundingBox.parse)
        refuse_unstated([*(key for key, _ in selection.values), *([BBOX] if box else [])], generalisation)
        return cls(
            selection,
            box,
            _parse(request, DATETIME, TimeInterval.parse),
            _parse(request, LIMIT, lambda text: _parse_number(text, 1, MAX_FEATURES)) or DEFAULT_FEATURES,
            _parse(request, OFFSET, lambda text: _parse_number(text, 0, 10**MAX_DIGITS)) or 0,
            _parse(request, VERSION, str) or "",
            tuple(pair for pair in pairs if pair[0] not in (*PAGING, DATA)),
            generalisation,
        )

    def select(self, atlas: Atlas) -> ResultSet:
        """All features of all pages."""
        results = atlas.select(self.selection)
        for part in (self.box, self.interval):
            results = results if part is None else results.matching(part.clauses())
        return results


def _parse(request: Request, name: str, parse: Callable[[str], Value]) -> Value | None:
    """The value of a parameter, None where it is missing; raises QueryRefused."""
    texts = request.query_params.getlist(name)
    if not texts:
        return None
    text = parse_one(name, texts)
    try:
        return parse(text)
    except ValueRefused as refusal:
        raise QueryRefused([Problem(name, refusal.value[:MAX_REPEATED], refusal.accepted).to_dict()]) from None


def _parse_number(text: str, lowest: int, highest: int) -> int:
    is_number = text.isascii() and text.isdigit() and len(text) <= MAX_DIGITS
    if not (is_number and lowest <= int(text) <= highest):
        raise ValueRefused(text, accepted=f"one whole number from {lowest} to {highest}")
    return int(text)
