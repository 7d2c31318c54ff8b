"""What a picture may be asked for: its size, theme and title; checked before any work."""

from dataclasses import dataclass

from geo.errors import ValueRefused
from geo.pictures.palette import PALETTES, Palette

FORMATS = {"png": "image/png", "svg": "image/svg+xml"}
THEMES = tuple(PALETTES)
# Pixels. The largest is a printed page of A4 at 300 dots an inch with room; in all, four times an HD screen.
MIN_SIDE, MAX_SIDE, MAX_PIXELS = 480, 4_000, 10_000_000
DEFAULT_WIDTH, DEFAULT_HEIGHT = 1200, 800
ACCEPTED_SIDE = f"a whole number of pixels from {MIN_SIDE} to {MAX_SIDE:,}"
ACCEPTED_AREA = f"at most {MAX_PIXELS:,} pixels in all, such as 3000 by 2000"
MAX_TITLE = 300  # characters: three lines
ACCEPTED_TITLE = f"at most {MAX_TITLE} characters"
# The drawing is laid out on this many pixels and then scaled, so that a large picture shows the same in more detail.
LAYOUT_WIDTH, LAYOUT_HEIGHT = 1200.0, 800.0
MIN_SCALE = 0.6  # below, letters are hard to read: a smaller picture shows less; by eye


@dataclass(frozen=True)
class Size:
    """Width and height of a picture in pixels."""

    width: int = DEFAULT_WIDTH
    height: int = DEFAULT_HEIGHT

    @classmethod
    def parse(cls, width: str, height: str) -> "Size":
        """Read width and height, each blank for the default; raises ValueRefused."""
        size = cls(_parse_side(width, DEFAULT_WIDTH), _parse_side(height, DEFAULT_HEIGHT))
        if size.width * size.height > MAX_PIXELS:
            raise ValueRefused(f"{size.width} × {size.height}", accepted=ACCEPTED_AREA)
        return size

    @property
    def scale(self) -> float:
        """How many pixels of the picture are one of the layout."""
        return max(min(self.width / LAYOUT_WIDTH, self.height / LAYOUT_HEIGHT), MIN_SCALE)


@dataclass(frozen=True)
class PictureOptions:
    """Size, theme and title; `address`: that of the page with the same view, without any key, or blank."""

    size: Size
    palette: Palette
    title: str = ""
    address: str = ""


def check_title(title: str) -> str:
    """The title; raises ValueRefused for one that is too long."""
    if len(title) > MAX_TITLE:
        raise ValueRefused(title, accepted=ACCEPTED_TITLE)
    return title


def _parse_side(text: str, default: int) -> int:
    if not text:
        return default
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(MAX_SIDE))
    if not is_number or not MIN_SIDE <= int(text) <= MAX_SIDE:
        raise ValueRefused(text, accepted=ACCEPTED_SIDE)
    return int(text)
