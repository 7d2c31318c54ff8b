"""Legends of the coloured countries and provinces; the map's script fetches the numbers themselves by their address.

The colours are those of the density squares, spread over however many classes there are.
"""

from typing import Any
from urllib.parse import urlencode

import numpy as np

from geo.analysis.choropleth import NO_CLASS, NOUNS, Choropleth
from geo.analysis.comparison.baseline import BASELINE, SELECTION
from geo.analysis.comparison.difference_map import DifferenceMap
from geo.mapping.density_tiles import COLOURS
from geo.query.selection import Selection

VIEW_NAMES = {"admin1": "provinces", "country": "countries"}  # their names in a page's address
# More in the baseline, no difference, more in the selection. Orange to blue differ in lightness too, so that readers
# with any colour vision see the order; the steps were chosen by eye on both grounds of the basemap.
DIVERGING: dict[str, tuple[tuple[str, ...], str, tuple[str, ...]]] = {
    "light": (("#A3541F", "#CF8A55", "#EBC9A8"), "#DCDCD8", ("#B4C3EA", "#6F88D6", "#2F4DC8")),
    "dark": (("#F0A35E", "#B9763A", "#6E4A2C"), "#3E4449", ("#3C4878", "#6674C4", "#A9A2F5")),
}
# Places in a palette of nine, chosen by eye: a mid tone stands for a single class, and the last colour is left to small
# squares, since a whole country in it would outshine the map.
SINGLE_CLASS_COLOUR = 3
LAST_COLOUR = 7


def choropleth_query(choropleth: Choropleth, selection: Selection) -> str:
    """The query string for which /api/choropleth.json and .csv return the same numbers."""
    options = {"by": choropleth.by, "measure": choropleth.measure} | ({"per": choropleth.per} if choropleth.per else {})
    return "&".join(filter(None, (urlencode(options), selection.to_query())))


def build_legend(choropleth: Choropleth, selection: Selection) -> dict[str, Any]:
    """The legend of a choropleth for the map's script: JSON values only."""
    shades = {theme: _sequential_colours(colours, len(choropleth.classes)) for theme, colours in COLOURS.items()}
    page = {"drawn": VIEW_NAMES[choropleth.by], "measure": choropleth.measure, "per": choropleth.per}
    return {
        "by": choropleth.by,
        "noun": NOUNS[choropleth.by][0],
        "unit": choropleth.unit,
        "per": choropleth.per,
        "address": f"/api/choropleth.json?{choropleth_query(choropleth, selection)}",
        "page": {key: value for key, value in page.items() if value},
        "classes": [
            {"label": class_.label, **{theme: shades[theme][number] for theme in shades}}
            for number, class_ in enumerate(choropleth.classes)
        ],
        "unknown": bool((choropleth.areas["class"] == NO_CLASS).any()),
    }


def build_difference_legend(differences: DifferenceMap, selection: Selection) -> dict[str, Any]:
    """The legend of a difference map, in the form of `build_legend`: one hue for each side, a neutral middle.

    `selection`: that of the page's address, which may set fewer days than the one that is compared.
    """
    pair = differences.pair
    options = urlencode({"by": differences.by, "with": pair.source})
    labels = [class_.label for class_ in differences.classes]
    class_labels = [
        *(f"more in {pair.labels[BASELINE]}: {label}" for label in reversed(labels)),
        "no difference",
        *(f"more in {pair.labels[SELECTION]}: {label}" for label in labels),
    ]
    shades = {theme: _diverging_colours(palette, len(labels)) for theme, palette in DIVERGING.items()}
    return {
        "by": differences.by,
        "noun": NOUNS[differences.by][0],
        "unit": "Difference in incidents",
        "sides": pair.titles,
        "per": "",
        "address": f"/api/compare-areas.json?{'&'.join(filter(None, (options, selection.to_query())))}",
        "page": {},
        "classes": [
            {"label": label, **{theme: shades[theme][number] for theme in shades}}
            for number, label in enumerate(class_labels)
        ],
        "unknown": False,
    }


def _diverging_colours(palette: tuple[tuple[str, ...], str, tuple[str, ...]], n_classes: int) -> list[str]:
    """`n_classes` colours on either side of the neutral one, the strongest outermost."""
    negative, middle, positive = palette
    return [*negative[3 - n_classes :], middle, *positive[:n_classes]]


def _sequential_colours(colours: tuple[str, ...], n_classes: int) -> list[str]:
    """`n_classes` colours from the palest on; the fewer classes, the shorter the range, as their values differ less."""
    if n_classes == 1:
        return [colours[SINGLE_CLASS_COLOUR]]
    positions = np.linspace(0, min(LAST_COLOUR, 2 * n_classes), n_classes)
    return [colours[round(position)] for position in positions.tolist()]
