"""Projected coordinates come back as the degrees that pyproj made them from, or are asked about."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import CRS, Transformer

from geo.errors import ValueRefused
from geo.ingest.checks.country_checks import no_countries, parse_countries
from geo.ingest.reference_systems import (
    REFERENCE_SYSTEM,
    are_degrees,
    ask_reference_system,
    parse_reference_system,
    propose_reference_system,
    transform_to_degrees,
)

# Damascus, Aleppo, Homs: longitudes and latitudes.
SYRIA = np.array([36.2765, 37.1343, 36.7098]), np.array([33.5138, 36.2021, 34.7324])
BRITAIN = np.array([-0.1276, -3.1883, -1.2577]), np.array([51.5072, 55.9533, 51.7520])


def project(code: int, longitude: np.ndarray, latitude: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return Transformer.from_crs(4326, code, always_xy=True).transform(longitude, latitude)


@pytest.mark.parametrize(
    "text",
    [
        "32637",
        "EPSG:32637",
        "epsg:32637",
        " EPSG::32637 ",
        "urn:ogc:def:crs:EPSG::32637",
        "urn:ogc:def:crs:EPSG:9.6:32637",
    ],
)
def test_every_way_of_writing_a_code_of_epsg_is_read(text: str) -> None:
    assert parse_reference_system(text).to_epsg() == 32637


@pytest.mark.parametrize(
    "text", ["OGC:CRS84", "urn:ogc:def:crs:OGC:1.3:CRS84", CRS.from_epsg(4326).to_wkt("WKT1_ESRI")]
)
def test_degrees_are_a_system_too(text: str) -> None:
    longitude, latitude = transform_to_degrees(parse_reference_system(text), *SYRIA)
    np.testing.assert_allclose((longitude, latitude), SYRIA)


@pytest.mark.parametrize("version", ["WKT1_ESRI", "WKT1_GDAL", "WKT2_2019"])
def test_the_text_of_a_prj_file_is_read(version: str) -> None:
    system = parse_reference_system(CRS.from_epsg(32637).to_wkt(version))
    np.testing.assert_allclose(transform_to_degrees(system, *project(32637, *SYRIA)), SYRIA, atol=1e-7)


@pytest.mark.parametrize(
    "text",
    ["", "999999", "metres", "+proj=utm +zone=37", "/x", "init=epsg:4326", "PROJCS[x", "PROJCS[" * 999],
)
def test_an_unknown_system_is_refused(text: str) -> None:
    with pytest.raises(ValueRefused):
        parse_reference_system(text)


@given(st.sampled_from([3857, 32637, 32737, 27700]), st.floats(33, 39), st.floats(-40, 60))
def test_degrees_survive_the_way_there_and_back(code: int, longitude: float, latitude: float) -> None:
    if code == 27700:
        longitude, latitude = longitude - 38.5, 50 + abs(latitude) / 10  # where the system is used
    there = project(code, np.array([longitude]), np.array([latitude]))
    back = transform_to_degrees(parse_reference_system(str(code)), *there)
    np.testing.assert_allclose(back, [[longitude], [latitude]], atol=1e-6)


def test_what_lies_outside_a_projection_is_unknown() -> None:
    longitude, latitude = transform_to_degrees(
        parse_reference_system("32637"), np.array([np.nan, 1e12]), np.array([1.0, 1e12])
    )
    assert np.isnan(longitude).all()
    assert np.isnan(latitude).all()


@pytest.mark.parametrize(
    ("code", "points", "country"),
    [
        (3857, SYRIA, "Syria"),
        (32637, SYRIA, "Syria"),
        (27700, BRITAIN, "United Kingdom"),
        (3857, BRITAIN, "United Kingdom"),
    ],
)
def test_the_only_system_that_fits_the_country_is_proposed(
    code: int, points: tuple[np.ndarray, np.ndarray], country: str
) -> None:
    countries = parse_countries(pd.Series([country] * 3))
    question = ask_reference_system("x", *project(code, *points), countries)
    assert (question.topic, question.proposal, question.n_rows) == (REFERENCE_SYSTEM, str(code), 3)


def test_nothing_is_proposed_without_a_country_or_where_two_zones_fit() -> None:
    metres = project(32638, np.array([45.0, 46.0]), np.array([32.0, 33.0]))
    assert propose_reference_system(*metres, no_countries(2)) == ""
    assert propose_reference_system(*metres, parse_countries(pd.Series(["Norway", "Norway"]))) == ""


def test_degrees_are_told_from_metres() -> None:
    assert are_degrees(*SYRIA)
    assert are_degrees(np.array([33.5, 500000.0, 35.0]), np.array([120.0, 36.0, 36.0]))
    assert not are_degrees(*project(3857, *SYRIA))
    assert are_degrees(np.array([np.nan]), np.array([1.0]))
