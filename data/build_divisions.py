"""Build the first-level divisions that Natural Earth's provinces are parts of, or hold: data/divisions.csv.

python data/build_divisions.py

Run data/build_geography.py before. A division is the union of provinces, by Natural Earth's column `region` or by
data/division_wordings.csv, or the part of them that lies in a circle given there.
"""

from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely
from shapely import Point

from geo.core import geodesy

DATA = Path(__file__).parent
SEPARATOR = "; "
# Where Natural Earth's regions are divisions that people name; elsewhere they are points of the compass or statistics.
COUNTRIES = (
    *("AZE", "BEL", "BFA", "BIH", "ESP", "FRA", "GBR", "GIN", "GRC", "HUN", "IRL", "ITA", "JPN", "LKA", "LVA"),
    *("MWI", "NPL", "NZL", "PHL", "PRT", "SDN", "SSD", "UGA", "VNM"),
)
NATURAL_EARTH = "Natural Earth’s regions"


def main() -> None:
    provinces = gpd.read_parquet(DATA / "provinces.parquet")
    wordings = pd.read_csv(DATA / "division_wordings.csv", keep_default_na=False, dtype="str")
    rows = [*_regions(provinces, wordings), *_unions(provinces, wordings)]
    table = pd.DataFrame(rows).sort_values("place_id")
    repeated = table["place_id"][table["place_id"].duplicated()]
    if len(repeated):
        raise SystemExit(f"There are two of {', '.join(repeated)}.")
    table.to_csv(DATA / "divisions.csv", index=False, lineterminator="\n")


def _regions(provinces: gpd.GeoDataFrame, wordings: pd.DataFrame) -> Iterator[dict[str, object]]:
    """The regions that Natural Earth's provinces have, under the names of the wordings where these have one."""
    by_region = {(row.country_code, row.region): row for row in wordings.itertuples() if row.region}
    selected = provinces[provinces["country_code"].isin(COUNTRIES) & (provinces["region"] != "")]
    for (code, region), parts in selected.groupby(["country_code", "region"]):
        wording = by_region.get((code, region))
        name, aliases = (wording.name, wording.aliases) if wording else (region, "")
        if name and not _is_one_province(parts, name):
            yield _row(parts, name, aliases, None, 0.0, wording.source if wording else NATURAL_EARTH)


def _unions(provinces: gpd.GeoDataFrame, wordings: pd.DataFrame) -> Iterator[dict[str, object]]:
    for row in wordings[wordings["region"] == ""].itertuples():
        names = row.members.split(SEPARATOR)
        parts = provinces[(provinces["country_code"] == row.country_code) & provinces["name"].isin(names)]
        missing = set(names) - set(parts["name"])
        if missing:
            raise SystemExit(f"{row.name}: Natural Earth has no province {', '.join(sorted(missing))}.")
        centre = Point(float(row.longitude), float(row.latitude)) if row.radius_km else None
        yield _row(parts, row.name, row.aliases, centre, float(row.radius_km or 0), row.source)


def _is_one_province(parts: gpd.GeoDataFrame, name: str) -> bool:
    """Whether a region is a province under the same name: Guadeloupe."""
    return len(parts) == 1 and name in (parts["name"].iloc[0], *parts["other_names"].iloc[0].split(SEPARATOR))


def _row(
    parts: gpd.GeoDataFrame, name: str, aliases: str, centre: Point | None, radius_km: float, source: str
) -> dict[str, object]:
    shape = shapely.union_all(parts.geometry.to_numpy())
    area_km2 = geodesy.area_km2(shape.intersection(geodesy.circle(centre, radius_km)) if centre else shape)
    point = centre or geodesy.interior_point(shape)
    return {
        "place_id": f"div:{parts['country_code'].iloc[0]}-{name.replace(' ', '-')}",
        "country": parts["country"].iloc[0],
        "name": name,
        "aliases": aliases,
        "members": SEPARATOR.join("ne1:" + parts["province_id"]),
        "longitude": round(point.x, 3),
        "latitude": round(point.y, 3),
        "radius_km": round(radius_km) or "",
        "area_km2": round(area_km2),
        "source": source,
    }


if __name__ == "__main__":
    main()
