"""The scales of numbers and codes by which providers state precision, and which of them a column uses."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from geo.ingest.fields import column_key
from geo.ingest.parsers.precision import DATE, PLACE
from geo.ingest.providers import acled, gdelt, gtd, ucdp

# AidData's codebook for geocoding, 1 to 8: where the place is unclear (7) and the capital stands for the country (8).
_AIDDATA = {**{code: ucdp.PLACE_PRECISIONS[code] for code in "123456"}, "7": "unknown", "8": "country"}
# SCAD's codebook, locnum: a capital, another city, a village; several of them; a province; nationwide.
_SCAD = {"1": "exact", "2": "exact", "3": "exact", "4": "region", "5": "region", "6": "admin1", "7": "country",
         "-99": "unknown"}  # fmt: skip
# VIINA's levels of its geocoder: ADM3 is a settlement, STREET a street in it.
_VIINA = {"street": "exact", "adm3": "exact", "adm2": "admin2", "adm1": "admin1", "adm0": "country"}


@dataclass(frozen=True, eq=False)
class PrecisionScale:
    """A provider's codes: what each means in our words.

    `columns` are keys of names (see `column_key`) that only this provider uses. `hints` are keys of its other columns:
    with `n_hints` of them beside it, a column of any name is on its scale.
    """

    name: str
    kind: str
    meanings: Mapping[str, str]
    columns: frozenset[str] = frozenset()
    hints: frozenset[str] = frozenset()
    n_hints: int = 1

    def fits(self, codes: Collection[str]) -> bool:
        """Return whether all codes are on this scale."""
        return bool(codes) and {*codes} <= self.meanings.keys()

    def is_certain(self, column: str, others: Collection[str]) -> bool:
        """Return whether the column's name, or the keys of the columns beside it, say that it is this scale."""
        return column_key(column) in self.columns or len(self.hints & {*others}) >= self.n_hints


def _keys(names: str) -> frozenset[str]:
    return frozenset(map(column_key, names.split()))


_ACLED_HINTS = _keys(
    "time_precision geo_precision sub_event_type actor1 assoc_actor_1 inter1 interaction disorder_type event_id_cnty "
    "civilian_targeting source_scale data_id"
)
_UCDP_HINTS = _keys(
    "type_of_violence dyad_name side_a side_b where_prec date_prec where_coordinates deaths_a deaths_b gwnoa "
    "priogrid_gid event_clarity conflict_name"
)
_GTD_HINTS = _keys(
    "iyear imonth attacktype1 attacktype1_txt gname weaptype1_txt nkill nwound targtype1_txt provstate vicinity"
)
# Whose columns are the surest first.
PLACE_SCALES = (
    PrecisionScale("VIINA", PLACE, _VIINA, hints=_keys("viina_version event_id_1pd t_mil_b a_rus_b a_ukr_b")),
    PrecisionScale("ACLED", PLACE, acled.PLACE_PRECISIONS, hints=_ACLED_HINTS - {column_key("geo_precision")}),
    PrecisionScale("UCDP", PLACE, ucdp.PLACE_PRECISIONS, _keys("where_prec where_precision"), _UCDP_HINTS),
    PrecisionScale("GTD", PLACE, gtd.PLACE_PRECISIONS, _keys("specificity"), _GTD_HINTS),
    PrecisionScale(
        "GDELT", PLACE, gdelt.PLACE_PRECISIONS, _keys("ActionGeo_Type Actor1Geo_Type Actor2Geo_Type geo_type")
    ),
    PrecisionScale("AidData", PLACE, _AIDDATA, _keys("precision_code geocoding_precision")),
    PrecisionScale("SCAD", PLACE, _SCAD, _keys("locnum gislocnum")),
)
DATE_SCALES = (
    PrecisionScale("ACLED", DATE, acled.DATE_PRECISIONS, _keys("time_precision"), _ACLED_HINTS),
    PrecisionScale("UCDP", DATE, ucdp.DATE_PRECISIONS, _keys("date_prec"), _UCDP_HINTS),
)
# Grades of which nobody can say what they mean, from the best to the worst. The last means no more than a province.
GRADES: tuple[tuple[str, ...], ...] = (
    ("high", "medium", "low"),
    ("high", "moderate", "low"),
    ("good", "fair", "poor"),
    ("a", "b", "c"),
    ("haute", "moyenne", "basse"),
    ("élevée", "moyenne", "faible"),
    ("alta", "media", "baja"),
    ("عالية", "متوسطة", "منخفضة"),
    ("بالا", "متوسط", "پایین"),
)
GRADE_MEANINGS = ("exact", "near", "admin1")
FULL_RANGE = ("6", "7")  # only UCDP's scale of places goes so far, but for AidData's, which agrees up to 6


def find_scale(
    scales: Sequence[PrecisionScale], column: str, codes: Collection[str], others: Collection[str]
) -> PrecisionScale | None:
    """Return the scale that a column of codes is certainly on; None where only a person can say.

    `codes` are its distinct values, `others` the keys of the columns beside it.
    """
    fitting = [scale for scale in scales if scale.fits(codes)]
    certain = next((scale for scale in fitting if scale.is_certain(column, others)), None)
    if certain or not fitting:
        return certain
    if "street" in codes:
        return next(scale for scale in fitting if scale.name == "VIINA")
    is_full = scales is PLACE_SCALES and bool({*codes} & {*FULL_RANGE})
    by_range = [scale for scale in fitting if scale.name in ("AidData" if "8" in codes else "UCDP",)]
    if is_full or fitting == by_range or (scales is DATE_SCALES and bool({*codes} & {"4", "5"})):
        return by_range[0] if by_range else None
    return None
