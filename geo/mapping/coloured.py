"""Countries or provinces in colour: what the map is told of their classes, beside the numbers that it asks for itself.

The colours are those of the squares, spread over the classes there are: a class more is another step of one hue.
"""

from typing import Any
from urllib.parse import urlencode

import numpy as np

from geo.choropleth import NONE, NOUNS, Choropleth
from geo.mapping.squares import COLOURS
from geo.selection import Selection

DRAWN = {"admin1": "provinces", "country": "countries"}  # what a page's address calls them
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
        "query": address(told, selection),
        "page": {key: value for key, value in page.items() if value},
        "classes": [
            {"label": each.label, **{theme: shades[theme][number] for theme in shades}}
            for number, each in enumerate(told.classes)
        ],
        "unknown": bool((told.areas["class"] == NONE).any()),
    }


def _spread(colours: tuple[str, ...], number: int) -> list[str]:
    """So many of the colours from the first on; few of them do not go so far, for they do not differ so much."""
    if number == 1:
        return [colours[ALONE]]
    places = np.linspace(0, min(FARTHEST, 2 * number), number)
    return [colours[round(place)] for place in places.tolist()]
