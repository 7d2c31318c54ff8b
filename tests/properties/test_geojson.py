"""Whatever the text, the GeoJSON holds it as the json module writes it."""

import json

import geopandas as gpd
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.exports.exporter import ExportJob
from geo.exports.geojson import GeoJSON
from geo.exports.rows import TableRows
from geo.query.selection import Selection
from tests.thoroughness import count

ANY_TEXT = st.text(st.characters(codec="utf-8") | st.sampled_from('"\\\x00\x1f\x7f\u2028\n'), max_size=40)
NUMBERS = st.none() | st.floats(allow_infinity=False, allow_nan=False)


@settings(deadline=None, max_examples=count(66, 200))
@given(ANY_TEXT, st.lists(st.tuples(st.none() | ANY_TEXT, NUMBERS, NUMBERS), min_size=1, max_size=6))
def test_every_feature_is_written_as_json_writes_it(
    name: str, rows: list[tuple[str | None, float | None, float | None]]
) -> None:
    text, longitude, latitude = zip(*rows, strict=True)
    name = f"x{name}"
    has_text = any(row[0] is not None for row in rows)  # columns of no dictionary that are blank are not written

    def own_properties(text: str | None) -> dict[str, str | float | None]:
        return {name: text, "shared": text} if has_text else {}

    columns = {
        name: pd.Series(text, dtype="str"),
        "shared": pd.Series(text, dtype="str").astype("category"),
        "longitude": pd.Series(longitude, dtype="float64"),
        "latitude": pd.Series(latitude, dtype="float64"),
    }
    table = gpd.GeoDataFrame(columns, geometry=[None] * len(rows), crs="EPSG:4326")
    content = GeoJSON().to_bytes(ExportJob(TableRows(table), Selection(), "0")).decode()
    features = [
        {
            "type": "Feature",
            "geometry": None if east is None else {"type": "Point", "coordinates": [east, north]},
            "properties": own_properties(text) | {"longitude": east, "latitude": north},
        }
        for text, east, north in rows
    ]
    expected = json.loads(content) | {"features": features}
    assert content == json.dumps(expected, ensure_ascii=False, indent=1)
