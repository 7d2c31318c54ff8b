"""Build the list of letter pairs by language, from which the code page of a text is told.

python data/build_letter_pairs.py
Counts the pairs of neighbouring letters in the different words that Unicode CLDR has for languages, scripts,
currencies, months, weekdays and cities of time zones (through Babel), and in the gazetteer's names of places in the
countries where the language is spoken. Names of countries are left out: the tests use them.
"""

import csv
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pandas as pd
from babel import Locale

DATA = Path(__file__).parent
sys.path.insert(0, str(DATA.parent))

from geo.ingest.readers.letter_pairs import LETTER_PAIRS_FILE, split_words  # noqa: E402  the project itself

LANGUAGES = (
    *(
        "en",
        "fr",
        "es",
        "pt",
        "it",
        "de",
        "nl",
        "da",
        "nb",
        "sv",
        "fi",
        "is",
        "pl",
        "cs",
        "sk",
        "hu",
        "ro",
        "hr",
        "sl",
        "sq",
        "lt",
    ),
    *(
        "lv",
        "et",
        "tr",
        "az",
        "vi",
        "id",
        "sw",
        "ha",
        "so",
        "ru",
        "uk",
        "bg",
        "sr",
        "mk",
        "ar",
        "fa",
        "ur",
        "ps",
        "ckb",
        "he",
        "el",
    ),
)
COUNTRIES = {
    "en": ("United Kingdom",),
    "fr": ("France", "Haiti", "Mali", "Burkina Faso", "Ivory Coast", "Senegal", "Cameroon"),
    "es": ("Spain", "Mexico", "Colombia", "Peru", "Argentina", "Venezuela", "Chile"),
    "pt": ("Portugal", "Brazil"),
    "it": ("Italy",),
    "de": ("Germany", "Austria"),
    "nl": ("Netherlands",),
    "da": ("Denmark",),
    "nb": ("Norway",),
    "sv": ("Sweden",),
    "fi": ("Finland",),
    "is": ("Iceland",),
    "pl": ("Poland",),
    "cs": ("Czechia",),
    "sk": ("Slovakia",),
    "hu": ("Hungary",),
    "ro": ("Romania",),
    "hr": ("Croatia", "Bosnia and Herzegovina"),
    "sl": ("Slovenia",),
    "sq": ("Albania", "Kosovo"),
    "lt": ("Lithuania",),
    "lv": ("Latvia",),
    "et": ("Estonia",),
    "tr": ("Turkey",),
    "az": ("Azerbaijan",),
    "vi": ("Vietnam",),
    "sw": ("Kenya",),
    "ha": ("Nigeria",),
    "so": ("Somalia",),
}
MAX_PLACES = 4_000  # of a language, the weightiest first, by judgement: so that no country outweighs the rest
# Letters that old code pages lack, and those that are written for them there.
OLDER_SPELLINGS = {
    "ro": str.maketrans("șțȘȚ", "şţŞŢ"),
    "fa": str.maketrans("یک", "يك"),
    "ur": str.maketrans("ی", "ي"),
}


def main() -> None:
    places = pd.read_parquet(DATA / "gazetteer.parquet", columns=["name", "country"]).astype("str")
    with LETTER_PAIRS_FILE.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["language", "pair", "count"])
        for language in LANGUAGES:
            names = places.loc[places["country"].isin(COUNTRIES.get(language, ())), "name"]
            words = set(_words((*_cldr_texts(language), *names.head(MAX_PLACES)), language))
            pairs = Counter(pair for word in words for pair in _letter_pairs(word))
            rows.writerows((language, pair, count) for pair, count in sorted(pairs.items()))


def _words(texts: Iterable[str], language: str) -> Iterator[str]:
    older = OLDER_SPELLINGS.get(language, {})
    for text in texts:
        composed = unicodedata.normalize("NFC", text)
        yield from split_words(composed)
        yield from split_words(composed.translate(older))


def _letter_pairs(word: str) -> Iterator[str]:
    padded = f"_{word}_"
    return (padded[position : position + 2] for position in range(len(padded) - 1))


def _cldr_texts(language: str) -> Iterator[str]:
    locale = Locale.parse(language)
    for names in (locale.languages, locale.scripts, locale.currencies, locale.variants):
        yield from names.values()
    for context in ("format", "stand-alone"):
        yield from locale.months[context]["wide"].values()
        yield from locale.days[context]["wide"].values()
    yield from (zone["city"] for zone in locale.time_zones.values() if "city" in zone)


if __name__ == "__main__":
    main()
