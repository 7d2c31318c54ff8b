"""Countries or provinces in colour: what the map is told of their classes, beside the numbers that it asks for itself.

The colours are those of the squares, spread over the classes there are: a class more is another step of one hue.
"""

from typing import Any
from urllib.parse import urlencode

import numpy as np

from geo.analysis.choropleth import NONE, NOUNS, Choropleth
from geo.analysis.comparison.difference_map import Differing
from geo.mapping.density_tiles import COLOURS
from geo.query.selection import Selection

VIEW_NAMES = {"admin1": "provinces", "country": "countries"}  # what a page's address calls them
# More there, as many, more here: orange to blue, which differ for all kinds of colour sight, and in lightness.
DIVERGING: dict[str, tuple[tuple[str, ...], str, tuple[str, ...]]] = {
    "light": (("#A3541F", "#CF8A55", "#EBC9A8"), "#DCDCD8", ("#B4C3EA", "#6F88D6", "#2F4DC8")),
    "dark": (("#F0A35E", "#B9763A", "#6E4A2C"), "#3E4449", ("#3C4878", "#6674C4", "#A9A2F5")),
}
SINGLE_CLASS_COLOUR = 3  # the colour of a single class
LAST_COLOUR = 7  # the last colour is for small squares: a country in it would outshine the map


def choropleth_query(choropleth: Choropleth, selection: Selection) -> str:
    """The query under which the server gives the same numbers."""
    options = {"by": choropleth.by, "measure": choropleth.measure} | ({"per": choropleth.per} if choropleth.per else {})
    return "&".join(filter(None, (urlencode(options), selection.to_query())))


def build_legend(choropleth: Choropleth, selection: Selection) -> dict[str, Any]:
    """What the map's script knows of the areas before their numbers have come."""
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
            {"label": each.label, **{theme: shades[theme][number] for theme in shades}}
            for number, each in enumerate(choropleth.classes)
        ],
        "unknown": bool((choropleth.areas["class"] == NONE).any()),
    }


def build_difference_legend(differences: Differing, selection: Selection, baseline: str) -> dict[str, Any]:
    """The same of the differences between two selections: two hues from a middle that is neither."""
    options = urlencode({"by": differences.by, "with": baseline})
    labels = [each.label for each in differences.classes]
    class_labels = [
        *(f"more there: {label}" for label in reversed(labels)),
        "as many",
        *(f"more here: {label}" for label in labels),
    ]
    shades = {theme: _diverging_colours(each, len(labels)) for theme, each in DIVERGING.items()}
    return {
        "by": differences.by,
        "noun": NOUNS[differences.by][0],
        "unit": "Difference in incidents",
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
    negative, middle, positive = palette
    return [*negative[3 - n_classes :], middle, *positive[:n_classes]]


def _sequential_colours(colours: tuple[str, ...], n_classes: int) -> list[str]:
    """So many of the colours from the first on; few of them do not go so far, for they do not differ so much."""
    if n_classes == 1:
        return [colours[SINGLE_CLASS_COLOUR]]
    places = np.linspace(0, min(LAST_COLOUR, 2 * n_classes), n_classes)
    return [colours[round(place)] for place in places.tolist()]
