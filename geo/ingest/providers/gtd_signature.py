"""By what a table of GTD is recognised: its columns, the words in them, and the names that copies give them."""

from geo.ingest.options import DAY, MONTH, YEAR
from geo.ingest.providers import gtd_attack_types
from geo.ingest.providers.signatures import Signature

REGIONS = (
    "north america", "central america & caribbean", "south america", "east asia", "southeast asia", "south asia",
    "central asia", "western europe", "eastern europe", "middle east & north africa", "sub-saharan africa",
    "australasia & oceania",
)  # fmt: skip
WEAPONS = (
    "biological", "chemical", "radiological", "nuclear", "firearms", "explosives", "explosives/bombs/dynamite",
    "fake weapons", "incendiary", "melee", "vehicle", "sabotage equipment", "other", "unknown",
    "vehicle (not to include vehicle-borne explosives, i.e., car or truck bombs)",
)  # fmt: skip
TARGETS = (
    "business", "government (general)", "police", "military", "abortion related", "airports & aircraft",
    "government (diplomatic)", "educational institution", "food or water supply", "journalists & media", "maritime",
    "maritime (includes ports and maritime facilities)", "ngo", "other", "private citizens & property",
    "religious figures/institutions", "telecommunication", "terrorists/non-state militia", "tourists",
    "transportation", "unknown", "utilities", "violent political party", "violent political parties",
)  # fmt: skip
ATTACK_CODES = (*gtd_attack_types.BY_CODE, "9")  # 9 is unknown
# Its website calls the column of words as its tables call that of codes.
ATTACKS = (
    *gtd_attack_types.BY_CODE.values(), *ATTACK_CODES, *(f"{code}.0" for code in ATTACK_CODES), "unknown"
)  # fmt: skip
# Without its identifiers; or with the names of GTD's website and of the copies that people share.
SIGNATURE = Signature(
    columns=(
        *("eventid", "iyear", "imonth", "iday", "approxdate", "extended", "country_txt", "region_txt", "provstate"),
        *("specificity", "vicinity", "crit1", "crit2", "crit3", "doubtterr", "attacktype1", "targtype1"),
        *("targsubtype1_txt", "natlty1", "natlty1_txt", "gname", "gsubname", "guncertain1", "nperps", "claimmode"),
        *("weaptype1", "weapsubtype1_txt", "nkill", "nkillter", "nkillus", "nwound", "nwoundus", "nwoundte"),
        *("ishostkid", "propextent_txt", "scite1", "dbsource", "INT_LOG", "INT_IDEO", "success", "suicide"),
    ),
    dates=("iyear", "year", "date"),
    min_score=4,
    vocabularies={
        "attacktype1": ATTACKS,
        "attacktype1_txt": ATTACKS,
        "targtype1_txt": TARGETS,
        "weaptype1_txt": WEAPONS,
        "region_txt": REGIONS,
    },
    aliases={
        "eventid": ("gtd_id", "event_id", "gtdid"),
        "attacktype1_txt": ("attack_type", "attack_type_1", "attacktype", "type_of_attack", "attack"),
        "targtype1_txt": ("target_type", "target_type_1", "targettype", "type_of_target"),
        "weaptype1_txt": ("weapon_type", "weapon_type_1", "weapontype", "weapon"),
        "weapsubtype1_txt": ("weapon_subtype", "weapon_sub_type", "weapon_subtype_1"),
        "gname": ("group", "group_name", "perpetrator_group", "perpetrator_1", "perpetrator", "perpetrators",
                  "perpetrator_group_name", "terrorist_group", "organization"),
        "target1": ("target", "target_1", "target_name"),
        "nkill": ("killed", "fatalities", "deaths", "kills", "number_killed", "num_killed", "people_killed"),
        "nwound": ("wounded", "injured", "injuries", "number_wounded", "num_wounded", "people_wounded"),
        "country_txt": ("country_name", "country"),
        "region_txt": ("region_name", "region"),
        "provstate": ("state", "province", "province_state", "state_province", "province_or_state", "admin1"),
        "city": ("city_name", "town", "location_city"),
        "latitude": ("lat", "y"),
        "longitude": ("lon", "lng", "long", "x"),
        "summary": ("description", "details"),
        "iyear": ("year",),
        "imonth": ("month",),
        "iday": ("day",),
        "date": ("event_date", "date_of_attack", "fecha", "datum"),
    },
    targets={
        **{"country_txt": "country", "city": "place_name", "nkill": "killed_best", "nwound": "injured_best"},
        **{"iyear": YEAR, "imonth": MONTH, "iday": DAY},
        **{"gname": "actor_a", "summary": "summary", "latitude": "latitude", "longitude": "longitude"},
    },
)  # fmt: skip
