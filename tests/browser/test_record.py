"""The record of an incident: beside the table, from a list, and its chain under the strip of the map."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import IDLE, visit
from tests.serving import serve_script

ROW_PX = 35  # of Streamlit's table
HEADER = "incident_id,title,date_start,latitude,longitude,event_type,killed_best,contested"
HOSTILE = "<img src=x onerror=alert(1)> {{7*7}} 'quoted'"
ARABIC = "هجوم على مركز شرطة"
N_ROWS = 60
CLAIMS = """incident_id,claimant,stance,claim,target,killed_best
a,Police,disputes,Says three died.,<b>guards</b>,3
a,Police,denies,,,
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("record")
    rows = [
        f"i{number:02},Event {number:02},2024-01-{number % 28 + 1:02},27,62,Battles,{number},"
        for number in range(N_ROWS)
    ]
    rows += [
        f'a,"{HOSTILE}",2024-02-01,27,62,Riots,3,true',
        f"b,{ARABIC},2024-02-02,27,62,Diplomatic,,",
        "bare,,2024-02-03,,,,,",
    ]
    (folder / "made.csv").write_text("\n".join([HEADER, *rows, ""]), encoding="utf-8")
    links = "incident_id,relation,to_incident_id\nb,response to,a\na,retaliation for,i05\n"
    (folder / "made.links.csv").write_text(links, encoding="utf-8")
    (folder / "made.claims.csv").write_text(CLAIMS, encoding="utf-8")
    with serve_script(environment={"INCIDENTS": str(folder / "made.csv")}) as served:
        yield served


@pytest.fixture
def page(desk: BrowserContext, address: str) -> Iterator[Page]:
    with visit(desk, address) as visitor:
        yield visitor.page
        assert (visitor.errors, visitor.dialogs, visitor.outside) == ([], [], [])


def opened_incident(page: Page) -> list[str]:
    return parse_qs(urlsplit(page.url).query).get("incident", [])


def click_row(page: Page, row: int) -> None:
    table = page.locator(".st-key-rows [data-testid=stDataFrame]")
    expect(table.locator("canvas").first).to_be_visible()
    # What stands above the table has come, so that it moves no more under the pointer.
    expect(page.locator("[data-testid=stApp][data-test-script-state=notRunning]")).to_be_visible()
    table.click(position={"x": 200, "y": ROW_PX * (row + 1.5)})


def test_a_click_on_a_row_opens_its_record_beside_it(page: Page, address: str) -> None:
    page.goto(f"{address}/filter")
    click_row(page, 2)
    record = page.locator(".record")
    expect(record.locator("h2")).to_have_text("Event 56")
    table_box, record_box = page.locator(".st-key-rows").bounding_box(), record.bounding_box()
    assert table_box is not None
    assert record_box is not None
    assert record_box["x"] >= table_box["x"] + table_box["width"]
    page.wait_for_url("**/filter?incident=i56")
    record.get_by_role("button", name="Close").click()
    expect(record).to_have_count(0)
    page.wait_for_url(lambda url: "incident=" not in url)


def test_a_link_shows_the_record_its_row_and_hostile_text_as_text(page: Page, address: str) -> None:
    page.goto(f"{address}/filter?incident=a")
    record = page.locator(".record")
    expect(record.locator("h2")).to_have_text(HOSTILE)
    expect(record.locator(".claims tbody th")).to_have_text(["Police (1 of 2)", "Police (2 of 2)"])
    # No claim says how many were injured, so that there is no column for it.
    expect(record.locator(".claims thead th")).to_have_text(["Who", "Stance", "Target", "Killed", "Source"])
    expect(record.locator(".claims tbody").first.locator("tr").first.locator("td")).to_have_text(
        ["disputes what or whom it hit", "<b>guards</b>", "3", ""]
    )
    expect(record.locator(".chain li .quiet")).to_have_text(
        ["retaliated against by this incident", "this incident", "in response to this incident"]
    )
    expect(record.get_by_role("link", name=ARABIC).locator("bdi")).to_have_count(1)
    page.wait_for_function("() => document.querySelector('.st-key-rows .dvn-scroller').scrollTop > 1000")
    record.get_by_role("link", name=ARABIC).click()
    expect(record.locator("h2")).to_have_text(ARABIC)
    page.wait_for_url("**/filter?incident=b")
    page.go_back()
    expect(record.locator("h2")).to_have_text(HOSTILE)


def test_a_row_of_nothing_but_the_required_columns_says_what_is_unknown(page: Page, address: str) -> None:
    page.goto(f"{address}/filter?incident=bare")
    record = page.locator(".record")
    expect(record.locator("h2")).to_have_text("bare")
    expect(record).to_contain_text("No publication is given.")
    assert "None" not in record.inner_text()
    assert "nan" not in record.inner_text()


def test_order_and_page_are_those_of_the_address(page: Page, address: str) -> None:
    page.goto(f"{address}/filter?sort=-killed_best")
    click_row(page, 0)
    expect(page.locator(".record h2")).to_have_text("Event 59")
    assert parse_qs(urlsplit(page.url).query)["sort"] == ["-killed_best"]


def test_on_a_phone_the_record_is_scrolled_to(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{address}/filter")
    click_row(page, 1)
    record = page.locator(".record")
    expect(record.locator("h2")).to_be_in_viewport()
    context.close()


def test_back_leads_to_the_line_of_the_list(page: Page, address: str) -> None:
    page.goto(f"{address}/timeline?page=2")
    expect(page.locator(".lines > li")).to_have_count(N_ROWS + 3 - 50)
    link = page.locator(".lines a.title").nth(6)
    link.scroll_into_view_if_needed()
    title, top = (
        link.inner_text(),
        page.evaluate("element => element.getBoundingClientRect().top", link.element_handle()),
    )
    link.press("Enter")
    expect(page.locator(".record h2")).to_have_text(title)
    page.go_back()
    expect(page.locator(".lines a.title").nth(6)).to_be_focused()
    page.wait_for_url("**/timeline?page=2")
    page.wait_for_function(
        """([number, top]) => {
          const roots = [...document.querySelectorAll("*")].map((node) => node.shadowRoot).filter(Boolean);
          const links = roots.flatMap((root) => [...root.querySelectorAll(".lines a.title")]);
          return Math.abs(links[number].getBoundingClientRect().top - top) < 3;
        }""",
        arg=[6, top],
    )


def test_lines_are_few_elements_and_moved_among_by_arrows(page: Page, address: str) -> None:
    page.goto(f"{address}/timeline")
    lines = page.locator(".lines > li")
    expect(lines).to_have_count(50)
    page.locator(IDLE).wait_for()
    assert page.locator("[data-testid=stMain] [data-testid=stElementContainer]").count() < 30
    page.locator(".lines a.title").first.press("ArrowDown")
    expect(page.locator(".lines a.title").nth(1)).to_be_focused()


def test_the_chain_of_the_open_incident_stands_under_the_strip(page: Page, address: str) -> None:
    page.goto(f"{address}/map")
    map_frame = page.frame_locator("iframe")
    expect(map_frame.locator(".screen")).to_be_attached()
    frame = next(frame for frame in page.frames if "streamlit_folium" in frame.url)
    frame.wait_for_function("() => window.Faultline && Faultline.shown && Faultline.screen")
    chain = map_frame.locator(".chain")
    expect(chain).to_be_hidden()
    frame.evaluate(
        """async (id) => {
          const record = await (await fetch(`/api/incident.json?id=${id}`)).json();
          Faultline.map.fire("faultline:incident", { record });
        }""",
        "a",
    )
    cards = chain.get_by_role("button")
    expect(cards).to_have_count(3)
    expect(chain.locator("[aria-current=true]")).to_contain_text(HOSTILE)
    expect(cards.last).to_contain_text("in response to this incident")
    expect(chain.locator(".chain-arc")).to_have_count(2)
    opened = frame.evaluate(
        """() => new Promise((resolve) => {
          Faultline.openIncident = resolve;
          document.querySelector(".chain-cards li:last-child button").click();
        })"""
    )
    assert opened == "b"
    frame.evaluate("Faultline.map.fire('faultline:incident', {record: null})")
    expect(chain).to_be_hidden()
