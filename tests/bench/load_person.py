"""Somebody who acts at random on a page, as the load of tests/bench/load.py is made of."""

import random
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from urllib.parse import quote

from tests.bench.generator import FIRST_DAY, LAST_DAY, TYPES
from tests.bench.load_session import PageSession, get

DOWNLOAD_DAYS = 20  # of a million incidents some 2,000 to 6,000 rows
MAX_FILTERS = 3  # set at once; then the oldest goes
PAGES = ("map", "timeline", "filter", "compare")
# A view of the map over the whole of a selection, as the script asks for it after each change.
VIEW = "view=-20.03906,-32.8,130.07813,63.0&zoom=4"
CHOICES = {
    "type": sorted({kind for kind, _ in TYPES}),
    "country": ["India", "Iraq", "Pakistan", "Nigeria", "Mexico", "Ukraine", "Brazil", "Iran", "Syria", "Yemen"],
    "actor": ["Iran", "Pakistan", "Army of Justice", *(f"Police forces {number}" for number in range(1, 200, 8))],
    "dataset": ["Alpha", "Beta", "Gamma"],
    "precision": ["exact", "near", "admin1"],
}
WORDS = ("ambush", "security forces", "land dispute", "outlets", "Kabul", "Lagos", "riot")
ACTS, WEIGHTS = ("filter", "page", "record", "download"), (60, 25, 10, 5)
FILTER_KINDS, FILTER_WEIGHTS = ("choice", "date", "number", "text"), (50, 35, 10, 5)  # by judgement


class Person:
    """Somebody who acts at random; `n_incidents`: of which a record can be opened."""

    def __init__(self, session: PageSession, number: int, n_incidents: int) -> None:
        self.session, self.random, self.n_incidents = session, random.Random(number), n_incidents
        self.filters: dict[tuple[str, str], str] = {}
        self.acts: dict[str, Callable[[], Awaitable[None]]] = {
            "filter": self.change_a_filter, "page": self.open_a_page, "record": self.open_a_record,
            "download": self.download,
        }  # fmt: skip

    async def change_a_filter(self) -> None:
        """Set a filter, or take the oldest away where there are many; on pages without filters go to the map first."""
        if self.session.page not in PAGES:
            await self.session.go_to("map")
        if len(self.filters) >= MAX_FILTERS:
            await self.remove_the_oldest()
        else:
            kind = self.random.choices(FILTER_KINDS, FILTER_WEIGHTS)[0]
            await getattr(self, f"set_{kind}")()
        await self.wait_for_marks()

    async def set_choice(self) -> None:
        """Tick a value of a list."""
        key = self.random.choice(list(CHOICES))
        value = self.random.choice(CHOICES[key])
        self.filters[key, value] = "drop"
        await self.session.act(do="take", key=key, value=value)

    async def set_date(self) -> None:
        """Begin with a day of the first half, or end with one of the second."""
        key, day = self.random.choice(("from", "to")), _random_day(self.random)
        self.filters[key, ""] = "date"
        await self.session.act(do="date", key=key, value=day.isoformat())

    async def set_number(self) -> None:
        """Ask for incidents with so many killed."""
        self.filters["min_killed", ""] = "set"
        await self.session.act(do="set", key="min_killed", value=str(self.random.randint(1, 9)))

    async def set_text(self) -> None:
        """Search a text."""
        self.filters["q", ""] = "search"
        await self.session.act(do="search", key="q", value=self.random.choice(WORDS))

    async def remove_the_oldest(self) -> None:
        """Take away the filter that was set first."""
        (key, value), do = next(iter(self.filters.items()))
        del self.filters[key, value]
        await self.session.act(do=do, key=key, value=value)

    async def open_a_page(self) -> None:
        """Follow the menu to another page."""
        await self.session.go_to(self.random.choice([page for page in PAGES if page != self.session.page]))
        await self.wait_for_marks()

    async def open_a_record(self) -> None:
        """Open a record: on the map in its panel, elsewhere on the page of records."""
        identifier = f"X{self.random.randrange(self.n_incidents)}"
        if self.session.page == "map":
            await get(self.session.address, f"/api/incident.json?id={identifier}")
            return
        query = "&".join(filter(None, (self.session.query, f"incident={identifier}")))
        await self.session.go_to("filter", query)

    async def download(self) -> None:
        """Download the rows of some days."""
        day = _random_day(self.random)
        query = f"from={day}&to={day + timedelta(days=DOWNLOAD_DAYS)}"
        await get(self.session.address, f"/api/incidents.csv?{query}")

    async def wait_for_marks(self) -> None:
        """Ask for the marks in view, as the map's script does."""
        if self.session.page == "map":
            query = quote(self.session.query, safe="=&%+")
            await get(self.session.address, "/api/clusters.json?" + "&".join(filter(None, (query, VIEW))))


def _random_day(chance: random.Random) -> date:
    first, last = (date.fromisoformat(str(day)) for day in (FIRST_DAY, LAST_DAY))
    return first + timedelta(days=chance.randrange((last - first).days))
