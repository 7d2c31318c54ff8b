"""What of the timeline strip needs no map: bins, windows, ticks and the cube, run in the browser that will run them."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations_with_replacement, pairwise
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Page

from geo.mapping.time_properties import encode_cube
from geo.query.map_view import MapView
from geo.query.time_bins import TimeBins
from geo.query.time_cube import TimeCube
from tests.browser.script_page import day_number, open_script_page
from tests.tables import incident_table, select

PARTS = ("10-atlas.js", "11-days.js", "11-time-bins.js", "16-time-cube.js")
SPANS = [
    (date(2024, 1, 16), date(2024, 1, 16)), (date(2024, 1, 14), date(2024, 1, 17)),
    (date(2023, 2, 15), date(2024, 2, 20)),
    (date(1997, 1, 1), date(2026, 10, 31)), (date(1, 1, 1), date(2024, 1, 1)),
]  # fmt: skip


@pytest.fixture(scope="module")
def blank(browser: Browser) -> Iterator[Page]:
    with open_script_page(browser, PARTS) as page:
        yield page


def call(page: Page, function: str, *arguments: object) -> Any:
    return page.evaluate(f"(values) => Faultline.timeBins.{function}(...values)", list(arguments))


@pytest.mark.parametrize(("first", "last"), SPANS)
def test_a_day_lies_in_the_same_bin_as_on_the_server(blank: Page, first: date, last: date) -> None:
    bins = TimeBins.covering(first, last)
    days = [first + (last - first) * share / 7 for share in range(8)] + [first - timedelta(days=0), last]
    edges = bins.edges.tolist()
    assert [call(blank, "binOf", edges, day_number(day)) for day in days] == [bins.bin_of(day) for day in days]
    assert call(blank, "binOf", edges, edges[0] - 99) == 0
    assert call(blank, "binOf", edges, edges[-1] + 99) == len(bins) - 1
    whole = call(blank, "whole", edges)
    assert call(blank, "daysOf", edges, whole) == [day.isoformat() for day in bins.days_of(*whole)]
    assert call(blank, "isWhole", edges, whole)


EDGES = [0, 10, 20, 30, 40, 50]


@pytest.mark.parametrize(
    ("days", "bins"),
    [
        (None, [0, 4]),
        (["1970-01-11", "1970-01-20"], [1, 1]),
        (["1970-01-12", "1970-01-21"], [1, 2]),
        ([None, "1970-01-20"], [0, 1]),
        (["1970-01-25", None], [2, 4]),
        (["1960-01-01", "1990-01-01"], [0, 4]),
        (["1990-01-01", "1990-01-02"], [4, 4]),
    ],
)
def test_a_window_of_days_touches_bins(blank: Page, days: list[str | None] | None, bins: list[int]) -> None:
    assert call(blank, "binsOf", EDGES, days) == bins


@pytest.mark.parametrize(
    ("by", "window"), [(1, [2, 3]), (2, [3, 4]), (9, [3, 4]), (-1, [0, 1]), (-9, [0, 1]), (0, [1, 2])]
)
def test_a_moved_window_keeps_its_width_and_stays_on_the_strip(blank: Page, by: int, window: list[int]) -> None:
    assert call(blank, "move", EDGES, [1, 2], by) == window


@pytest.mark.parametrize(
    ("end", "at", "window"),
    [(0, 0, [0, 3]), (0, 3, [3, 3]), (0, 4, [3, 3]), (0, -5, [0, 3]), (1, 4, [1, 4]), (1, 0, [1, 1]), (1, 99, [1, 4])],
)
def test_an_end_stops_at_the_other(blank: Page, end: int, at: int, window: list[int]) -> None:
    assert call(blank, "resize", EDGES, [1, 3], end, at) == window


def play(page: Page, span: list[int], width: int, busy: list[int], *, cumulative: bool = False) -> list[list[int]]:
    """The steps of playing, where something is in the bins that are busy."""
    steps: list[list[int]] = page.evaluate(
        """([span, width, isCumulative, busy]) => Faultline.timeBins.playSteps(
          span, width, isCumulative, ([first, last]) => busy.some((bin) => bin >= first && bin <= last))""",
        [span, width, cumulative, busy],
    )
    return steps


def test_playing_begins_where_something_happens_and_passes_over_what_is_empty(blank: Page) -> None:
    assert play(blank, [0, 99], 2, [50, 80]) == [[49, 50], [50, 51], [79, 80], [80, 81]]
    assert play(blank, [40, 60], 2, [50, 80]) == [[49, 50], [50, 51]]
    assert play(blank, [0, 3], 9, [2]) == [[0, 3]]
    assert play(blank, [0, 99], 2, []) == []
    assert play(blank, [5, 9], 1, [7], cumulative=True) == [[5, 7], [5, 8], [5, 9]]


@pytest.mark.parametrize("pixels", [260, 700, 1400])
@pytest.mark.parametrize(("first", "last"), SPANS)
def test_ticks_stand_apart_in_order_and_differ(blank: Page, first: date, last: date, pixels: int) -> None:
    start, stop = day_number(first), day_number(last) + 1
    ticks = call(blank, "ticks", start, stop, pixels, 74)
    days = [tick["day"] for tick in ticks]
    assert len(ticks) >= 1 or stop - start > 900
    assert all(start <= day < stop for day in days)
    assert all((after - before) * pixels / (stop - start) > 66 for before, after in pairwise(days))
    assert len({tick["label"] for tick in ticks}) == len(ticks)
    assert not any(":" in tick["label"] for tick in ticks)  # no hour


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (date(2024, 1, 16), date(2024, 1, 16), "16 January 2024"),
        (date(2024, 1, 16), date(2024, 1, 18), "16–18 January 2024"),
        (date(2024, 1, 30), date(2024, 2, 2), "30 January – 2 February 2024"),
        (date(2023, 12, 30), date(2024, 2, 2), "30 December 2023 – 2 February 2024"),
        (date(2024, 2, 1), date(2024, 2, 29), "February 2024"),
        (date(2024, 1, 1), date(2024, 3, 31), "January–March 2024"),
        (date(2023, 12, 1), date(2024, 1, 31), "December 2023 – January 2024"),
        (date(2012, 1, 1), date(2012, 12, 31), "2012"),
        (date(2012, 1, 1), date(2015, 12, 31), "2012–2015"),
        (date(1, 1, 1), date(99, 12, 31), "1–99"),
    ],
)
def test_days_in_words(blank: Page, first: date, last: date, text: str) -> None:
    assert call(blank, "inWords", day_number(first), day_number(last)) == text


DECODE = """([bytes, windows]) => {
  const cube = Faultline.timeCube.decode(Uint8Array.from(bytes).buffer);
  return windows.map((window) => Faultline.timeCube.within(cube, cube.cellCounts, window));
}"""


def test_a_cube_counts_in_the_browser_as_on_the_server(blank: Page) -> None:
    random = np.random.default_rng(3)
    lines = [
        f"i{number},2024-01-{1 + number % 9:02},30.5,{60 + number % 2},2024-01-{9 + number % 3:02},"
        f"{random.choice(['Battles', 'Riots', ''])}"
        for number in range(700)
    ]
    results = select(incident_table(*lines, columns="date_end,event_type"))
    cube = TimeCube.of_view(results, MapView.parse("-180,-85,180,85"), 7)
    assert cube is not None
    windows = list(combinations_with_replacement(range(len(cube.bins)), 2))
    counted = blank.evaluate(DECODE, [list(encode_cube(results.engine, cube)), windows])
    for window, places in zip(windows, counted, strict=True):
        expected = cube.cell_counts.within(*window).sum(axis=1)
        assert {place["place"]: place["count"] for place in places} == {
            place: count for place, count in enumerate(expected.tolist()) if count
        }
        assert all(sum(place["types"].values()) == place["count"] for place in places)


@pytest.mark.parametrize(
    "change", ["bytes.slice(0, 40)", "bytes.slice(0, -1)", "[...bytes, 0]", "[]", "[9, 9, 9, 9, 9]"]
)
def test_a_broken_cube_is_refused(blank: Page, change: str) -> None:
    results = select(incident_table("i1,2024-01-01,30.5,60", "i2,2024-01-02,30.5,60"))
    content = list(encode_cube(results.engine, TimeCube.of_view(results, MapView.parse("-180,-85,180,85"), 7)))
    script = f"""(bytes) => {{
      try {{ Faultline.timeCube.decode(Uint8Array.from({change}).buffer); }} catch {{ return "refused"; }}
      return "read";
    }}"""
    assert blank.evaluate(script, content) == "refused"
    assert blank.evaluate(script.replace(change, "bytes"), content) == "read"
