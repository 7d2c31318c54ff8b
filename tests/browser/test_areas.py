"""Countries and provinces in colour, as a person sees and uses them."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor

# The colour of the areas' own canvas at a place, as #rrggbb; empty where nothing is painted.
COLOUR = """(() => {
  if (!window.Faultline || !Faultline.map) return '';
  const canvas = Faultline.map.getPane('areas').querySelector('canvas');
  if (!canvas) return '';
  const at = Faultline.map.latLngToContainerPoint([%s, %s]);
  const shown = canvas.getBoundingClientRect();
  const box = Faultline.map.getContainer().getBoundingClientRect();
  const scale = canvas.width / shown.width;
  const [x, y] = [(at.x + box.left - shown.left) * scale, (at.y + box.top - shown.top) * scale];
  const [r, g, b, alpha] = canvas.getContext('2d').getImageData(x, y, 1, 1).data;
  return alpha ? '#' + [r, g, b].map((part) => part.toString(16).padStart(2, '0')).join('') : '';
})()"""
POINT = "(() => {const p = Faultline.map.latLngToContainerPoint([%s, %s]); return [p.x, p.y]})()"
BALOCHISTAN, TEHRAN, TURKEY = (27.9, 64.9), (35.6, 51.4), (39.0, 35.0)


def colour(visitor: Visitor, place: tuple[float, float]) -> str:
    return str(visitor.in_map(COLOUR % place))


def await_colour(visitor: Visitor, place: tuple[float, float]) -> str:
    visitor.wait_in_map(COLOUR % place)
    return colour(visitor, place)


def open_areas(visitor: Visitor, path: str) -> Page:
    page = visitor.open_map(path, empty=True)
    await_colour(visitor, BALOCHISTAN)
    return page


def legend_colours(visitor: Visitor) -> list[str]:
    theme = visitor.in_map("document.documentElement.dataset.theme")
    colours = visitor.in_map(f"Faultline.shown.areas.classes.map((each) => each.{theme}.toLowerCase())")
    assert isinstance(colours, list)
    return colours


def press(visitor: Visitor, name: str) -> None:
    with visitor.rerun():
        visitor.page.get_by_test_id("stButtonGroup").get_by_text(name, exact=True).first.click()


def test_provinces_are_coloured_as_the_legend_says(visitor: Visitor) -> None:
    page = open_areas(visitor, "/map?drawn=provinces")
    visitor.shows(0)
    pale, deep = legend_colours(visitor)
    assert colour(visitor, BALOCHISTAN) == pale
    assert colour(visitor, TEHRAN) == deep
    assert colour(visitor, TURKEY) == ""
    legend = visitor.frame.locator(".legend")
    expect(legend.get_by_text("Incidents, by province")).to_be_visible()
    expect(legend.get_by_text("2 or more")).to_be_visible()
    expect(page.get_by_text("16 in no known province.")).to_be_visible()
    assert visitor.outside == visitor.errors == []


def test_switching_keeps_the_map_and_belongs_to_the_address(visitor: Visitor) -> None:
    page = visitor.open_map()
    press(visitor, "provinces")
    await_colour(visitor, BALOCHISTAN)
    visitor.arrived(ending="/map?drawn=provinces")
    press(visitor, "by killed")
    visitor.arrived(ending="/map?drawn=provinces&measure=killed")
    page.reload()
    page.get_by_text("Killed is the sum of the best estimates").wait_for()
    visitor.frame.locator(".legend").wait_for(state="attached")
    visitor.idle()
    await_colour(visitor, BALOCHISTAN)
    with visitor.rerun():  # the sentence below stands on both pages
        page.go_back()
    page.get_by_text("16 in no known province.").wait_for()
    press(visitor, "incidents")
    visitor.arrived(ending="/map")
    visitor.shows(12)
    visitor.wait_in_map(f"({COLOUR % BALOCHISTAN}) === ''")
    expect(visitor.frame.locator(".legend .square")).to_have_count(0)
    assert visitor.errors == []


def test_the_first_switch_does_not_mount_the_map_anew(visitor: Visitor) -> None:
    visitor.open_map()
    visitor.in_map("window.notRemounted = true")
    press(visitor, "countries")
    await_colour(visitor, BALOCHISTAN)
    press(visitor, "incidents")
    visitor.shows(12)
    assert visitor.in_map("window.notRemounted") is True


def test_a_click_tells_the_numbers_and_offers_the_filter(visitor: Visitor) -> None:
    page = open_areas(visitor, "/map?drawn=provinces&measure=killed&date_precision=day")
    box = page.locator("iframe").bounding_box()
    point = visitor.in_map(POINT % BALOCHISTAN)
    assert box
    assert isinstance(point, list)
    page.mouse.move(box["x"] + point[0], box["y"] + point[1])
    expect(visitor.frame.locator(".leaflet-tooltip").get_by_text("Balochistan")).to_be_visible()
    page.mouse.click(box["x"] + point[0], box["y"] + point[1])
    popup = visitor.frame.locator(".leaflet-popup")
    expect(popup.get_by_text("Incidents")).to_be_visible()
    expect(popup.get_by_text("Killed")).to_be_visible()
    address = str(popup.get_by_role("link", name="Only this province").get_attribute("href"))
    visitor.wait_for_map()
    visitor.arrived("date_precision=day")  # a click on an area does not filter by itself
    visitor.open_map(address, empty=True)
    expect(visitor.summary).to_contain_text("Pakistan")
    expect(visitor.summary).to_contain_text("in the province of Balochistan")
    visitor.arrived("drawn=provinces&measure=killed")


def test_another_theme_paints_anew(visitor: Visitor) -> None:
    open_areas(visitor, "/map?drawn=countries")
    light = colour(visitor, BALOCHISTAN)
    visitor.in_map("document.documentElement.dataset.theme = 'dark'; Faultline.map.fire('faultline:theme'); 0")
    visitor.wait_in_map(f"({COLOUR % BALOCHISTAN}) !== '{light}'")
    assert await_colour(visitor, BALOCHISTAN) in legend_colours(visitor)


def test_the_unknown_is_hatched_and_the_legend_says_so(visitor: Visitor) -> None:
    visitor.open_map("/map?drawn=countries&measure=killed", empty=True)
    legend = visitor.frame.locator(".legend")
    expect(legend.get_by_text("number unknown")).to_be_visible()
    iraq = [await_colour(visitor, (33.0, 43.5 + step / 20)) for step in range(12)]
    assert not set(iraq) & set(legend_colours(visitor))


def test_a_phone_in_the_dark_reads_the_areas(phone: Visitor) -> None:
    open_areas(phone, "/map?drawn=provinces")
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert colour(phone, BALOCHISTAN) in legend_colours(phone)
    phone.page.locator("iframe").scroll_into_view_if_needed()
    box = phone.page.locator("iframe").bounding_box()
    point = phone.in_map(POINT % BALOCHISTAN)
    assert box
    assert isinstance(point, list)
    phone.page.touchscreen.tap(box["x"] + point[0], box["y"] + point[1])
    expect(phone.page.frame_locator("iframe").locator(".leaflet-popup h3")).to_have_text("Balochistan")
