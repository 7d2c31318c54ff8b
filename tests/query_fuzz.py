"""Random queries of strangers: names that are known and nearly known, values of every kind, in any number and order."""

import random
from collections.abc import Iterator
from urllib.parse import quote

from geo.query.filters import FILTER
from geo.query.parameters import PARAMETERS
from tests.geo.web.addresses import ADDRESSES, LINKED_ADDRESSES

PATHS = tuple(dict.fromkeys(address.split("?")[0] for address in (*ADDRESSES, *LINKED_ADDRESSES)))
NAMES = (*FILTER, *(parameter.name for parameter in PARAMETERS if parameter.name != "data"))
# Values of the kinds that parameters take, and of the kinds that break those who read them.
VALUES = (
    "", "0", "1", "-1", "1e9", "1e999", "NaN", "inf", "-0", "9" * 30, "0x10", "٣", "1_000", "+5",
    "2024-01-16", "2024-02-30", "0000-00-00", "9999-12-31", "1403/01/15", "today", "2024-W03", "20240116",
    "2024-01-16T25:00", "60,20,70,40", "-180,-85,180,85", "170,-10,-170,10", "1,2,3", "60,20,70", "nan,nan,nan,nan",
    "1e308,1e308,1e308,1e308", "64,27,50", "64,27,-1", "64,27,1e9", "60 20,70 20,70 40", "60,20;70,20;70,40",
    "0,0;0,0;0,0", "((((((", "POLYGON((0 0,1 1,0 1,0 0))",
    "Iran", "!Iran", "!!Iran", "Jaish al-Adl", "Battles", "exact", "certain", "possible", "FLT-0012", "mine", "all",
    "before", "csv", "light", "dark", "actor", "killed", "week", "district", "grid-10", "grid-1e9", "exact,exact",
    "' OR 1=1 --", "<script>alert(1)</script>", "{{7*191}}", "${7*7}", "../../etc/passwd", "%00", "\x00", "\u202e",
    "🜏", "\ud7ff", "\n\r", "a" * 300, "a " * 200, "(" * 200, "\\" * 50, "*" * 60, "Āęīœũ", "ایران",
    "%", "%zz", "&", "=", ";", "[]", "null", "true",
)  # fmt: skip
# Pairs that are good, so that some queries are answered and combine.
GOOD = (
    "actor=Iran", "actor=!Pakistan", "type=Battles", "country=Pakistan", "place=northern%20Iraq", "precision=exact",
    "from=2024-01-16", "to=2024-12-31", "min_killed=1", "contested=1", "q=strike", "bbox=60,20,70,40",
    "around=64,27,500", "inside=possible", "once=1", "view=60,20,70,40", "zoom=5", "id=FLT-0012", "choices=actor",
    "letters=ira", "near=65,33,5", "by=country",
    "count=killed", "cumulative=1", "rows=country", "columns=actor", "with=all", "coordinates=province",
    "theme=dark", "limit=5", "start=0", "utm_source=x", "v=1",
)  # fmt: skip
AS_IT_IS = "/%;,?:@=+$!*()"  # what a program that knows no rules leaves in a value
MAX_PARAMETERS = 5


def random_queries(number: int, seed: int) -> Iterator[str]:
    """Addresses with queries; the same seed gives the same ones."""
    chance = random.Random(seed)
    for _ in range(number):
        pairs = [_random_pair(chance) for _ in range(chance.randint(0, MAX_PARAMETERS))]
        yield f"{chance.choice(PATHS)}?{'&'.join(pairs)}"


def _random_pair(chance: random.Random) -> str:
    if chance.random() < 0.6:
        return chance.choice(GOOD)
    name = chance.choice(NAMES)
    if chance.random() < 0.1:
        name = _mutate(name, chance)
    value = chance.choice(VALUES)
    if chance.random() < 0.2:
        value = _mutate(value, chance)
    # Most of it as a browser writes it, some as a program does that knows no rules, some as bytes.
    way = chance.random()
    if way < 0.05:
        return f"{quote(name)}={''.join(f'%{chance.randrange(256):02x}' for _ in range(chance.randint(1, 9)))}"
    return f"{quote(name)}={quote(value, safe='' if way < 0.9 else AS_IT_IS, errors='replace')}"


def _mutate(text: str, chance: random.Random) -> str:
    place = chance.randint(0, len(text))
    longer = text[:place] + chance.choice("aZ0 -,%é") + text[place:]
    return chance.choice((text[:place] + text[place + 1 :], longer, text.upper(), text * 2))
