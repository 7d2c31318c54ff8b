"""Names as people write them, in one form: case, accents, articles, transliteration and generic words forgiven."""

import re
import unicodedata

GENERIC_WORDS = (
    *("province", "provinces", "governorate", "governorates", "ostan", "ostane", "muhafazat", "muhafazah"),
    *("wilayat", "wilayate", "velayat", "velayate", "state", "region", "district", "city", "town"),
    *("of", "the", "and", "va", "wa", "o", "e", "i"),
)
GENERIC = frozenset(GENERIC_WORDS)
ARTICLES = frozenset(["al", "el", "as", "ar", "an", "ad", "at", "az", "ash", "adh", "ath"])
# One transliteration for each: Baluch/Baloch, -estan/-istan.
SPELLINGS = ((re.compile(r"\bbalu(t?)ch"), "baloch"), (re.compile(r"estan\b"), "istan"), (re.compile(r"ou"), "u"))
# Arabic and Persian keyboards write the same letter differently.
LETTERS = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "أ": "ا", "إ": "ا", "آ": "ا", "\u200c": " "})
APOSTROPHES = re.compile(r"['’‘`ʿʾʻʼ]")
BREAKS = re.compile(r"[^\w]+")


def normal(name: str) -> str:
    """The name in one form; two spellings of one name have the same. Idempotent."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold()).translate(LETTERS)
    bare = "".join(character for character in plain if not unicodedata.combining(character))
    words = BREAKS.sub(" ", APOSTROPHES.sub("", bare)).split()
    kept = [word for word in words if word not in GENERIC and word not in ARTICLES]
    text = " ".join(kept or words)
    for pattern, replacement in SPELLINGS:
        text = pattern.sub(replacement, text)
    return text
