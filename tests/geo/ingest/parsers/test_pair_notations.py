"""Both coordinates in one cell, in the notations of map services, phones, databases and people."""

import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import Point

from geo.ingest.parsers.coordinates import parse_coordinate_pairs

LINKS = [
    ("https://www.google.com/maps/@33.5138,36.2765,12z", (33.5138, 36.2765)),
    (
        "https://www.google.com/maps/place/Damascus/@33.5076,36.2765,12z/data=!3m1!4b1!4m6!3m5!1s0x1518e6dc413cc6a7:0x6b9f66ebd1e394f2!8m2!3d33.5138!4d36.2765!16zL20vMGZ3",
        (33.5138, 36.2765),
    ),
    ("https://maps.google.com/?q=33.5138,36.2765", (33.5138, 36.2765)),
    ("https://maps.google.com/maps?ll=33.5138,36.2765&z=12", (33.5138, 36.2765)),
    ("http://maps.google.com/maps?q=loc:33.5138+36.2765", (33.5138, 36.2765)),
    ("https://www.google.com/maps/search/?api=1&query=33.5138%2C36.2765", (33.5138, 36.2765)),
    ("https://www.google.com/maps/dir/?api=1&destination=33.5138,36.2765", (33.5138, 36.2765)),
    (
        "https://www.google.com/maps/place/33%C2%B030'49.7%22N+36%C2%B016'35.4%22E/@33.51,36.27,17z",
        (33.513806, 36.2765),
    ),
    ("https://www.google.com/maps/search/33.5138,+36.2765?entry=tts", (33.5138, 36.2765)),
    ("https://www.google.com/maps/@?api=1&map_action=map&center=33.5138%2C36.2765&zoom=12", (33.5138, 36.2765)),
    ("https://earth.google.com/web/@33.5138,36.2765,700.2a,1000d,35y,0h,0t,0r", (33.5138, 36.2765)),
    ("https://www.openstreetmap.org/?mlat=33.5138&mlon=36.2765#map=12/33.60/36.30", (33.5138, 36.2765)),
    ("https://www.openstreetmap.org/#map=12/33.5138/36.2765", (33.5138, 36.2765)),
    ("https://www.openstreetmap.org/#map=12/33.5138/36.2765&layers=T", (33.5138, 36.2765)),
    ("https://www.bing.com/maps?cp=33.5138~36.2765&lvl=12", (33.5138, 36.2765)),
    ("https://bing.com/maps/default.aspx?sp=point.33.5138_36.2765_Title", (33.5138, 36.2765)),
    ("https://maps.apple.com/?ll=33.5138,36.2765&z=10", (33.5138, 36.2765)),
    ("https://maps.apple.com/?q=33.5138,36.2765", (33.5138, 36.2765)),
    ("https://maps.apple.com/place?coordinate=33.5138,36.2765&name=X", (33.5138, 36.2765)),
    ("https://yandex.com/maps/?ll=36.2765%2C33.5138&z=12", (33.5138, 36.2765)),
    ("https://yandex.ru/maps/?pt=36.2765,33.5138&z=12", (33.5138, 36.2765)),
    ("https://waze.com/ul?ll=33.5138,36.2765&navigate=yes", (33.5138, 36.2765)),
    ("https://www.waze.com/live-map/directions?to=ll.33.5138%2C36.2765", (33.5138, 36.2765)),
    ("https://wego.here.com/?map=33.5138,36.2765,12,normal", (33.5138, 36.2765)),
    ("https://share.here.com/l/33.5138,36.2765,Damascus?z=12", (33.5138, 36.2765)),
    ("http://wikimapia.org/#lang=en&lat=33.5138&lon=36.2765&z=12&m=w", (33.5138, 36.2765)),
    ("https://geohack.toolforge.org/geohack.php?params=33_30_49.7_N_36_16_35.4_E", (33.513806, 36.2765)),
    ("https://tools.wmflabs.org/geohack/geohack.php?pagename=D&params=33.5138;36.2765_type:city", (33.5138, 36.2765)),
    ("geo:33.5138,36.2765", (33.5138, 36.2765)),
    ("geo:33.5138,36.2765;u=35", (33.5138, 36.2765)),
    ("geo:33.5138,36.2765,12.5;crs=wgs84;u=35", (33.5138, 36.2765)),
    ("geo:33.5138,36.2765?z=11", (33.5138, 36.2765)),
    ("geo:0,0?q=33.5138,36.2765(Damascus)", (33.5138, 36.2765)),
    (
        "https://www.google.com/maps/place/Damascus,+Syria/@33.5074755,36.2128797,12z/data=!3m1!4b1",
        (33.5074755, 36.2128797),
    ),
    ("https://www.google.co.uk/maps/@-34.6037,-58.3816,3a,75y,90t/data=!3m6!1e1", (-34.6037, -58.3816)),
    ("maps.google.com/?q=33.5138,36.2765", (33.5138, 36.2765)),
    ("www.google.com/maps?q=33.5138,36.2765&hl=es;z=14", (33.5138, 36.2765)),
    ("https://www.google.com/maps?q=33.5138+36.2765", (33.5138, 36.2765)),
    ("https://www.google.com/maps?q=N33.5138+E36.2765", (33.5138, 36.2765)),
    ("https://www.google.com/maps/dir//33.5138,36.2765/@33.5,36.2,15z", (33.5138, 36.2765)),
    ("https://maps.google.com/maps?daddr=33.5138,36.2765", (33.5138, 36.2765)),
    ("https://www.google.com/maps/embed?pb=!1m18!1m12!1m3!1d3153.0!2d36.2765!3d33.5138!2m3!1f0", (33.5138, 36.2765)),
    ("https://www.openstreetmap.org/search?query=33.5138%2C36.2765#map=5/30/40", (33.5138, 36.2765)),
    ("https://yandex.com/maps/?whatshere%5Bpoint%5D=36.2765%2C33.5138&z=15", (33.5138, 36.2765)),
    ("https://2gis.ae/geo/x?m=36.2765%2C33.5138%2F12", (33.5138, 36.2765)),
    ("https://maps.apple.com/?address=Damascus&ll=33.5138,36.2765", (33.5138, 36.2765)),
    ("https://maps.apple.com/?daddr=33.5138,36.2765", (33.5138, 36.2765)),
    ("https://www.bing.com/maps?where1=33.5138,36.2765", (33.5138, 36.2765)),
    ("https://zoom.earth/#view=33.5138,36.2765,10z", (33.5138, 36.2765)),
    ("https://zoom.earth/maps/satellite/#view=33.5138,36.2765,10z", (33.5138, 36.2765)),
    ("https://apps.sentinel-hub.com/sentinel-playground/?lat=33.5138&lng=36.2765&zoom=12", (33.5138, 36.2765)),
    ("comgooglemaps://?center=33.5138,36.2765&zoom=14", (33.5138, 36.2765)),
    ("https://wego.here.com/directions/mix//Damascus:33.5138,36.2765", (33.5138, 36.2765)),
    ("https://maps.me/map?ll=33.5138,36.2765", (33.5138, 36.2765)),
    ("Location: https://maps.google.com/?q=33.5138,36.2765", (33.5138, 36.2765)),
    ("https://maps.google.com/?q=33.5138,36.2765 (hospital)", (33.5138, 36.2765)),
    ("GEO:33.5138,36.2765", (33.5138, 36.2765)),
    ("geo:-34.6037,-58.3816;u=35", (-34.6037, -58.3816)),
]
GEOMETRIES = [
    ('{"type":"Point","coordinates":[36.2765,33.5138]}', (33.5138, 36.2765)),
    ('{"type": "Point", "coordinates": [36.2765, 33.5138, 690.0]}', (33.5138, 36.2765)),
    ("{'type': 'Point', 'coordinates': [36.2765, 33.5138]}", (33.5138, 36.2765)),
    ("{'latitude': '33.5138', 'longitude': '36.2765'}", (33.5138, 36.2765)),
    ('{"lat":33.5138,"lng":36.2765}', (33.5138, 36.2765)),
    ("{'lon': 36.2765, 'lat': 33.5138}", (33.5138, 36.2765)),
    (
        '{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[36.2765,33.5138]}}',
        (33.5138, 36.2765),
    ),
    ("{'latitude': '33.5138', 'longitude': '36.2765', 'human_address': '{\"address\": \"\"}'}", (33.5138, 36.2765)),
    ('{"type":"MultiPoint","coordinates":[[36.2765,33.5138]]}', (33.5138, 36.2765)),
    ('{"type":"Polygon","coordinates":[[[36,33],[37,33],[37,34],[36,34],[36,33]]]}', (33.5, 36.5)),
    ("POINT (36.2765 33.5138)", (33.5138, 36.2765)),
    ("POINT(36.2765 33.5138)", (33.5138, 36.2765)),
    ("POINT Z (36.2765 33.5138 690)", (33.5138, 36.2765)),
    ("POINTZ(36.2765 33.5138 690)", (33.5138, 36.2765)),
    ("POINT M (36.2765 33.5138 1)", (33.5138, 36.2765)),
    ("SRID=4326;POINT(36.2765 33.5138)", (33.5138, 36.2765)),
    ("SRID=3857;POINT(4038281.5 3962839.9)", (33.507338, 36.2765)),
    ("MULTIPOINT ((36.2765 33.5138))", (33.5138, 36.2765)),
    ("MULTIPOINT (36.2765 33.5138)", (33.5138, 36.2765)),
    ("POLYGON ((36 33, 37 33, 37 34, 36 34, 36 33))", (33.5, 36.5)),
    ("LINESTRING (36 33, 37 34)", (33.5, 36.5)),
    ("POINT(36.2765, 33.5138)", (33.5138, 36.2765)),
    ("{'type': 'Point', 'coordinates': (36.2765, 33.5138)}", (33.5138, 36.2765)),
    ("{'coordinates': [36.2765, 33.5138], 'type': 'Point'}", (33.5138, 36.2765)),
    ('{"lat": "33.5138", "lon": "36.2765"}', (33.5138, 36.2765)),
    ('{"y":33.5138,"x":36.2765}', (33.5138, 36.2765)),
    ('{"needs_recoding": false, "longitude": "36.2765", "latitude": "33.5138"}', (33.5138, 36.2765)),
    ("POINT(36.2765 33.5138 690)", (33.5138, 36.2765)),
    ("Point (36.2765 33.5138)", (33.5138, 36.2765)),
    ("<POINT (36.2765 33.5138)>", (33.5138, 36.2765)),
    ("MULTIPOLYGON (((36 33, 37 33, 37 34, 36 34, 36 33)))", (33.5, 36.5)),
]
CODES = [
    ("8G5RG77G+GH", (33.513812, 36.276437)),
    ("8g5rg77g+gh", (33.513812, 36.276437)),
    ("8G5R0000+", (33.5, 36.5)),
]
WORDS = [
    ("33°30'49.7\"N 36°16'35.4\"E", (33.513806, 36.2765)),
    ("33° 30' 49.7\" N, 36° 16' 35.4\" E", (33.513806, 36.2765)),
    ("33º30’49.7”N 36º16’35.4”E", (33.513806, 36.2765)),
    ("33 30 49.7 N 36 16 35.4 E", (33.513806, 36.2765)),
    ("33 30.828N, 36 16.59E", (33.5138, 36.2765)),
    ("N 33° 30.828' E 36° 16.590'", (33.5138, 36.2765)),
    ("N33.5138 E36.2765", (33.5138, 36.2765)),
    ("33.5138N 36.2765E", (33.5138, 36.2765)),
    ("33.5138° N, 36.2765° E", (33.5138, 36.2765)),
    ("33,5138 / 36,2765", (33.5138, 36.2765)),
    ("33.5138;36.2765", (33.5138, 36.2765)),
    ("33,5138, 36,2765", (33.5138, 36.2765)),
    ("33,5138 36,2765", (33.5138, 36.2765)),
    ("Lat: 33.5138 Long: 36.2765", (33.5138, 36.2765)),
    ("Latitude: 33.5138, Longitude: 36.2765", (33.5138, 36.2765)),
    ("lat=33.5138&lon=36.2765", (33.5138, 36.2765)),
    ("Lon: 36.2765, Lat: 33.5138", (33.5138, 36.2765)),
    ("(33.5138, 36.2765)", (33.5138, 36.2765)),
    ("[33.5138, 36.2765]", (33.5138, 36.2765)),
    ("33.5138\n36.2765", (33.5138, 36.2765)),
    ("33.5138\t36.2765", (33.5138, 36.2765)),
    ("33.5138 | 36.2765", (33.5138, 36.2765)),
    ("٣٣٫٥١٣٨، ٣٦٫٢٧٦٥", (33.5138, 36.2765)),
    ("33.5138 ش 36.2765 ق", (33.5138, 36.2765)),
    ("33.5138 شمال، 36.2765 شرق", (33.5138, 36.2765)),
    ("E36.2765 N33.5138", (33.5138, 36.2765)),
    ("36°16'35.4\"E 33°30'49.7\"N", (33.513806, 36.2765)),
    ("33°30'49,7\"N 36°16'35,4\"E", (33.513806, 36.2765)),
    ("4°36'35\"N 74°4'54\"O", (4.609722, -74.081667)),
    ("34.6037 S, 58.3816 W", (-34.6037, -58.3816)),
    ("34.6037 S 58.3816 O", (-34.6037, -58.3816)),
    ("−34.6037, −58.3816", (-34.6037, -58.3816)),
    ("–34.6037, –58.3816", (-34.6037, -58.3816)),
    ("333049N0361635E", (33.513611, 36.276389)),
    ("333049N 0361635E", (33.513611, 36.276389)),
    ("+33.5138+036.2765/", (33.5138, 36.2765)),
    ("+333049.7+0361635.4/", (33.513806, 36.2765)),
    ("+33.5138-036.2765+690CRSWGS_84/", (33.5138, -36.2765)),
    ("33d30m49.7s N 36d16m35.4s E", (33.513806, 36.2765)),
    ("33:30:49.7N 36:16:35.4E", (33.513806, 36.2765)),
    ("33 degrees 30 minutes 49.7 seconds north, 36 degrees 16 minutes 35.4 seconds east", (33.513806, 36.2765)),
    ("North 33.5138, East 36.2765", (33.5138, 36.2765)),
    ("33.5138,36.2765,690", (33.5138, 36.2765)),
    ("33.5138, 36.2765 (approx.)", (33.5138, 36.2765)),
    ("33.5138,36.2765 Damascus", (33.5138, 36.2765)),
    ("~33.5138, 36.2765", (33.5138, 36.2765)),
    ("Damascus (33.5138, 36.2765)", (33.5138, 36.2765)),
    ("3330N 03616E", (33.5, 36.266667)),
    ("33.5138N, 36.2765E; 690m", (33.5138, 36.2765)),
    ("33°30'49\"N, 36°16'35\"E", (33.513611, 36.276389)),
    ("33° 30′ 49.7″ N 36° 16′ 35.4″ E", (33.513806, 36.2765)),
    ("33°30.828'N 36°16.590'E", (33.5138, 36.2765)),
    ("33-30-49.7N 036-16-35.4E", (33.513806, 36.2765)),
    ("33.5138 North, 36.2765 East", (33.5138, 36.2765)),
    ("33.5138N/36.2765E", (33.5138, 36.2765)),
    ("33,5138° N; 36,2765° E", (33.5138, 36.2765)),
    ("33,5138N 36,2765E", (33.5138, 36.2765)),
    ("33.5138 36.2765", (33.5138, 36.2765)),
    ("33.5138; 36.2765", (33.5138, 36.2765)),
    ("33.5138\r\n36.2765", (33.5138, 36.2765)),
    ("33.5138/36.2765", (33.5138, 36.2765)),
    ("N33°30'49.7\" E36°16'35.4\"", (33.513806, 36.2765)),
    ("N33-30-49 E036-16-35", (33.513611, 36.276389)),
    ("٣٣°٣٠'٤٩\" شمالاً ٣٦°١٦'٣٥\" شرقاً", (33.513611, 36.276389)),
    ("33 درجة 30 دقيقة شمالا، 36 درجة 16 دقيقة شرقا", (33.5, 36.266667)),
    ("۳۳٫۵۱۳۸, ۳۶٫۲۷۶۵", (33.5138, 36.2765)),
    ("48.8566 N 2.3522 O", (48.8566, -2.3522)),
    ("+33.5138, +36.2765", (33.5138, 36.2765)),
    ("33.5138°, 36.2765°", (33.5138, 36.2765)),
    ("Lat 33.5138° Lon 36.2765°", (33.5138, 36.2765)),
    ("Lat: 33° 30' 49.7\" N, Lon: 36° 16' 35.4\" E", (33.513806, 36.2765)),
    ("X: 36.2765 Y: 33.5138", (33.5138, 36.2765)),
    ("lng 36.2765 lat 33.5138", (33.5138, 36.2765)),
    ("latitud: 33,5138; longitud: 36,2765", (33.5138, 36.2765)),
    ("GPS: 33.5138, 36.2765", (33.5138, 36.2765)),
    ("33.5138, 36.2765, alt 690", (33.5138, 36.2765)),
]
UNSTATED = [
    "POINT EMPTY",
    "POLYGON EMPTY",
    "https://maps.app.goo.gl/abc123XYZ",
    "https://goo.gl/maps/abc123",
    "///filled.count.soap",
    "https://what3words.com/filled.count.soap",
    "https://www.google.com/maps/search/?api=1&query=Damascus",
    "https://www.openstreetmap.org/node/123456",
    "https://osm.org/go/xxxx--",
    "https://yandex.ru/maps/-/CCUabc",
    "https://liveuamap.com/en/2024/x",
    "https://w.wiki/abc",
]
FAULTY = [
    "POINT (36.2 )",
    "POINT (1 2",
    '{"type":"Point","coordinates":["a","b"]}',
    "0101000000FF",
    "see map",
    "8G5RG77G+G",
    "8G5R00G7+",
    "XXXXXXXX+XX",
    "+339900+0361635/",
    "SRID=99;POINT(1 2)",
    "37S 247163 3711354",
]


def parse(*texts: str, **options: bool) -> pd.DataFrame:
    parsed = parse_coordinate_pairs(pd.Series(texts, dtype="str"), **options)
    return pd.DataFrame(vars(parsed))


@pytest.mark.parametrize(("cell", "point"), [*LINKS, *GEOMETRIES, *CODES, *WORDS])
def test_a_cell_is_the_point_that_it_states(cell: str, point: tuple[float, float]) -> None:
    row = parse(cell).loc[0]
    assert (row["latitude"], row["longitude"]) == pytest.approx(point, abs=6e-7 if "+" not in cell else 1e-5)


@pytest.mark.parametrize("cell", UNSTATED)
def test_a_cell_that_only_points_to_a_position_is_no_fault_and_no_point(cell: str) -> None:
    row = parse(cell).loc[0]
    assert row["is_unstated"]
    assert pd.isna(row["latitude"])
    assert "copy" in row["reasons"] or "whole code" in row["reasons"]


@pytest.mark.parametrize("cell", FAULTY)
def test_a_damaged_cell_is_refused_with_a_reason(cell: str) -> None:
    row = parse(cell).loc[0]
    assert pd.isna(row["latitude"])
    assert isinstance(row["reasons"], str)
    assert not row["is_unstated"]


def test_the_pin_of_a_link_comes_before_its_view() -> None:
    link = "https://www.google.com/maps/place/X/@10.1,20.2,12z/data=!3m1!8m2!3d33.5138!4d36.2765!16z"
    assert parse(link).loc[0, ["latitude", "longitude"]].tolist() == [33.5138, 36.2765]


def test_a_code_and_an_uncertainty_say_how_precise_they_are() -> None:
    rows = parse("8G5RG77G+GH", "8G5R0000+", "8G5RG700+", "geo:33.5,36.2;u=35", "geo:33.5,36.2;u=9000", "geo:33.5,36.2")
    assert rows["precision"].fillna("").tolist() == ["exact", "region", "near", "exact", "near", ""]
    # The cell of ten digits is 1/8000 of a degree high and wide: 13.9 m by 11.6 m at this latitude.
    assert rows["radius_km"].iloc[0] == pytest.approx(0.009, abs=0.001)
    assert rows["radius_km"].iloc[3:5].tolist() == [0.035, 9.0]


def test_an_area_is_a_region_and_a_point_leaves_its_precision_to_its_decimals() -> None:
    rows = parse(
        "POLYGON ((36 33, 37 33, 37 34, 36 34, 36 33))", "POINT (36.2765 33.5138)", "33.5138, 36.2765 (approx.)"
    )
    assert rows["precision"].fillna("").tolist() == ["region", "", "near"]


def test_words_are_geohashes_only_where_the_header_says_so() -> None:
    # The example of the Wikipedia article on geohashes: 57.64911, 10.40744.
    row = parse("u4pruydqqvj", are_geohashes=True).loc[0]
    assert (row["latitude"], row["longitude"]) == pytest.approx((57.64911, 10.40744), abs=1e-5)
    assert pd.isna(parse("u4pruydqqvj").loc[0, "latitude"])
    assert isinstance(parse("not one", are_geohashes=True).loc[0, "reasons"], str)


def test_a_short_code_lies_nearest_to_the_town_behind_it() -> None:
    whole, short = parse("8G5RG77G+GH", "G77G+GH Damascus")[["latitude", "longitude"]].to_numpy()
    assert short == pytest.approx(whole, abs=1e-9)


@pytest.mark.parametrize(
    "fragment",
    [
        "33.5 ",
        "1,",
        "((",
        "POINT(",
        "https://",
        "geo:",
        "@1,2",
        "3d1!",
        "{'lat':",
        "[[",
        "°",
        "N",
        " N 1",
        "0101",
        "1/",
        "+",
        "\u200e",
        "lat lon ",
        "a,",
    ],
)
def test_a_cell_of_a_megabyte_is_refused_at_once(fragment: str) -> None:
    cell = fragment * (1_000_000 // len(fragment))
    assert pd.isna(parse(cell, cell + "33.5, 36.2").loc[1, "latitude"])


@given(st.integers(-89_999_999, 89_999_999), st.integers(-179_999_999, 179_999_999))
def test_every_notation_of_a_point_gives_it_back(north: int, east: int) -> None:
    latitude, longitude = north / 1e6, east / 1e6
    point = Point(longitude, latitude)
    cells = [
        f"geo:{latitude:.6f},{longitude:.6f}",
        f"https://www.google.com/maps/@{latitude:.6f},{longitude:.6f},12z",
        f"https://www.openstreetmap.org/?mlat={latitude:.6f}&mlon={longitude:.6f}#map=3/1/2",
        f"https://yandex.com/maps/?ll={longitude:.6f}%2C{latitude:.6f}",
        shapely.to_wkt(point, rounding_precision=6),
        shapely.to_wkb(point, hex=True),
        shapely.to_geojson(point),
        shapely.to_wkb(shapely.set_srid(point, 4326), hex=True, include_srid=True),
        f"{{'lat': {latitude:.6f}, 'lng': '{longitude:.6f}'}}",
        f"{latitude:+010.6f}{longitude:+011.6f}/",
        f"{abs(latitude):.6f}° {'S' if north < 0 else 'N'}, {abs(longitude):.6f}° {'W' if east < 0 else 'E'}",
    ]
    rows = parse(*cells)
    assert rows["latitude"].tolist() == pytest.approx([latitude] * len(rows), abs=1e-9)
    assert rows["longitude"].tolist() == pytest.approx([longitude] * len(rows), abs=1e-9)
