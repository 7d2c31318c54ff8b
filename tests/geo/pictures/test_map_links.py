"""The links of a picture: which arcs there are, and that they lie outside of what is drawn at their ends."""

import numpy as np
import pytest

from geo.mapping.link_styles import LINK_STYLES
from geo.pictures.map_frame import MapFrame
from geo.pictures.map_links import MapLinks, Place, build_links, draw_links, link_section
from geo.pictures.map_marks import build_marks
from geo.pictures.palette import DARK, LIGHT, Palette
from geo.pictures.sheet import Box
from geo.query.selection import Selection
from geo.storage.atlas_cache import base_atlas

FRAME = MapFrame.fit(Box(0, 0, 900, 600), (36.0, 24.0, 75.0, 38.0), 9)


def links_of(query: str = "") -> MapLinks:
    atlas = base_atlas()
    results = atlas.select(Selection.from_query(query))
    marks = build_marks(results.engine, results.marks_in_view(FRAME.view, FRAME.zoom), FRAME)
    return build_links(atlas, results, marks, FRAME)


def test_every_link_between_two_places_is_drawn_once() -> None:
    assert sorted(link.style.relation for link in links_of().links) == ["follows", *["response to"] * 4]
    assert not links_of("country=Pakistan").badges


def test_no_links_draw_nothing() -> None:
    nothing = links_of("type=Protests")
    assert not nothing.links
    assert not draw_links(nothing, LIGHT)
    assert not link_section(nothing, LIGHT).entries


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_a_line_has_the_dashes_and_the_colour_of_its_relation(palette: Palette) -> None:
    links = links_of()
    drawn = {(node.get("stroke"), node.get("stroke-dasharray")) for node in draw_links(links, palette)}
    for style in LINK_STYLES:
        colour = style.dark if palette is DARK else style.light
        is_drawn = any(link.style is style for link in links.links)
        assert ((colour, style.dashes or None) in drawn) is is_drawn


def test_arcs_end_outside_of_marks_and_names() -> None:
    for place in (Place(0, 0, 5, 5), Place(0, 0, 40, 12, is_box=True)):
        points = np.array([[0.0, 0.0], [4.0, 3.9], [39.0, 11.0], [41.0, 0.0]])
        assert place.covers(points).tolist() == (
            [True, False, False, False] if not place.is_box else [True] * 3 + [False]
        )
