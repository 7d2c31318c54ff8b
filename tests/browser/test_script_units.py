"""What of the map's script needs no map: days, boxes, phrases and squares, run in the browser that will run them."""

import base64
import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from geo.mapping.bundle import STATIC

WITHOUT_A_MAP = ("10-atlas.js", "11-days.js", "12-boxes.js", "13-phrases.js", "14-squares.js")
WIDTHS_DAYS = [1, 7, 30, 91, 365, 1826]  # those that the control offers
SPANS_DAYS = [0, 1, 6, 7, 29, 400, 401, 799, 3_650, 20_000]


@pytest.fixture(scope="module")
def blank(browser: Browser) -> Iterator[Page]:
    """An empty page with the parts of the script that need no map."""
    page = browser.new_page()
    page.add_script_tag(content="\n".join((STATIC / name).read_text(encoding="utf-8") for name in WITHOUT_A_MAP))
    yield page
    page.close()


def call(page: Page, function: str, *arguments: object) -> object:
    """The answer of a function of the script."""
    return page.evaluate(f"(values) => Faultline.{function}(...values)", list(arguments))


def day_number(day: date) -> int:
    return (day - date(1970, 1, 1)).days


def test_the_parts_are_those_of_the_bundle() -> None:
    assert set(WITHOUT_A_MAP) <= {path.name for path in STATIC.glob("*.js")}


@pytest.mark.parametrize("day", [date(1970, 1, 1), date(1969, 12, 31), date(2000, 2, 29), date(2024, 1, 16)])
def test_a_day_becomes_a_number_and_back(blank: Page, day: date) -> None:
    assert call(blank, "days.dayNumber", day.isoformat()) == day_number(day)
    assert call(blank, "days.isoDate", day_number(day)) == day.isoformat()


def test_a_text_of_any_script_is_decoded(blank: Page) -> None:
    payload = {"title": "زاهدان “Zahedan” 🕊 </script>{{7*7}}", "count": 3}
    encoded = base64.b64encode(json.dumps(payload).encode()).decode()
    assert call(blank, "decode", encoded) == payload


WINDOWS = """([span, width]) => {
  const { min, max, step } = Faultline.days.windowSteps(span, width);
  const windows = [];
  for (let end = min; end <= max; end += step) windows.push(Faultline.days.windowEndingOn(end, width, span, false));
  return { onStep: (max - min) % step === 0, windows };
}"""


@pytest.mark.parametrize("width", WIDTHS_DAYS)
def test_windows_cover_every_day_of_the_span_and_end_with_it(blank: Page, width: int) -> None:
    first = date(2001, 3, 4)
    for length in SPANS_DAYS:
        steps = blank.evaluate(WINDOWS, [[day_number(first), day_number(first) + length], width])
        assert steps["onStep"]
        windows = [tuple(map(date.fromisoformat, window)) for window in steps["windows"]]
        assert all((last - start).days < width for start, last in windows)
        days = {start + timedelta(days=number) for start, last in windows for number in range((last - start).days + 1)}
        assert days == {first + timedelta(days=number) for number in range(length + 1)}


def test_a_cumulative_window_begins_with_the_span(blank: Page) -> None:
    span = [day_number(date(2020, 1, 1)), day_number(date(2020, 12, 31))]
    window = call(blank, "days.windowEndingOn", day_number(date(2020, 6, 1)), 30, span, True)
    assert window == ["2020-01-01", "2020-06-01"]


@pytest.mark.parametrize(
    ("length", "width"), [(0, 1), (99, 1), (101, 7), (3_000, 30), (9_000, 91), (36_000, 365), (999_999, 1826)]
)
def test_the_width_suits_the_span(blank: Page, length: int, width: int) -> None:
    index = call(blank, "days.suitableWidth", WIDTHS_DAYS, [0, length])
    assert isinstance(index, int)
    assert WIDTHS_DAYS[index] == width


@pytest.mark.parametrize(
    ("dates", "window", "overlaps"),
    [
        (["2024-01-01", "2024-01-31"], ["2024-01-31", "2024-02-06"], True),
        (["2024-01-01", "2024-01-31"], ["2024-02-01", "2024-02-06"], False),
        (["2024-02-06", "2024-02-06"], ["2024-01-31", "2024-02-06"], True),
        (["2024-02-07", "2024-02-07"], ["2024-01-31", "2024-02-06"], False),
        (["2023-01-01", "2025-12-31"], ["2024-01-31", "2024-02-06"], True),
        (["", ""], ["0001-01-01", "9999-12-31"], False),
        (["", ""], None, True),
    ],
)
def test_an_incident_is_in_a_window_that_a_day_of_it_may_lie_in(
    blank: Page, dates: list[str], window: list[str] | None, overlaps: bool
) -> None:
    assert call(blank, "days.overlapsWindow", dates, window) is overlaps


def box(left: float, top: float, right: float, bottom: float) -> dict[str, float]:
    return {"left": left, "top": top, "right": right, "bottom": bottom}


@pytest.mark.parametrize(
    ("other", "overlaps"),
    [
        (box(5, 5, 15, 15), True),
        (box(2, 2, 3, 3), True),
        (box(-5, -5, 25, 25), True),
        (box(10, 0, 20, 10), False),  # they touch
        (box(0, 10, 10, 20), False),
        (box(11, 11, 12, 12), False),
    ],
)
def test_boxes_overlap_where_they_share_more_than_an_edge(blank: Page, other: dict[str, float], overlaps: bool) -> None:
    assert call(blank, "boxes.overlaps", box(0, 0, 10, 10), other) is overlaps
    assert call(blank, "boxes.overlaps", other, box(0, 0, 10, 10)) is overlaps


def test_a_box_moves_down_until_it_lies_on_no_other(blank: Page) -> None:
    others = [box(0, 0, 10, 10), box(0, 12, 10, 22), box(50, 0, 60, 100)]
    assert call(blank, "boxes.shiftBelow", box(2, 5, 8, 15), others) == 18
    assert call(blank, "boxes.shiftBelow", box(20, 5, 28, 15), others) == 0


def test_the_first_of_overlapping_items_stay(blank: Page) -> None:
    items = [box(0, 0, 10, 10), box(5, 5, 15, 15), box(14, 0, 24, 10), box(30, 0, 40, 10)]
    script = "(items) => Faultline.boxes.withoutOverlap(items, (item) => item)"
    assert blank.evaluate(script, items) == [items[0], items[2], items[3]]


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0 incidents"), (1, "1 incident"), (2, "2 incidents"), (12_345, "12,345 incidents")]
)
def test_counts_agree_with_their_noun(blank: Page, number: int, text: str) -> None:
    assert call(blank, "phrases.countOf", number, "incident") == text


@pytest.mark.parametrize(
    ("publications", "line"),
    [
        ([], "No source given"),
        ([{"reference": "", "title": "", "paragraph": ""}], "No source given"),
        ([{"reference": "report-1", "title": "", "paragraph": "3"}], "Source: report-1, paragraph 3"),
        (
            [{"reference": "a", "title": "B", "paragraph": ""}, {"reference": "", "title": "C", "paragraph": "1"}],
            "Sources: a, B; C, paragraph 1",
        ),
    ],
)
def test_sources_name_what_is_known_of_them(blank: Page, publications: list[dict[str, str]], line: str) -> None:
    assert call(blank, "phrases.sourceLine", publications) == line


def test_incidents_in_several_places_are_not_all_put_into_the_first(blank: Page) -> None:
    first, second = ({"place": name, "precision": "exact", "title": "T", "date": "D"} for name in ("Khash", "Rask"))
    assert call(blank, "phrases.placeOf", [first, first]) == "Khash"
    assert call(blank, "phrases.placeOf", [first, second]) == "Khash and elsewhere"
    assert call(blank, "phrases.summaryOf", [first]) == "T, D"
    assert call(blank, "phrases.summaryOf", [first, first]) == "2 incidents: Khash"


@pytest.mark.parametrize("across", [1, 32, 64])
@pytest.mark.parametrize("pixel", [(0, 0), (255, 255), (256, 0), (1000, 700), (511, 4095)])
def test_a_pixel_lies_in_the_square_of_its_tile(blank: Page, pixel: tuple[int, int], across: int) -> None:
    position = call(blank, "squares.squareAt", {"x": pixel[0], "y": pixel[1]}, across)
    tiles = [axis // 256 for axis in pixel]
    squares = [axis % 256 * across // 256 for axis in pixel]
    assert position == {"tile": tiles, "square": squares}


def test_a_square_that_is_not_listed_counts_nothing(blank: Page) -> None:
    squares = [[0, 1, 12], [3, 4, 5]]
    assert call(blank, "squares.countIn", squares, [3, 4]) == 5
    assert call(blank, "squares.countIn", squares, [1, 0]) == 0


def test_squares_are_finer_from_the_close_zoom_on(blank: Page) -> None:
    density = {"depths": [5, 6], "close_zoom": 7}
    assert [call(blank, "squares.squaresAcross", density, zoom) for zoom in (3, 6, 7, 12)] == [32, 32, 64, 64]


def test_every_part_of_the_script_parses(blank: Page) -> None:
    for path in sorted(Path(STATIC).glob("*.js")):
        error = blank.evaluate(
            "(source) => { try { new Function(source); return '' } catch (error) { return String(error) } }",
            path.read_text(encoding="utf-8"),
        )
        assert error == "", path.name
