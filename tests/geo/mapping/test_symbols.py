"""The colours are distinguishable for all readers, on the light and the dark basemap."""

from itertools import combinations

import numpy as np
import pytest

from geo.core.schema import EVENT_TYPES, PLACE_PRECISIONS
from geo.mapping.symbols import SYMBOLS, TYPE_COLOURS, UNSTATED_COLOUR, colour_of, symbol_of

# Machado, Oliveira and Fernandes 2009, severity 1.0; linear RGB.
SIGHTS = {
    "normal": np.eye(3),
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
WHITE = np.array([0.9505, 1.0, 1.089])
MIN_DISTANCE = 20.0  # CIE 1976; 2.3 is just noticeable
LAND = {"light": "#f7f6f3", "dark": "#232a2f"}


def linear(colour: str) -> np.ndarray:
    channels = np.array([int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)])
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def lab(rgb: np.ndarray) -> np.ndarray:
    ratios = TO_XYZ @ np.clip(rgb, 0, 1) / WHITE
    roots = np.where(ratios > 0.008856, np.cbrt(ratios), 7.787 * ratios + 16 / 116)
    return np.array([116 * roots[1] - 16, 500 * (roots[0] - roots[1]), 200 * (roots[1] - roots[2])])


def luminance(colour: str) -> float:
    return float(TO_XYZ[1] @ linear(colour))


@pytest.mark.parametrize("theme", LAND)
@pytest.mark.parametrize("sight", SIGHTS)
def test_any_two_types_are_distinguishable(sight: str, theme: str) -> None:
    seen = {colour.event_type: lab(np.array(SIGHTS[sight]) @ linear(getattr(colour, theme))) for colour in TYPE_COLOURS}
    distances = {(one, two): float(np.linalg.norm(seen[one] - seen[two])) for one, two in combinations(seen, 2)}
    assert min(distances.values()) >= MIN_DISTANCE, min(distances, key=lambda pair: distances[pair])


@pytest.mark.parametrize("theme", LAND)
@pytest.mark.parametrize("colour", [*TYPE_COLOURS, UNSTATED_COLOUR], ids=lambda colour: colour.key)
def test_every_type_stands_out_from_the_land(colour: object, theme: str) -> None:
    low, high = sorted((luminance(getattr(colour, theme)), luminance(LAND[theme])))
    assert (high + 0.05) / (low + 0.05) >= 3


@pytest.mark.parametrize("theme", LAND)
def test_diplomacy_is_quieter_than_violence(theme: str) -> None:
    def chroma(colour: object) -> float:
        return float(np.hypot(*lab(linear(getattr(colour, theme)))[1:]))

    by_key = {colour.key: chroma(colour) for colour in TYPE_COLOURS}
    assert by_key["diplomatic"] * 1.5 < min(by_key[key] for key in ("battles", "explosions", "civilians", "riots"))


def test_every_type_and_precision_has_its_own() -> None:
    assert [colour.event_type for colour in TYPE_COLOURS if colour.event_type not in EVENT_TYPES] == []
    assert len({colour_of(event_type).key for event_type in EVENT_TYPES}) == len(EVENT_TYPES)
    assert sorted(precision for symbol in SYMBOLS for precision in symbol.precisions) == sorted(PLACE_PRECISIONS)
    assert colour_of(None) is UNSTATED_COLOUR
    assert {symbol_of(precision).key for precision in ("admin1", "region", "country")} == {"area"}
