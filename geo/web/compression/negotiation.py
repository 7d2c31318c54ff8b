"""Which content coding a client prefers: Accept-Encoding by RFC 9110 §12.5.3."""

import re
from collections.abc import Iterable
from functools import lru_cache

from geo.web.compression.codings import CODINGS, Coding

IDENTITY, ANY = "identity", "*"
# RFC 9110 §12.4.2: from 0 to 1 with three decimals at most.
WEIGHT = re.compile(r"q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)", re.ASCII | re.IGNORECASE)
MAX_LENGTH = 1000  # characters of a field; browsers send some 25
REMEMBERED_FIELDS = 64  # browsers send a handful of different ones


def preferred_coding(fields: Iterable[str]) -> Coding | None:
    """The coding of the highest weight in the Accept-Encoding fields of a request; None for none.

    A client that states nothing gets no coding, and neither does one that refuses everything: RFC 9110 allows 406
    there, which would help nobody.
    """
    return _parse(",".join(fields)[:MAX_LENGTH])


@lru_cache(REMEMBERED_FIELDS)
def _parse(field: str) -> Coding | None:
    weights = dict(_weights(field))
    offered = [(_weight(weights, coding), coding) for coding in CODINGS]
    weight, best = max(offered, key=lambda offer: offer[0])  # of equal ones the first
    return best if weight > 0 and weight >= weights.get(IDENTITY, 0) else None


def _weight(weights: dict[str, float], coding: Coding) -> float:
    """The weight of a coding by its name or an alias; else that of `*`, and 0 for one that is not listed."""
    own = [weights[name] for name in (coding.name, *coding.aliases) if name in weights]
    return max(own, default=weights.get(ANY, 0))


def _weights(field: str) -> Iterable[tuple[str, float]]:
    for item in field.split(","):
        name, separator, parameter = item.partition(";")
        if name.strip():
            yield name.strip().lower(), _parse_weight(parameter) if separator else 1


def _parse_weight(parameter: str) -> float:
    """The weight in a parameter; 0 for one that is none, since every client can read what is not coded."""
    match = WEIGHT.fullmatch(parameter.strip().replace(" ", ""))
    return float(match[1]) if match else 0
