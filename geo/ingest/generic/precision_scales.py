"""The scales of numbers and codes by which providers state precision, and which of them a column uses."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from geo.ingest.fields import column_key
from geo.ingest.providers import acled, gdelt, gtd, ucdp

# AidData's codebook for geocoding, 1 to 8: where the place is unclear (7) and the capital stands for the country (8).
_AIDDATA = {**{code: ucdp.PLACE_PRECISIONS[code] for code in "123456"}, "7": "unknown", "8": "country"}
# SCAD's codebook, locnum: a capital, another city, a village; several of them; a province; nationwide.
_SCAD = {"1": "exact", "2": "exact", "3": "exact", "4": "region", "5": "region", "6": "admin1", "7": "country",
         "-99": "unknown"}  # fmt: skip
# VIINA's levels of its geocoder: ADM3 is a settlement, STREET a street in it.
_VIINA = {"street": "exact", "adm3": "exact", "adm2": "admin2", "adm1": "admin1", "adm0": "country"}
# The levels of the United Nations' divisions, as the words of precision_words.csv have them.
_LEVELS = {"0": "country", "1": "admin1", "2": "admin2", "3": "admin2", "4": "near"}


@dataclass(frozen=True, eq=False)
class PrecisionScale:
    """A provider's codes: what each means in our words.

    `columns` are the keys of names (see `column_key`) that only this provider gives the column, `hints` those of the
    columns beside it, and `revealing_codes` those that no other scale has: each of the three shows that it is the
    provider's.
    """

    name: str
    meanings: Mapping[str, str]
    columns: frozenset[str] = frozenset()
    hints: frozenset[str] = frozenset()
    revealing_codes: frozenset[str] = frozenset()

    def fits(self, codes: Collection[str]) -> bool:
        """Return whether all codes are on this scale."""
        return bool(codes) and {*codes} <= self.meanings.keys()

    def is_certain(self, column: str, codes: Collection[str], others: Collection[str]) -> bool:
        """Return whether name, codes or the keys of the columns beside it say that a column is on this scale."""
        is_own_name = column_key(column) in self.columns
        return is_own_name or not self.hints.isdisjoint(others) or not self.revealing_codes.isdisjoint(codes)


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
    PrecisionScale(
        "VIINA",
        _VIINA,
        hints=_keys("viina_version event_id_1pd t_mil_b a_rus_b a_ukr_b"),
        revealing_codes=frozenset(["street"]),
    ),
    PrecisionScale("ACLED", acled.PLACE_PRECISIONS, hints=_ACLED_HINTS - _keys("geo_precision")),
    PrecisionScale(
        "UCDP",
        ucdp.PLACE_PRECISIONS,
        _keys("where_prec where_precision"),
        _UCDP_HINTS,
        # AidData's goes as far, and means the same by 6.
        frozenset(["6", "7"]),
    ),
    PrecisionScale("GTD", gtd.PLACE_PRECISIONS, _keys("specificity"), _GTD_HINTS),
    PrecisionScale("GDELT", gdelt.PLACE_PRECISIONS, _keys("ActionGeo_Type Actor1Geo_Type Actor2Geo_Type geo_type")),
    PrecisionScale("AidData", _AIDDATA, _keys("precision_code geocoding_precision"), revealing_codes=frozenset(["8"])),
    PrecisionScale(
        "administrative levels",
        _LEVELS,
        _keys("admin_level adm_level administrative_level admin_lvl niveau_administratif nivel_administrativo"),
    ),
    PrecisionScale("SCAD", _SCAD, _keys("locnum gislocnum"), revealing_codes=frozenset(["-99"])),
)
DATE_SCALES = (
    PrecisionScale("ACLED", acled.DATE_PRECISIONS, _keys("time_precision"), _ACLED_HINTS),
    PrecisionScale("UCDP", ucdp.DATE_PRECISIONS, _keys("date_prec"), _UCDP_HINTS, frozenset(["4", "5"])),
)


def find_scale(
    scales: Sequence[PrecisionScale], column: str, codes: Collection[str], others: Collection[str]
) -> PrecisionScale | None:
    """Return the scale that a column of codes is certainly on; None where only a person can say.

    `codes` are its distinct values, `others` the keys of the columns beside it.
    """
    certain = (scale for scale in scales if scale.fits(codes) and scale.is_certain(column, codes, others))
    return next(certain, None)
