"""Prepared shapes in many threads at once: a process that shares one crashes."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

import geo
from geo.core.prepared_shape import PreparedShape
from geo.places.province_changes import province_outline
from geo.query.filters.geometry import Rings
from geo.query.filters.place_outlines import place_outline

THREADS = 8
RING = tuple((float(np.cos(angle)), float(np.sin(angle))) for angle in np.linspace(0, 6, 500))


def test_each_thread_has_a_prepared_copy_of_its_own() -> None:
    circle = shapely.Point(0, 0).buffer(1)
    shapes = _ask_in_threads(PreparedShape(circle).for_thread)
    assert len({id(shape) for shape in shapes}) == THREADS
    assert all(shapely.is_prepared(shape) and shape.equals_exact(circle) for shape in shapes)
    assert not shapely.is_prepared(circle)


def test_a_thread_prepares_once() -> None:
    prepared = PreparedShape(shapely.box(0, 0, 1, 1))
    assert prepared.for_thread() is prepared.for_thread()


def test_no_cache_hands_a_prepared_shape_to_two_threads() -> None:
    rings = Rings((RING,))
    for ask in (
        lambda: province_outline("Khyber Pakhtunkhwa", "Pakistan"),
        lambda: place_outline("ne0:IRN").outline,
        lambda: place_outline("ne0:IRN").border,
        lambda: rings.outline,
        lambda: rings.border,
    ):
        shapes = _ask_in_threads(ask)
        assert len({id(shape) for shape in shapes}) == THREADS
        assert all(shapely.is_prepared(shape) for shape in shapes)


def test_nothing_else_prepares_shapes() -> None:
    sources = (path for path in Path(geo.__file__).parent.rglob("*.py") if "shapely.prepare" in path.read_text())
    assert [path.name for path in sources] == ["prepared_shape.py"]


def _ask_in_threads(ask: object) -> list[BaseGeometry]:
    """What each of several threads that live at the same time is given."""
    barrier = Barrier(THREADS)

    def run(_number: int) -> BaseGeometry:
        barrier.wait()
        shape = ask()  # type: ignore[operator]
        barrier.wait()
        return shape

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(run, range(THREADS)))
