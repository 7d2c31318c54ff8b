"""Density tiles: incidents counted in small squares, coloured by count and rendered as PNG (docs/decisions/0004).

The classes are the same for every tile, zoom level and selection, so that a colour always means the same count. They
are one hue from pale to deep (deep to pale on a dark ground), so that readers with any colour vision see the order.
"""

import io
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

TILE_PX = 256
CLASS_MINIMUMS = (1, 3, 10, 30, 100, 300, 1_000, 3_000, 10_000)  # half decades: counts span four orders of magnitude
COLOURS: dict[str, tuple[str, ...]] = {
    "light": (
        "#A9C6DF", "#8DB1D4", "#709CC9", "#5786BB", "#4570AB", "#375A97", "#2B4581", "#21316A", "#161D4F",
    ),
    "dark": (
        "#34526D", "#41698A", "#5080A6", "#6497BF", "#7DADD3", "#9AC2E2", "#B8D6EE", "#D5E8F7", "#F3F9FF",
    ),
}  # fmt: skip
# A tile is halved 6 times (squares of 4 px) and, from CLOSE_ZOOM on, 5 times (8 px): docs/decisions/0004.
FINE_DEPTH, CLOSE_DEPTH = 6, 5
CLOSE_ZOOM = 8
GAP_PX = 1  # between squares at close zoom, which are large enough for a grid to help
STYLE_VERSION = "1"  # part of the cache key; to be raised with every change of how tiles look


def grid_depth(zoom: int) -> int:
    """How many times a tile of this zoom level is halved into squares: 2**depth squares a side."""
    return CLOSE_DEPTH if zoom >= CLOSE_ZOOM else FINE_DEPTH


def build_legend() -> dict[str, Any]:
    """The legend of the squares for the map's script: JSON values only."""
    labels = [f"{low:,}–{high - 1:,}" for low, high in pairwise(CLASS_MINIMUMS)]
    return {
        "labels": [*labels, f"{CLASS_MINIMUMS[-1]:,} or more"],
        "minimums": CLASS_MINIMUMS,
        "colours": COLOURS,
        "depths": [FINE_DEPTH, CLOSE_DEPTH],
        "close_zoom": CLOSE_ZOOM,
        "style": STYLE_VERSION,
    }


def render_png(counts: NDArray[np.int64], *, theme: str, scale: int = 1) -> bytes:
    """Render a tile as PNG.

    `counts`: incidents by square, of shape (2**depth, 2**depth), rows from the north and columns from the west.
    `theme`: light or dark. `scale`: 2 for high-density screens.
    """
    if not counts.any():
        return _empty_png()
    classes = np.searchsorted(CLASS_MINIMUMS, counts, side="right").astype(np.uint8)
    side_px = TILE_PX * scale // len(counts)
    pixels = np.repeat(np.repeat(classes, side_px, axis=0), side_px, axis=1)
    if len(counts) == 2**CLOSE_DEPTH:
        edge = np.arange(len(pixels)) % side_px < GAP_PX * scale
        pixels[edge, :] = pixels[:, edge] = 0
    return _encode_png(Image.fromarray(pixels, mode="P"), theme)


def _encode_png(image: Image.Image, theme: str) -> bytes:
    image.putpalette([0, 0, 0, *(int(colour[at : at + 2], 16) for colour in COLOURS[theme] for at in (1, 3, 5))])
    file = io.BytesIO()
    image.save(file, "PNG", transparency=0, compress_level=1)
    return file.getvalue()


@cache
def _empty_png() -> bytes:
    return _encode_png(Image.new("P", (1, 1)), "light")
