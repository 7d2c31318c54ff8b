"""Map and timeline of a selection as PNG and SVG, or the reason why one is not in the bundle."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from geo.errors import EngineFailed, FontsMissing, PictureBusy, PictureFailed
from geo.pictures import png
from geo.pictures.drawing_queue import DrawingQueue
from geo.pictures.map_picture import draw_map
from geo.pictures.options import PictureOptions, Size
from geo.pictures.palette import LIGHT
from geo.pictures.timeline_picture import draw_timeline
from geo.query.cache import AnswerCache
from geo.query.selection import Selection
from geo.storage.atlas import Atlas

QUEUE = DrawingQueue()
MAX_CACHED_BYTES = 24_000_000  # some forty bundles' pictures, which take most of the time of a small one; by judgement
CACHED: AnswerCache[tuple[str, ...], tuple[bytes, bytes]] = AnswerCache(
    MAX_CACHED_BYTES, lambda pictures: sum(map(len, pictures))
)


@dataclass(frozen=True, eq=False)
class Picture:
    """A picture's file, or, where it could not be drawn, the reason in a sentence and no content."""

    name: str
    content: bytes
    reason: str = ""


def draw_pictures(atlas: Atlas, selection: Selection, address: str, *, has_map: bool = True) -> Iterator[Picture]:
    """Draw one after another, each as SVG and as PNG; `address` is that of the page, which they bear."""
    options = PictureOptions(Size(), LIGHT, address=address)
    key = (atlas.cache_key, selection.to_query(), address)
    if has_map:
        yield from _draw(("map", *key), lambda: draw_map(atlas, selection, options))
    yield from _draw(("timeline", *key), lambda: draw_timeline(atlas, selection, options))


def _draw(key: tuple[str, ...], draw: Callable[[], bytes]) -> Iterator[Picture]:
    kind = key[0]
    try:
        svg, raster = CACHED.get(key, lambda: QUEUE.run(lambda: _draw_both(draw)))
    except (FontsMissing, PictureBusy, PictureFailed, EngineFailed) as failure:
        yield Picture(f"{kind}.png", b"", str(failure))
        return
    yield Picture(f"{kind}.png", raster)
    yield Picture(f"{kind}.svg", svg)


def _draw_both(draw: Callable[[], bytes]) -> tuple[bytes, bytes]:
    svg = draw()
    return svg, png.to_png(svg, png.texts_of(svg))
