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

DRAWN = {"admin1": "provinces", "country": "countries"}  # what a page's address calls them
# More there, as many, more here: orange to blue, which differ for all kinds of colour sight, and in lightness.
DIVERGING: dict[str, tuple[tuple[str, ...], str, tuple[str, ...]]] = {
    "light": (("#A3541F", "#CF8A55", "#EBC9A8"), "#DCDCD8", ("#B4C3EA", "#6F88D6", "#2F4DC8")),
    "dark": (("#F0A35E", "#B9763A", "#6E4A2C"), "#3E4449", ("#3C4878", "#6674C4", "#A9A2F5")),
}
ALONE = 3  # the colour of a single class
FARTHEST = 7  # the last colour is for small squares: a country in it would outshine the map


def address(told: Choropleth, selection: Selection) -> str:
    """The query under which the server gives the same numbers."""
    options = {"by": told.by, "measure": told.measure} | ({"per": told.per} if told.per else {})
    return "&".join(filter(None, (urlencode(options), selection.to_query())))


def legend(told: Choropleth, selection: Selection) -> dict[str, Any]:
    """What the map's script knows of the areas before their numbers have come."""
    shades = {theme: _spread(colours, len(told.classes)) for theme, colours in COLOURS.items()}
    page = {"drawn": DRAWN[told.by], "measure": told.measure, "per": told.per}
    return {
        "by": told.by,
        "noun": NOUNS[told.by][0],
        "unit": told.unit,
        "per": told.per,
        "address": f"/api/choropleth.json?{address(told, selection)}",
        "page": {key: value for key, value in page.items() if value},
        "classes": [
            {"label": each.label, **{theme: shades[theme][number] for theme in shades}}
            for number, each in enumerate(told.classes)
        ],
        "unknown": bool((told.areas["class"] == NONE).any()),
    }


def difference_legend(told: Differing, selection: Selection, other: str) -> dict[str, Any]:
    """The same of the differences between two selections: two hues from a middle that is neither."""
    options = urlencode({"by": told.by, "with": other})
    labels = [each.label for each in told.classes]
    sides = [
        *(f"more there: {label}" for label in reversed(labels)),
        "as many",
        *(f"more here: {label}" for label in labels),
    ]
    shades = {theme: _diverging(each, len(labels)) for theme, each in DIVERGING.items()}
    return {
        "by": told.by,
        "noun": NOUNS[told.by][0],
        "unit": "Difference in incidents",
        "per": "",
        "address": f"/api/compare-areas.json?{'&'.join(filter(None, (options, selection.to_query())))}",
        "page": {},
        "classes": [
            {"label": label, **{theme: shades[theme][number] for theme in shades}} for number, label in enumerate(sides)
        ],
        "unknown": False,
    }


def _diverging(sides: tuple[tuple[str, ...], str, tuple[str, ...]], number: int) -> list[str]:
    there, middle, here = sides
    return [*there[3 - number :], middle, *here[:number]]


def _spread(colours: tuple[str, ...], number: int) -> list[str]:
    """So many of the colours from the first on; few of them do not go so far, for they do not differ so much."""
    if number == 1:
        return [colours[ALONE]]
    places = np.linspace(0, min(FARTHEST, 2 * number), number)
    return [colours[round(place)] for place in places.tolist()]
