"""How precisely the point of a row is meant: by its decimals, by the names that share it, by whose centre it is."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from geo.core import geodesy
from geo.core.formatting import pluralize
from geo.ingest.generic.area_centres import find_area_centres
from geo.ingest.import_result import Finding
from geo.ingest.parsers.cell_normalization import MAX_LENGTH
from geo.places.gazetteer.gazetteer import SAME_TOWN_KM, candidates
from geo.places.gazetteer.name_normalization import strip_generic

# Different names of places at one point from which it is the centre of something coarser. By judgement: two may be
# spellings of one.
NAMES_AT_CENTRE = 3
MAX_LATITUDE, MAX_LONGITUDE = 90.0, 180.0  # degrees
ROUND_ERROR = 1e-9  # degrees by which a decimal number may differ from its float
SMALLER_NAMES, AREA_NAMES = ("place_name", "admin2"), ("admin1", "country")
N_EXAMPLES = 3


@dataclass(frozen=True, eq=False)
class PointPrecision:
    """The precision of each row's point (str, missing in rows without one), and what a person should look at.

    It is None in a table without coordinates.
    """

    precision: pd.Series | None
    findings: tuple[Finding, ...] = ()


def infer_point_precision(
    latitude: pd.Series,
    longitude: pd.Series,
    texts: Mapping[str, pd.Series],
    stated: pd.Series | None = None,
    states_precision: pd.Series | None = None,
) -> PointPrecision:
    """Return how precisely points (degrees) are meant; `texts` has the rows' names of places, by our columns.

    `stated` is the precision that a cell with both coordinates states itself, missing for most; it is not guessed at.
    `states_precision` (bool) is whether a column states the precision of a row, which goes before what is returned
    here: no finding counts these rows.

    Two and more decimals are a town or a site (a kilometre or less), one is near it (ten kilometres); whole degrees are
    unknown (docs/decisions/0012). So is one point under three names of places or more, the centre of something coarser;
    and the centre of a country or province, without the name of anything smaller, is that country or province.
    """
    points = pd.DataFrame({"latitude": latitude, "longitude": longitude})
    # Beyond the degrees a point was lost; how precise the number is shows once it is set.
    is_placed = points.notna().all(axis=1) & (points.abs() <= [MAX_LATITUDE, MAX_LONGITUDE]).all(axis=1)
    stated = pd.Series(None, index=points.index, dtype="str") if stated is None else stated
    points = points.mask(stated.notna() | ~is_placed)
    is_guessed = points.notna().all(axis=1)
    forms = {name: _unify(texts[name]) for name in (*SMALLER_NAMES, *AREA_NAMES) if name in texts}
    is_shared = is_guessed & _is_shared(points, forms)
    centres = _find_centres(points[is_guessed & ~_names_smaller_area(forms, points.index)]).reindex(points.index)
    precision = _precision_from_decimals(points).mask(is_shared, "unknown")
    is_open = True if states_precision is None else ~states_precision
    findings = (
        *_explain_shared(points[is_shared & centres.isna() & is_open], texts),
        *_explain_centres(points[centres.notna() & is_open]),
    )
    guessed = precision.mask(centres.notna(), centres)
    return PointPrecision(stated.fillna(guessed).where(is_placed), findings)


def precision_from_decimals(latitude: pd.Series, longitude: pd.Series, names: pd.Series | None) -> pd.Series:
    """Return the precision of points (degrees) by their decimals and the names of places that share them, as above."""
    precision = infer_point_precision(latitude, longitude, {} if names is None else {"place_name": names}).precision
    assert precision is not None
    return precision


def _precision_from_decimals(points: pd.DataFrame) -> pd.Series:
    are_degrees, are_tenths = (
        ((points - points.round(decimals)).abs() < ROUND_ERROR).all(axis=1) for decimals in (0, 1)
    )
    precision = pd.Series("exact", index=points.index, dtype="str")
    return precision.mask(are_tenths, "near").mask(are_degrees, "unknown")


def _unify(names: pd.Series) -> pd.Series:
    """The names in a form that spellings of one share: “Lakki Marwat”, “lakki  marwat” and “Lakki Marwat City”."""
    forms = {name: strip_generic(str(name)[:MAX_LENGTH]) or None for name in names.dropna().unique()}
    return names.map(forms).astype("str")


def _is_shared(points: pd.DataFrame, forms: Mapping[str, pd.Series]) -> pd.Series:
    """Whether the point of each row has three names of places or more."""
    if "place_name" not in forms:
        return pd.Series(False, index=points.index)
    names_at_points = points.assign(name=forms["place_name"]).dropna().drop_duplicates()
    counts = names_at_points.groupby(["latitude", "longitude"])["name"].size()
    suspects = (
        names_at_points.set_index(["latitude", "longitude"]).loc[counts[counts >= NAMES_AT_CENTRE].index].reset_index()
    )
    places = suspects.assign(name=[_place_at(*row) for row in suspects.itertuples(index=False)]).drop_duplicates()
    counts = places.groupby(["latitude", "longitude"])["name"].size()
    centres = counts[counts >= NAMES_AT_CENTRE].index
    return pd.Series(pd.MultiIndex.from_frame(points).isin(centres), index=points.index)


def _place_at(latitude: float, longitude: float, name: str) -> str:
    """The identifier of the place that bears a name at a point, else the name: spellings of one place are one."""
    entries = (
        entry
        for entry in candidates(name)
        if geodesy.scalar_haversine_km(entry.longitude, entry.latitude, longitude, latitude) < SAME_TOWN_KM
    )
    return next((entry.place_id for entry in entries), name)


def _names_smaller_area(forms: Mapping[str, pd.Series], index: pd.Index) -> pd.Series:
    """Whether each row names a place or a district that is not called like its province or country."""
    result = pd.Series(False, index=index)
    for name in (forms[name] for name in SMALLER_NAMES if name in forms):
        is_area = pd.Series(False, index=index)
        for area in (forms[area] for area in AREA_NAMES if area in forms):
            is_area |= (name == area).fillna(False).astype(bool)
        result |= name.notna() & ~is_area
    return result


def _find_centres(points: pd.DataFrame) -> pd.Series:
    """The precision of the area that each row's point is the centre of, missing for none."""
    distinct = points.drop_duplicates()
    centres = find_area_centres(distinct)
    if centres.isna().all():
        return pd.Series(None, index=points.index, dtype="str")
    return points.merge(distinct.assign(centre=centres), how="left").set_axis(points.index)["centre"].astype("str")


def _explain_shared(points: pd.DataFrame, texts: Mapping[str, pd.Series]) -> tuple[Finding, ...]:
    if points.empty:
        return ()
    n_points = len(points.drop_duplicates())
    where = "one point that has" if n_points == 1 else f"{n_points:,} points that each have"
    verb, pronoun, be = ("lies", "it is", "is") if len(points) == 1 else ("lie", "they are", "are")
    text = (
        f"{pluralize(len(points), 'row')} {verb} at {where} {NAMES_AT_CENTRE} names of places or more: rather the "
        f"centre of a larger area. How precise {pronoun} counts as unknown, so {pronoun.split()[0]} {be} not drawn as "
        f"{'a point' if len(points) == 1 else 'points'}."
    )
    examples = tuple(dict.fromkeys(texts["place_name"].loc[points.index].dropna()))[:N_EXAMPLES]
    return (Finding(text, "", points.index, examples),)


def _explain_centres(points: pd.DataFrame) -> tuple[Finding, ...]:
    if points.empty:
        return ()
    what = "1 row lies" if len(points) == 1 else f"{len(points):,} rows lie"
    text = (
        f"{what} at the centre of a country or province and {'names' if len(points) == 1 else 'name'} nothing smaller. "
        "Known to that country or province only, not as a point."
    )
    distinct = points.drop_duplicates()[:N_EXAMPLES]
    examples = tuple(f"{row.latitude:.10g}, {row.longitude:.10g}" for row in distinct.itertuples())
    return (Finding(text, "", points.index, examples),)
