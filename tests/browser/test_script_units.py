"""What of the map's script needs no map: days, boxes, phrases and squares, run in the browser that will run them."""

import base64
import json
from collections.abc import Iterator
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Page

from geo.mapping.bundle import STATIC
from tests.browser.script_page import day_number, open_script_page

WITHOUT_A_MAP = (
    "10-atlas.js", "11-days.js", "11-time-bins.js", "12-boxes.js", "13-phrases.js", "14-squares.js", "15-clustering.js",
    "16-longitudes.js", "16-time-cube.js", "17-arcs.js", "17-toll-sizes.js",
    "67-positions.js", "68-record-parts.js", "69-list-parts.js",
)  # fmt: skip


@pytest.fixture(scope="module")
def blank(browser: Browser) -> Iterator[Page]:
    """An empty page with the parts of the script that need no map."""
    with open_script_page(browser, WITHOUT_A_MAP) as page:
        yield page


def call(page: Page, function: str, *arguments: object) -> object:
    """The answer of a function of the script."""
    return page.evaluate(f"(values) => Faultline.{function}(...values)", list(arguments))


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
        (["2024-01-01", "2024-01-31"], ["2024-01-31", None], True),
        (["2024-01-01", "2024-01-31"], ["2024-02-01", None], False),
        (["2024-01-01", "2024-01-31"], [None, "2024-01-01"], True),
        (["2024-01-01", "2024-01-31"], [None, "2023-12-31"], False),
        (["", ""], [None, "2023-12-31"], False),
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
        ([], "No publication is given."),
        ([{"citation": ""}], "No publication is given."),
        ([{"citation": "Dawn, paragraph 3"}], "Source: Dawn, paragraph 3"),
        ([{"citation": "a"}, {"citation": "C"}], "Sources: a; C"),
        ([{"citation": name} for name in "abcde"], "Sources: a; b; c; and 2 more"),
    ],
)
def test_sources_name_what_is_known_of_them(blank: Page, publications: list[dict[str, str]], line: str) -> None:
    assert call(blank, "phrases.sourceLine", publications, "No publication is given.") == line


def test_incidents_in_several_places_are_not_all_put_into_the_first(blank: Page) -> None:
    first, second = ({"place": name, "precision": "exact", "title": "T", "date": "D"} for name in ("Khash", "Rask"))
    assert call(blank, "phrases.placeOf", [first, first]) == "Khash"
    assert call(blank, "phrases.placeOf", [first, second]) == "Khash and elsewhere"
    assert call(blank, "phrases.summaryOf", [first]) == "T, D, Khash"
    assert call(blank, "phrases.summaryOf", [first, first]) == "2 incidents: Khash"


GROUPS = """(marks) => Faultline.clustering
  .group(marks, ({count}) => Faultline.tollSizes.clusterRadius(Math.max(count, 2)))
  .map(({x, y, radius, count, members}) => ({x, y, radius, count, keys: members.map(({key}) => key)}))"""


@pytest.mark.parametrize("seed", range(4))
def test_marks_that_would_touch_become_one_and_none_is_lost(blank: Page, seed: int) -> None:
    random = np.random.default_rng(seed)
    marks = [
        {"key": f"i{number}", "x": x, "y": y, "count": int(random.integers(1, 50))}
        for number, (x, y) in enumerate((random.normal(300, 120, (400, 2)) // 1).tolist())
    ]
    groups = blank.evaluate(GROUPS, marks)
    assert sorted(key for group in groups for key in group["keys"]) == sorted(mark["key"] for mark in marks)
    assert sum(group["count"] for group in groups) == sum(mark["count"] for mark in marks)
    for one, other in combinations(groups, 2):
        assert np.hypot(one["x"] - other["x"], one["y"] - other["y"]) >= one["radius"] + other["radius"]
    assert blank.evaluate(GROUPS, marks[::-1]) == groups


def test_a_cluster_stands_in_the_mean_of_its_incidents(blank: Page) -> None:
    marks: list[dict[str, Any]] = [{"key": "a", "x": 0, "y": 0, "count": 3}, {"key": "b", "x": 8, "y": 4, "count": 1}]
    (group,) = blank.evaluate(GROUPS, marks)
    assert (group["x"], group["y"], group["count"]) == (2, 1, 4)
    far = [{**mark, "x": mark["x"] * 100} for mark in marks]
    assert len(blank.evaluate(GROUPS, far)) == 2


@pytest.mark.parametrize(("apart_px", "doublings"), [(20, 1), (10, 2), (0.5, 6), (0, None)])
def test_a_cluster_knows_how_much_closer_it_comes_apart(blank: Page, apart_px: float, doublings: int | None) -> None:
    script = "(marks) => Faultline.clustering.doublingsToPart(marks, () => 12, 8)"
    marks = [{"key": key, "x": x, "y": 0, "count": 1} for key, x in (("a", 0), ("b", apart_px))]
    assert blank.evaluate(script, marks) == doublings


@pytest.mark.parametrize(
    ("killed", "has_ring", "is_unknown"),
    [([0, 0, 0], False, False), ([2, 2, 2], False, False), ([4, 4, 9], True, False), ([91, 91, None], False, False),
     ([None, None, 9], True, False), ([None, None, None], True, True)],
)  # fmt: skip
def test_an_unknown_toll_and_a_range_have_looks_of_their_own(
    blank: Page, killed: list[int | None], *, has_ring: bool, is_unknown: bool
) -> None:
    radii = call(blank, "tollSizes.tollRadii", killed)
    assert isinstance(radii, dict)
    assert (radii["ring"] is not None, radii["isUnknown"]) == (has_ring, is_unknown)
    assert radii["ring"] is None or radii["ring"] > radii["solid"]


def test_areas_of_marks_grow_with_the_killed_and_end_before_they_hide_a_province(blank: Page) -> None:
    sizes = [call(blank, "tollSizes.radius", killed) for killed in (0, 1, 4, 25, 100, 10_000)]
    assert sizes == sorted(sizes)  # type: ignore[type-var]
    assert sizes[-1] == 20
    assert call(blank, "tollSizes.sumOf", [[1, 2, 3], [None, None, None], [4, 4, None]]) == [5, 6, 7, 1, 1]


@pytest.mark.parametrize(
    ("number", "text"), [(2, "2"), (999, "999"), (1_000, "1k"), (1_240, "1.2k"), (26_000, "26k"), (1_200_000, "1.2M")]
)
def test_a_cluster_tells_its_number_shortly(blank: Page, number: int, text: str) -> None:
    assert call(blank, "phrases.shortNumber", number) == text


@pytest.mark.parametrize(
    ("killed", "text"),
    [([2, 2, 2], "2 killed"), ([4, 5, 9], "4–9 killed, most likely 5"), ([91, 91, None], "at least 91 killed"),
     ([None, None, 9], "at most 9 killed"), ([None, None, None], "number killed not stated"), ([0, 0, 0], "0 killed")],
)  # fmt: skip
def test_the_killed_of_one_in_words(blank: Page, killed: list[int | None], text: str) -> None:
    assert call(blank, "phrases.tollOfOne", killed) == text


@pytest.mark.parametrize(
    ("killed", "count", "text"),
    [([5, 6, 9, 0], 3, "5–9 killed"), ([5, 5, 5, 0], 3, "5 killed"), ([0, 0, 0, 3], 3, "number killed unknown"),
     ([5, 6, 9, 0, 1], 3, "at least 5 killed"), ([0, 0, 9, 0, 1], 1, "0 or more killed"),
     ([5, 6, 9, 1], 3, "at least 5 killed, unknown for 1")],
)  # fmt: skip
def test_the_killed_of_several_in_words(blank: Page, killed: list[int], count: int, text: str) -> None:
    assert call(blank, "phrases.tollOf", killed, count) == text


def test_a_correction_names_what_the_source_has(blank: Page) -> None:
    correction = "Faultline.phrases.correctionOf"
    assert blank.evaluate(f"[{correction}('2'), {correction}(''), {correction}(undefined)]") == [
        ", corrected; the source has \u20682\u2069",
        ", corrected",
        "",
    ]


@pytest.mark.parametrize(
    ("incident", "text"),
    [({"contested": False, "contested_on": ""}, ""), ({"contested": True}, "Contested: the table says so"),
     ({"contested": True, "contested_on": "what"}, "Contested: what"),
     ({"contested": True, "contested_on": "who; how many"}, "Contested: who, how many")],
)  # fmt: skip
def test_a_contest_says_on_what(blank: Page, incident: dict[str, object], text: str) -> None:
    assert call(blank, "phrases.contestOf", incident) == text


def test_names_of_marks_differ(blank: Page) -> None:
    assert call(blank, "phrases.distinctNames", ["a", "b", "a", "a"]) == ["a", "b", "a (2)", "a (3)"]
    assert call(blank, "phrases.positionOf", -17.5, 182.25) == "17.50° S, 177.75° W"
    types = {"battles": 40, "riots": 2, "protests": 12, "unstated": 1}
    labels = [[key, key.title()] for key in types]
    words = blank.evaluate("([types, labels]) => Faultline.phrases.typesOf(types, new Map(labels))", [types, labels])
    assert words == "40 Battles, 12 Protests, 2 Riots and others"


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


LISTED_DAYS = ["2024-01-02", "", "2023-05-01", "2024-01-02", "1999-12-31", ""]


def test_lists_have_the_latest_first_and_undated_ones_last(blank: Page) -> None:
    incidents = [{"id": number, "days": [day, day]} for number, day in enumerate(LISTED_DAYS)]
    listed = call(blank, "inView.sort", incidents)
    assert isinstance(listed, list)
    assert [incident["id"] for incident in listed] == [0, 3, 2, 4, 1, 5]


@pytest.mark.parametrize(
    ("killed", "words"),
    [([None, None, None], "killed not stated"), ([0, 0, 0], "0 killed"), ([1, 2, 3], "1–3 killed"),
     ([4, None, None], "at least 4 killed"), ([None, None, 9], "at most 9 killed"),
     ([1200, 1200, 1200], "1,200 killed")],
)  # fmt: skip
def test_a_line_says_the_killed_and_that_unknown_is_no_zero(blank: Page, killed: list[int | None], words: str) -> None:
    assert call(blank, "inView.shortToll", killed) == words


@pytest.mark.parametrize(
    ("place", "precision", "words"),
    [("Quetta", "exact", "Quetta"), ("Quetta", "near", "Quetta (about here)"), ("", "exact", "place not named"),
     ("کوئٹہ", "admin1", "کوئٹہ (about here)")],
)  # fmt: skip
def test_a_line_says_how_surely_the_place_is_known(blank: Page, place: str, precision: str, words: str) -> None:
    incident = {"place": place, "precision": precision, "precision_label": "about here"}
    assert call(blank, "inView.placeText", incident) == words


CLAIM = {"who": "Iran", "claimant": "Iran", "stance": "states this", "target": "", "killed": "", "injured": ""}
COLUMNS_OF = """(record) => [...Faultline.recordParts.claims(record)[1].querySelectorAll("thead th")]
  .map((cell) => cell.textContent)"""


def make_record(*claims: dict[str, str], publications: tuple[dict[str, str], ...] = ()) -> dict[str, Any]:
    completed = [CLAIM | {"claim": "", "source": ""} | claim for claim in claims]
    return {"claims": completed, "publications": list(publications), "publications_note": ""}


def test_columns_that_no_claim_fills_are_left_out(blank: Page) -> None:
    assert blank.evaluate(COLUMNS_OF, make_record({})) == ["Who", "Stance", "Source"]
    record = make_record({"target": "two bases"}, {"injured": "3"})
    assert blank.evaluate(COLUMNS_OF, record) == ["Who", "Stance", "Target", "Injured", "Source"]


LINKS_OF = """(record) => {
  const items = [...Faultline.recordParts.publications(record)[1].children];
  return items.map((item) => [item.textContent, item.querySelector("a")?.getAttribute("href") ?? null]);
}"""


@pytest.mark.parametrize(
    ("address", "link"),
    [("https://example.org/a?b=1", "https://example.org/a?b=1"), ("", None), ("javascript:alert(1)", None),
     ("data:text/html,x", None), ("HTTPS://EXAMPLE.ORG", "HTTPS://EXAMPLE.ORG"), ("https://a b", None)],
)  # fmt: skip
def test_only_addresses_of_the_web_are_links(blank: Page, address: str, link: str | None) -> None:
    publication = {"citation": "“A title”, 2024", "address": address, "host": "a.org"}
    text = "“A title”, 2024 Open at a.org" if link else "“A title”, 2024"
    assert blank.evaluate(LINKS_OF, make_record(publications=(publication,))) == [[text, link]]


def test_a_source_that_is_no_publication_is_listed_behind_them(blank: Page) -> None:
    record = make_record(
        {"source": "elsewhere"}, {"source": "first"}, publications=({"citation": "first", "reference": ""},)
    )
    assert blank.evaluate(LINKS_OF, record) == [["first", None], ["elsewhere", None]]


SUMMARY_OF = "(record) => Faultline.positions.summary(record).map((line) => line.textContent)"


def test_a_record_says_in_a_line_each_what_is_agreed_and_what_is_not(blank: Page) -> None:
    def position(question: str, status: str, *answers: tuple[str, list[str], bool]) -> dict[str, object]:
        keys = ("text", "claimants", "is_withdrawn")
        return {"question": question, "status": status, "answers": [dict(zip(keys, a, strict=True)) for a in answers]}

    positions = [
        position("Whether it happened", "agreed", ("it happened", ["Iran", "Pakistan"], False)),
        position("Who did it", "agreed", ("Iran", ["Iran", "Pakistan"], False), ("IRGC", ["Media"], True)),
        position("What was hit", "contested", ("bases", ["Iran"], False), ("<b>homes", ["A", "B", "C", "D"], False)),
        position("Injured", "one side", ("3", ["A"], False)),
        position("Where", "several answers", ("here", ["A"], False), ("there", ["B"], False)),
    ]
    assert blank.evaluate(SUMMARY_OF, {"positions": positions}) == [
        "Agreed: it happened; who did it: Iran.",
        "Contested: what was hit: bases (Iran) / <b>homes (A, B, C and 1 more).",
        "One side only: injured: 3 (A).",
    ]
    assert blank.evaluate(SUMMARY_OF, {}) == []


PLACES_OF = """(record) => [...Faultline.recordParts.claims(record)[1].querySelectorAll("td.source")]
  .map((cell) => cell.textContent)"""


def test_claims_of_one_publication_have_its_number_and_their_paragraphs(blank: Page) -> None:
    claims = [{"source": f"“A title”, 2024{where}"} for where in (", paragraph 5", ", paragraphs 1–2; 7", "")]
    first, second = ({"citation": text, "reference": ""} for text in ("Other", "“A title”, 2024, paragraphs 1–8; 20"))
    record = make_record(*claims, {"source": ""}, {"source": "A third"}, publications=(first, second))
    assert blank.evaluate(PLACES_OF, record) == ["[2] ¶ 5", "[2] ¶ 1–2; 7", "[2]", "", "[3]"]
    assert [text for text, _ in blank.evaluate(LINKS_OF, record)] == [first["citation"], second["citation"], "A third"]


ARC = {"start": {"x": 0, "y": 0}, "control": {"x": 50, "y": -60}, "end": {"x": 100, "y": 0}}


def test_an_arc_keeps_its_shape_between_other_ends(blank: Page) -> None:
    moved: Any = call(blank, "arcs.between", ARC, {"x": 10, "y": 10}, {"x": 10, "y": 210})
    assert moved["control"] == {"x": 130, "y": 110}  # turned by a quarter and twice as long
    assert call(blank, "arcs.between", ARC, ARC["start"], ARC["end"]) == ARC


def test_an_arc_between_a_place_and_itself_is_a_line(blank: Page) -> None:
    point = {"x": 5, "y": 5}
    moved: Any = call(blank, "arcs.between", {"start": point, "control": point, "end": point}, point, ARC["end"])
    assert moved["control"] == {"x": 52.5, "y": 2.5}


@pytest.mark.parametrize("edge", [{"x": 0, "y": 0, "radius": 20}, box(-20, -20, 20, 20)])
def test_an_arc_begins_and_ends_outside_of_what_is_drawn_there(blank: Page, edge: dict[str, float]) -> None:
    at_end = {"x": 100, "y": 0, "radius": 12}
    trimmed: Any = call(blank, "arcs.trim", ARC, edge, at_end)
    assert not call(blank, "arcs.isIn", edge, trimmed["start"])
    assert not call(blank, "arcs.isIn", at_end, trimmed["end"])
    middle: Any = call(blank, "arcs.pointAt", trimmed, 0.5)
    distances = [
        np.hypot(middle["x"] - point["x"], middle["y"] - point["y"])
        for point in (call(blank, "arcs.pointAt", ARC, share / 200) for share in range(201))
        if isinstance(point, dict)
    ]
    assert min(distances) < 0.5  # it lies on the arc that it is a part of


def test_nothing_is_left_of_an_arc_between_marks_that_touch(blank: Page) -> None:
    assert call(blank, "arcs.trim", ARC, {"x": 0, "y": 0, "radius": 90}, {"x": 100, "y": 0, "radius": 90}) is None


def test_the_tip_of_an_arc_is_at_its_end(blank: Page) -> None:
    line = {"start": {"x": 0, "y": 0}, "control": {"x": 50, "y": 0}, "end": {"x": 100, "y": 0}}
    assert call(blank, "arcs.headOf", line, 10) == "M100.0,0.0L90.0,4.2L90.0,-4.2Z"
