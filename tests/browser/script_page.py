"""Parts of the map's script that need no map, in an empty page of the browser that will run them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from playwright.sync_api import Browser, Page

from geo.mapping.bundle import STATIC

EPOCH = date(1970, 1, 1)


@contextmanager
def open_script_page(browser: Browser, parts: tuple[str, ...]) -> Iterator[Page]:
    """An empty page with these parts of the script."""
    page = browser.new_page()
    page.add_script_tag(content="\n".join((STATIC / name).read_text(encoding="utf-8") for name in parts))
    yield page
    page.close()


def day_number(day: date) -> int:
    """The day as the script counts days."""
    return (day - EPOCH).days
