"""Which country a publisher mostly writes about, by the domain that it publishes on."""

from functools import cache

from geo.core import boundaries

STRENGTH = 0.8  # as if the country had been named once
# Top-level domains by Natural Earth's codes; .com and the like tell nothing.
DOMAINS = {
    **{"ae": "ARE", "af": "AFG", "au": "AUS", "az": "AZE", "bd": "BGD", "bh": "BHR", "ca": "CAN", "cn": "CHN"},
    **{"de": "DEU", "eg": "EGY", "es": "ESP", "et": "ETH", "fr": "FRA", "ie": "IRL", "il": "ISR", "in": "IND"},
    **{"iq": "IRQ", "ir": "IRN", "it": "ITA", "jo": "JOR", "jp": "JPN", "ke": "KEN", "kr": "KOR", "kw": "KWT"},
    **{"lb": "LBN", "lk": "LKA", "ly": "LBY", "ma": "MAR", "mm": "MMR", "ng": "NGA", "nz": "NZL", "om": "OMN"},
    **{"ph": "PHL", "pk": "PAK", "ps": "PSX", "qa": "QAT", "ru": "RUS", "sa": "SAU", "sd": "SDN", "sg": "SGP"},
    **{"so": "SOM", "sy": "SYR", "tn": "TUN", "tr": "TUR", "ua": "UKR", "ug": "UGA", "uk": "GBR", "us": "USA"},
    **{"ye": "YEM", "za": "ZAF", "zw": "ZWE"},
}
# Publishers whose domain tells nothing of where they are read.
NAMED = {
    **{"dawn": "PAK", "tribune": "PAK", "thenews": "PAK", "geo": "PAK", "arynews": "PAK", "nation": "PAK"},
    **{
        "tehrantimes": "IRN",
        "presstv": "IRN",
        "irna": "IRN",
        "tasnimnews": "IRN",
        "mehrnews": "IRN",
        "farsnews": "IRN",
    },
    **{"haalvsh": "IRN", "iranintl": "IRN", "hengaw": "IRN", "rudaw": "IRQ", "kurdistan24": "IRQ", "shafaq": "IRQ"},
    **{"iraqinews": "IRQ", "enabbaladi": "SYR", "sana": "SYR", "syriahr": "SYR", "sohr": "SYR", "tolonews": "AFG"},
    **{"khaama": "AFG", "pajhwok": "AFG", "hurriyetdailynews": "TUR", "dailysabah": "TUR", "naharnet": "LBN"},
    **{"dailystar": "LBN", "haaretz": "ISR", "timesofisrael": "ISR", "jpost": "ISR", "ynetnews": "ISR", "wafa": "PSX"},
    **{"nationalpost": "CAN", "torontosun": "CAN", "thestar": "CAN", "edmontonjournal": "CAN", "calgaryherald": "CAN"},
    **{"bbc": "GBR", "theguardian": "GBR", "telegraph": "GBR", "dailymail": "GBR", "usatoday": "USA", "foxnews": "USA"},
    **{"nytimes": "USA", "washingtonpost": "USA", "latimes": "USA", "chicagotribune": "USA", "cnn": "USA"},
}


def country(publisher: str | None) -> str:
    """The country by Natural Earth's name; empty where the domain does not tell."""
    labels = (publisher or "").lower().rstrip(".").split(".")
    known = next((NAMED[label] for label in labels[:-1] if label in NAMED), None)
    return _names().get(known or DOMAINS.get(labels[-1], ""), "")


@cache
def _names() -> dict[str, str]:
    return dict(zip(boundaries.countries()["country_code"], boundaries.countries()["name"], strict=True))
