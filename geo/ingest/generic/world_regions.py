"""Parts of the world that providers put into a column called Region: they are no provinces."""

import pandas as pd

from geo.ingest.fields import map_to_category
from geo.ingest.parsers.cell_normalization import MAX_LENGTH, normalize
from geo.ingest.providers import gtd_signature

# ACLED's and UCDP's regions, those of the United Nations' M49, and what the World Bank and humanitarian sheets say.
WORLD_REGIONS = frozenset([
    *gtd_signature.REGIONS,
    *("africa", "asia", "europe", "americas", "america", "oceania", "antarctica", "middle east", "latin america"),
    *("northern africa", "eastern africa", "middle africa", "western africa", "southern africa", "north africa"),
    *("east africa", "central africa", "west africa", "horn of africa", "caribbean", "central america"),
    *("northern america", "latin america and the caribbean", "latin america & caribbean", "eastern asia"),
    *("south-eastern asia", "southern asia", "western asia", "west asia", "caucasus and central asia"),
    *("east asia and pacific", "east asia & pacific", "europe and central asia", "europe & central asia"),
    *("northern europe", "southern europe", "australia and new zealand", "melanesia", "micronesia", "polynesia"),
    *("middle east and north africa", "asia and the pacific", "asia pacific", "asia-pacific", "eurasia", "mena"),
    *("asie du sud", "asie", "afrique", "moyen-orient", "proche-orient", "afrique de l'ouest", "afrique du nord"),
    *("asia meridional", "oriente medio", "america latina", "africa occidental", "america del sur"),
])  # fmt: skip


def is_world_region(texts: pd.Series) -> pd.Series:
    """Return whether each text is a part of the world (bool); every distinct text is looked up once."""
    matches = map_to_category(texts, lambda text: "x" if normalize(text[:MAX_LENGTH]) in WORLD_REGIONS else None)
    return matches.notna()
