"""How links look, measured: contrast to the ground, and distance from the colours of the types."""

import pytest

from geo.core.schema import RELATIONS
from geo.mapping.link_styles import LINK_STYLES, LinkStyle, link_styles_css
from geo.mapping.symbols import TYPE_COLOURS
from geo.pictures.palette import DARK, LIGHT

MIN_CONTRAST = 4.5


def luminance(colour: str) -> float:
    """The relative luminance of WCAG 2."""
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(colour: str, other: str) -> float:
    low, high = sorted((luminance(colour), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("style", LINK_STYLES, ids=lambda style: str(style.key))
def test_a_link_stands_out_from_land_and_sea(style: LinkStyle) -> None:
    for colour, palette in ((style.light, LIGHT), (style.dark, DARK)):
        assert min(contrast(colour, ground) for ground in (palette.land, palette.sea)) >= MIN_CONTRAST


def test_each_relation_has_dashes_and_a_colour_of_its_own() -> None:
    assert [style.relation for style in LINK_STYLES] == list(RELATIONS)
    for values in ({style.dashes for style in LINK_STYLES}, {style.light for style in LINK_STYLES}):
        assert len(values) == len(LINK_STYLES)
    assert not {style.light for style in LINK_STYLES} & {colour.light for colour in TYPE_COLOURS}


def test_the_style_sheet_has_every_relation() -> None:
    assert all(f".link-{style.key} {{" in link_styles_css() for style in LINK_STYLES)
