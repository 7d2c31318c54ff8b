"""How many requests somebody may make: a bucket of tokens for each, filled again at a steady rate."""

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from ipaddress import ip_address

from geo.errors import GateInvalid
from geo.settings import REQUESTS_PER_MINUTE

# By judgement: a first view asks for a hundred files, a moved map for twenty tiles, and a newsroom has one address.
DEFAULT_PER_MINUTE = 6_000
PERSON_SHARE = 2  # of a person or a token it is one in two: nobody takes all that their house's address has
MAX_BUCKETS = 50_000  # 10 MB; whoever is forgotten for others begins with a full bucket
NETWORK_BITS = 64  # of IPv6: one reader has a whole network of that size (RFC 6177)


class RateLimit:
    """At most so many requests a minute of each, in bursts of as many. Used by the server's event loop alone."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._capacity, self._per_second = float(per_minute), per_minute / 60
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str) -> int:
        """Take a token; 0 where there was one, else the whole seconds until there is."""
        now = self._clock()
        tokens, since = self._buckets.pop(key, (self._capacity, now))
        tokens = min(self._capacity, tokens + (now - since) * self._per_second)
        is_left = tokens >= 1
        self._buckets[key] = (tokens - is_left, now)
        while len(self._buckets) > MAX_BUCKETS:
            self._buckets.popitem(last=False)
        return 0 if is_left else max(1, math.ceil((1 - tokens) / self._per_second))


def configured_rate_limit(*, is_for_others: bool, share: int = 1) -> RateLimit | None:
    """The limit of the setting; by default none where only this machine is let in. Raises GateInvalid.

    `share`: of how many parts of it one is meant.
    """
    text = REQUESTS_PER_MINUTE.value().strip()
    if not text:
        return RateLimit(DEFAULT_PER_MINUTE // share) if is_for_others else None
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise GateInvalid(f"REQUESTS_PER_MINUTE cannot be used: {text[:40]!r} is not a whole number. 0 is no limit.")
    return RateLimit(math.ceil(int(text) / share)) if int(text) else None


def client_key(client: str) -> str:
    """Whom the requests of an address are counted for: the address, or its network where it is of IPv6."""
    try:
        number = ip_address(client)
    except ValueError:
        return client
    if number.version == 4:
        return client
    return f"{int(number) >> (128 - NETWORK_BITS):x}/{NETWORK_BITS}"
