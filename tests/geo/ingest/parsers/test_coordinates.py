"""Coordinates as people write them, one axis or both in a cell."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mgrs import MGRS
from pyproj import Geod, Transformer

from geo.ingest.parsers.coordinates import parse_coordinate_pairs, parse_degrees
from tests.thoroughness import count

# fmt: off
NORTH = [
    *(
        "34.52",
        "34,52",
        "+34.52",
        "34.52N",
        "34.52 N",
        "N 34.52",
        "N34.52",
        "34.52° N",
        "34.52°",
        "34.52º",
        "34.52 north",
    ),
    *(
        "34°31'12\"N",
        "34° 31' 12\" N",
        "34°31′12″",
        "34° 31’ 12” N",
        "34º31'12\"",
        "34 31 12",
        "34:31:12",
        "34 31 12 N",
    ),
    *("34°31.2'N", "34° 31.2' N", "34°31,2'", "N 34° 31.2'", "343112N", "34d31m12s", "34d31m12sN", "34 deg 31.2 min N"),
    *(
        "34°31'12''N",
        "٣٤٫٥٢",
        "۳۴٫۵۲",
        "۳۴٫۵۲ شمالی",
        "34.52 ش",
        "34.52 شمال",
        "٣٤°٣١'١٢\" شمالا",
        "34.52 nord",
        "34,52 norte",
    ),
    *("34.52d N", "34.52d", "34 deg 31.2 min", "34 deg 31 min 12 sec N", "34 degrees 31.2 minutes"),
    *("34 deg 31.2 mins", "34 degrés 31 minutes 12 secondes", "34 grados 31 minutos 12 segundos", "34 deg 31 mins 12 secs N"),
    *("latitude: 34.52", "Lat. 34.52", "\u200e34.52\u200e", " 34.52 ", "３４.５２"),
]
SOUTH = [
    "-34.52",
    "−34.52",
    "34.52S",
    "34.52 S",
    "S34.52",
    "34°31'12\"S",
    "34.52 sud",
    "34,52 Sur",
    "34.52 ج",
    "۳۴٫۵۲ جنوبی",
]
WEST = [
    "-69.2",
    "69.2W",
    "69.2 O",
    "69,2 Ouest",
    "69,2 Oeste",
    "O 69.2",
    "69°12'W",
    "69°12′ O",
    "69.2 غ",
    "69.2 غرب",
    "0691200W",
]
REFUSED = [
    ("inf", "not a coordinate"), ("1e400", "not a coordinate"), ("1e3", "not a coordinate"), ("abc", "not a coordinate"),
    ("34.512.345", "not a coordinate"), ("34°61'N", "60"), ("34°31'75\"", "60"), ("-34.52 S", "two signs"), ("N 34.52 S", "two signs"),
    ("34 31", "not a coordinate"), ("3431", "not a coordinate"), ("0x22", "not a coordinate"), ("1_0", "not a coordinate"),
    ("=1+1", "not a coordinate"), ("69.2E", "in a column of the latitude"), ("69.2 O", "in a column of the latitude"), ("9" * 500, "not a coordinate"),
]
PAIRS = [
    *(
        "34.52, 69.2",
        "34.52,69.2",
        "34.52 69.2",
        "34.52; 69.2",
        "34.52/69.2",
        "34.52|69.2",
        "(34.52, 69.2)",
        "[34.52, 69.2]",
    ),
    *("34,52; 69,2", "34,52 69,2", "34,52, 69,2", "34,52,69,2", "34,52 / 69,2", "٣٤٫٥٢، ٦٩٫٢", "۳۴٫۵۲، ۶۹٫۲"),
    *(
        "34.52N 69.2E",
        "34.52 N, 69.2 E",
        "N34.52 E69.2",
        "N 34.52, E 69.2",
        "34.52N69.2E",
        "N34.52E69.2",
        "34.52° N 69.2° E",
    ),
    *("69.2E 34.52N", "E69.2 N34.52", "69.2 E, 34.52 N", "34.52 شمالا 69.2 شرقا", "34,52 N / 69,2 E"),
    *(
        "34°31'12\"N 69°12'00\"E",
        "34°31'12\"N, 69°12'E",
        "34° 31' 12\" 69° 12' 0\"",
        "34°31.2'N 69°12.0'E",
        "343112N 0691200E",
    ),
    *("69°12'E 34°31'12\"N", "34 31 12 N 69 12 00 E", "34°31′12″N 69°12′E", "34° 31' 12\" شمالا، 69° 12' شرقا"),
    *(
        "POINT(69.2 34.52)",
        "POINT (69.2 34.52)",
        "SRID=4326;POINT(69.2 34.52)",
        "POINT Z (69.2 34.52 1800)",
        "point(69.2 34.52)",
    ),
    *("lat: 34.52, lon: 69.2", "Lat 34.52 Long 69.2", "lon: 69.2, lat: 34.52", "latitude=34.52; longitude=69.2"),
]
NO_PAIRS = [("34.52", "pair"), ("abc", "pair"), ("MULTIPOINT(1 2", "damaged geometry"), ("34.5N 35N", "two values"), ("34.5;69.2;1", "pair"), ("42S WD 16", "four"),
            ("42S AD 16970 22530", "does not have"), ("42S 516970 3822530", "hemisphere"),
            ("61T WD 16970 22530", "does not have"), ("{{7*7}}", "pair"), ("1e-05", "only one of its two"), ("34.5N 69.2", "only one of its two")]
# fmt: on


def column(*texts: str | None) -> pd.Series:
    return pd.Series(texts, dtype="str")


@pytest.mark.parametrize(
    ("text", "axis", "degrees"),
    [*((t, "latitude", 34.52) for t in NORTH), *((t, "latitude", -34.52) for t in SOUTH), *((t, "longitude", -69.2) for t in WEST)],
)  # fmt: skip
def test_one_axis_in_any_form(text: str, axis: str, degrees: float) -> None:
    parsed = parse_degrees(column(text), axis)
    assert parsed.reasons.isna().all()
    assert parsed.values[0] == pytest.approx(degrees, abs=1e-9)
    assert parsed.converted[0] == (text.strip() not in ("34.52", "-34.52", "-69.2"))


@pytest.mark.parametrize(("text", "reason"), REFUSED)
def test_what_is_no_coordinate_is_refused_with_a_reason(text: str, reason: str) -> None:
    parsed = parse_degrees(column(text), "latitude")
    assert reason in parsed.reasons[0]
    assert parsed.values.isna().all()


@pytest.mark.parametrize("text", ["", " ", "n/a", "NaN", "unknown", "-", None])
def test_what_says_unknown_is_unknown(text: str | None) -> None:
    parsed = parse_degrees(column(text, "1"), "latitude")
    assert np.isnan(parsed.values[0])
    assert parsed.reasons.isna().all()
    assert parse_coordinate_pairs(column(text)).reasons.isna().all()


def test_values_out_of_range_are_read_for_the_check_to_find() -> None:
    assert list(parse_degrees(column("91", "-181.5", "540"), "latitude").values) == [91, -181.5, 540]


@pytest.mark.parametrize("text", PAIRS)
def test_both_axes_in_any_form(text: str) -> None:
    parsed = parse_coordinate_pairs(column(text))
    assert parsed.reasons.isna().all()
    assert (parsed.latitude[0], parsed.longitude[0]) == (pytest.approx(34.52, abs=1e-9), pytest.approx(69.2, abs=1e-9))


@pytest.mark.parametrize(("text", "reason"), NO_PAIRS)
def test_what_is_no_pair_is_refused_with_a_reason(text: str, reason: str) -> None:
    parsed = parse_coordinate_pairs(column(text))
    assert reason in parsed.reasons[0]
    assert parsed.latitude.isna().all()


def test_the_column_tells_which_comes_first() -> None:
    assert list(parse_coordinate_pairs(column("69.2, 34.5", "120.1, 30")).latitude) == [34.5, 30]
    assert list(parse_coordinate_pairs(column("69.2, 34.5")).latitude) == [69.2]
    assert list(parse_coordinate_pairs(column("69.2, 34.5"), longitude_first=True).latitude) == [34.5]
    parsed = parse_coordinate_pairs(column("69.2, 34.5", "120.1, 30", "30, 120.1"))
    assert list(parsed.latitude[1:]) == [30, 30]
    assert "the other way round" in parsed.reasons[0]


@pytest.mark.parametrize(
    ("text", "latitude", "longitude"),
    [
        ("18SUJ2348306479", 38.889, -77.035),  # the Washington Monument
        ("18S UJ 23483 06479", 38.889, -77.035),
        ("4QFJ12345678", 21.3098, -157.9168),
        ("31UDQ4825211950", 48.8584, 2.2945),  # the Eiffel Tower
        ("42T 516970 4522530", 40.8536, 69.2013),
        ("56H 334786 6252080", -33.857, 151.215),  # Sydney's opera house
    ],
)
def test_references_of_the_grid(text: str, latitude: float, longitude: float) -> None:
    parsed = parse_coordinate_pairs(column(text))
    assert parsed.latitude[0] == pytest.approx(latitude, abs=2e-3)
    assert parsed.longitude[0] == pytest.approx(longitude, abs=2e-3)


def reference(latitude: float, longitude: float) -> str:
    """MGRS to a metre, written from the definition."""
    zone = int((longitude + 180) // 6) + 1
    band = "CDEFGHJKLMNPQRSTUVWX"[min(int((latitude + 80) // 8), 19)]
    code = (32600 if latitude >= 0 else 32700) + zone
    easting, northing = Transformer.from_crs(4326, code).transform(latitude, longitude)
    column_letter = ["ABCDEFGH", "JKLMNPQR", "STUVWXYZ"][(zone - 1) % 3][int(easting // 100_000) - 1]
    rows = "ABCDEFGHJKLMNPQRSTUV" if zone % 2 else "FGHJKLMNPQRSTUVABCDE"
    row_letter = rows[int(northing // 100_000) % 20]
    return f"{zone}{band}{column_letter}{row_letter}{int(easting % 100_000):05}{int(northing % 100_000):05}"


@settings(deadline=None, max_examples=count(20, 60))
@given(st.floats(-79.9, 83.9), st.floats(-179.99, 179.99))
def test_a_reference_of_the_grid_reads_back(latitude: float, longitude: float) -> None:
    parsed = parse_coordinate_pairs(column(reference(latitude, longitude)))
    assert parsed.latitude[0] == pytest.approx(latitude, abs=2e-5)
    assert abs(parsed.longitude[0] - longitude) * math.cos(math.radians(latitude)) < 2e-5


@settings(deadline=None, max_examples=count(100, 300))
@given(st.floats(-79.9, 83.9), st.floats(-179.99, 179.99))
def test_a_reference_that_the_peer_writes_is_within_a_metre(latitude: float, longitude: float) -> None:
    text = MGRS().toMGRS(latitude, longitude)  # with the corner of a square of one metre
    parsed = parse_coordinate_pairs(column(text))
    distance_m = Geod(ellps="WGS84").inv(longitude, latitude, parsed.longitude[0], parsed.latitude[0])[2]
    assert distance_m <= 1, text


def in_seconds(degrees: float, letters: str) -> str:
    seconds = math.floor(abs(degrees) * 3_600_000) / 1000
    whole, rest = divmod(seconds, 3600)
    return f"{int(whole)}°{int(rest // 60)}'{math.floor(rest % 60 * 1000) / 1000:.3f}\"{letters[degrees < 0]}"


def in_minutes(degrees: float, letters: str) -> str:
    minutes = abs(degrees) * 60
    return f"{letters[degrees < 0]} {int(minutes // 60)}° {math.floor(minutes % 60 * 1e5) / 1e5:.5f}'"


WAYS = [
    lambda degrees, _: f"{degrees:.6f}",
    lambda degrees, _: f"{degrees:.6f}".replace(".", ","),
    lambda degrees, letters: f"{abs(degrees):.6f} {letters[degrees < 0]}",
    lambda degrees, _: f"{degrees:.6f}".translate(str.maketrans("0123456789.", "٠١٢٣٤٥٦٧٨٩٫")),
    in_seconds,
    in_minutes,
]


@settings(deadline=None, max_examples=count(40, 120))
@given(st.floats(-90, 90), st.floats(-180, 180), st.sampled_from(WAYS), st.sampled_from(["; ", " / ", " "]))
def test_a_point_in_any_form_reads_back(latitude: float, longitude: float, way: object, between: str) -> None:
    north, east = way(latitude, "NS"), way(longitude, "EW")  # type: ignore[operator]
    assert parse_degrees(column(north), "latitude").values[0] == pytest.approx(latitude, abs=1e-5)
    assert parse_degrees(column(east), "longitude").values[0] == pytest.approx(longitude, abs=1e-5)
    pair = parse_coordinate_pairs(column(north + between + east))
    assert (pair.latitude[0], pair.longitude[0]) == (
        pytest.approx(latitude, abs=1e-5),
        pytest.approx(longitude, abs=1e-5),
    )


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_reads_or_has_a_reason(text: str) -> None:
    parsed = parse_coordinate_pairs(column(text))
    assert not (parsed.latitude.notna() & parsed.reasons.notna()).any()
    assert parsed.latitude.isna().equals(parsed.longitude.isna())
    assert np.isfinite(parse_degrees(column(text)).values.fillna(0)).all()


def test_long_texts_cost_nothing() -> None:
    hostile = column("1" * 100_000, "1 " * 50, "N" * 110, "1°" * 55, "1'" * 55, "(" * 110, "1,1" * 36, "-" * 110)
    assert parse_coordinate_pairs(hostile).latitude.isna().all()
    assert parse_degrees(hostile).values.isna().all()


def test_many_decimals_read_exactly() -> None:
    texts = pd.Series(
        [f"{number:.9f}" for number in np.random.default_rng(1).uniform(-90, 90, count(100_000, 1_000_000))],
        dtype="str",
    )
    assert list(parse_degrees(texts, "latitude").values) == [float(text) for text in texts]
