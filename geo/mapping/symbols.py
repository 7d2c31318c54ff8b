"""How an incident looks: its colour shows the type, its symbol how precisely the place is known.

The colours were found by a search for the largest distance between any two of them for readers with normal sight,
protanopia, deuteranopia and tritanopia (Machado et al. 2009); tests/geo/mapping/test_symbols.py measures it.
None is an alarming red, and diplomacy is the quietest: a meeting must not outshine a strike.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class TypeColour:
    """The colours of an event type on a light and on a dark ground, as #RRGGBB."""

    event_type: str
    key: str
    light: str
    dark: str


@dataclass(frozen=True)
class Symbol:
    """A way to draw a place, its label in the legend, and the place precisions that it stands for."""

    key: str
    label: str
    precisions: tuple[str, ...]


TYPE_COLOURS: tuple[TypeColour, ...] = (
    TypeColour("Battles", "battles", "#454ACB", "#6E7BF3"),
    TypeColour("Explosions/Remote violence", "explosions", "#BE794D", "#B7711C"),
    TypeColour("Violence against civilians", "civilians", "#7A347B", "#9E6BB5"),
    TypeColour("Protests", "protests", "#124E30", "#29894E"),
    TypeColour("Riots", "riots", "#4B4E0C", "#E9D43C"),
    TypeColour("Strategic developments", "strategic", "#917B70", "#A0A093"),
    TypeColour("Diplomatic", "diplomatic", "#7B8FA8", "#627680"),
)
UNSTATED_COLOUR = TypeColour("not stated", "unstated", "#3B3F42", "#F4F5F5")
SERIES_LIGHT = ("#454ACB", "#BE794D", "#7B8FA8", "#7A347B", "#4B4E0C", "#917B70", "#124E30", "#3B3F42", "#B8C0C4")
SERIES_DARK = ("#6E7BF3", "#B7711C", "#627680", "#9E6BB5", "#E9D43C", "#A0A093", "#29894E", "#F4F5F5", "#4A5259")

SYMBOLS: tuple[Symbol, ...] = (
    Symbol("exact", "A named town or site", ("exact",)),
    Symbol("near", "Near a named place", ("near",)),
    Symbol("circle", "Somewhere in a district whose outline is not known", ("admin2",)),
    Symbol("area", "Somewhere in the hatched area", ("admin1", "region", "country")),
    Symbol("vague", "At sea, in the air, or precision unknown", ("sea_air", "unknown")),
)

_BY_TYPE = {colour.event_type: colour for colour in TYPE_COLOURS}
AREA_SYMBOL = next(symbol for symbol in SYMBOLS if symbol.key == "area")  # also of a district with an outline
_BY_PRECISION = {precision: symbol for symbol in SYMBOLS for precision in symbol.precisions}


def colour_of(event_type: str | None) -> TypeColour:
    """The colours of an event type; those for an unstated one where it is missing or unknown."""
    return _BY_TYPE.get(event_type or "", UNSTATED_COLOUR)


def symbol_of(place_precision: str | None) -> Symbol:
    """The symbol of a place precision; the last one where it is missing or unknown."""
    return _BY_PRECISION.get(place_precision or "", SYMBOLS[-1])


def type_colours_css() -> str:
    """The colours of the event types as CSS variables, for both themes."""
    rules = []
    for colour in (*TYPE_COLOURS, UNSTATED_COLOUR):
        rules.append(f".type-{colour.key} {{ --type: {colour.light}; }}")
        rules.append(f':root[data-theme="dark"] .type-{colour.key} {{ --type: {colour.dark}; }}')
    return "\n".join(rules)
