"""The colours of pictures, light and dark: those of the page (static/atlas.css, static/21-basemap-tiles.js)."""

from dataclasses import dataclass

from geo.mapping.symbols import TypeColour


@dataclass(frozen=True)
class Palette:
    """The colours of one theme, as #rrggbb."""

    name: str
    paper: str
    ink: str
    quiet: str
    edge: str
    sea: str
    land: str
    coast: str
    shore: str
    river: str
    border: str
    province: str
    place_name: str
    country_name: str
    sea_name: str
    mark_edge: str
    accent: str
    no_class: str

    def of_type(self, colour: TypeColour) -> str:
        """The colour of a type of event."""
        return colour.dark if self.name == "dark" else colour.light

    def tint(self, colour: str, share: float) -> str:
        """A colour mixed with the paper; `share` is how much of it stays."""
        pairs = zip(_channels(colour), _channels(self.paper), strict=True)
        return "#" + "".join(f"{round(share * own + (1 - share) * paper):02x}" for own, paper in pairs)


def _channels(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


LIGHT = Palette(
    name="light",
    paper="#ffffff",
    ink="#1d2429",
    quiet="#56626b",
    edge="#ccd3d8",
    sea="#dfe6ea",
    land="#f7f6f2",
    coast="#9fb0ba",
    shore="#b4c4cd",
    river="#b9cbd6",
    border="#8a8580",
    province="#cfcbc4",
    place_name="#474440",
    country_name="#6a645d",
    sea_name="#5d7787",
    mark_edge="#ffffff",
    accent="#1f5f8b",
    no_class="#d7d4cd",
)
DARK = Palette(
    name="dark",
    paper="#1f262b",
    ink="#e4e8eb",
    quiet="#9daab3",
    edge="#3b454c",
    sea="#14191d",
    land="#262d32",
    coast="#4e5d67",
    shore="#34444e",
    river="#3a4f5c",
    border="#8b9298",
    province="#465058",
    place_name="#c3c8cc",
    country_name="#aab1b6",
    sea_name="#6d8797",
    mark_edge="#14191d",
    accent="#7cc0ea",
    no_class="#333c42",
)
PALETTES = {palette.name: palette for palette in (LIGHT, DARK)}
