"""Which spellings of an actor's name are one: a rule for Python and, as a pattern, for any data-frame engine.

Case, accents, apostrophes, hyphens, the forms of an Arabic or Persian letter, articles between the words and the usual
transliterations of a word do not matter; every other letter does. Both halves are made of the same tables, so that
`spelling_pattern(normalize_actor(name))` matches a folded text exactly where `normalize_actor` gives it that form.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from geo.core.casefold import casefold

# Left out wherever they stand: marks above and below letters, the long stroke of Arabic, joiners, apostrophes.
IGNORED = (
    "\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u00ad"
    "\u200b-\u200f\u2060\ufeff'`\u00b4\u02b9-\u02bf\u2018\u2019\u201b\u2032"
)
BLANKS = "\\s\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
MARKS = (
    '!"#$%&*+./<=>?@\\[\\\\\\]^_{|}~'
    "\u00a7\u00ab\u00b7\u00bb\u061b\u06d4\u2010-\u2015\u201c-\u201f\u2022\u2026\u2039\u203a\\-"
)
# What `clean_spelling` does after lower case, in order; an expression does the same (see `geo.query.filters.actor`).
# The marks that tell the parts of a text, ; , : ( ), stay.
REPLACEMENTS = ((f"[{IGNORED}]+", ""), (f"[{BLANKS}{MARKS}]+", " "), ("\u060c", ","))
SEPARATOR = "[ ,:()]"  # between the words of a name; a semicolon parts actors (LIST_SEPARATOR), and is in no name
ARABIC_LETTERS = {"ی": "ىيئېێ", "ک": "ك", "ه": "ةۀۂہۃھە", "ا": "أإآٱ", "و": "ؤۆ"}
LATIN_LETTERS = {"o": "ø", "l": "ł", "d": "đð", "i": "ı", "h": "ħ", "t": "ŧ"}  # which no accent is split from
# Latin-1 and Extended-A, and the dots and lines below that transliterations of Arabic have.
ACCENTED = (range(0x00E0, 0x0180), range(0x1E00, 0x1E9A))
# Before a further word only: “AL” on its own is an acronym. “us” and “un” are none: they stand for states.
ARTICLES = (
    "the", "al", "ul", "el", "ol", "il", "e", "i", "as", "ash", "ar", "an", "at", "ad", "az", "ath", "adh",
)  # fmt: skip
ARTICLES_PATTERN = f"(?:^| )(?:(?:{'|'.join(ARTICLES)}) +)+"
STRUCTURE = ";,:()"  # the marks that `clean_spelling` leaves
_BLANK_STRUCTURE = str.maketrans(dict.fromkeys(STRUCTURE, " "))
# Words that are spelt in several ways, mostly from Arabic, Persian, Kurdish, Urdu and Balochi: as ACLED, UCDP, GTD,
# the lists of the Security Council and the press write them; and plurals, and British beside American spellings.
WORDS = tuple(
    frozenset(words.split())
    for words in (
        "jaish jaysh jeish jeysh jaesh jaishul jayshul jaishal jayshal gaish geish", "adl adel adil", "ansar anssar",
        "allah ullah alla", "asaib asaeb assaib asab", "haq haqq hagh",
        "hizballah hezbollah hizbollah hezballah hizbullah hezbullah hizbulla", "hizb hezb",
        "kataib kataeb katayib kitaib ketaib", "katiba katibat katibah", "liwa lewa liwaa",
        "hayat haiat hayaat heyat", "tahrir tehrir", "sham shaam cham", "harakat haraka harakah harkat",
        "harakatul harkatul",
        "mujahidin mujahideen mujahedin mujahedeen mujahiddin mojahedin mujaheddin moudjahidine mojahedeen",
        "mujahid mujahed", "muhammad mohammed mohammad muhammed mohamed mohamad muhamad mahomed",
        "jihad jehad djihad gihad", "islam eslam", "islami eslami", "islamiya islamiyya islamiyah islamiyyah islamia",
        "qaeda qaida qaidah qaedah kaida kaeda qaeeda", "taliban taleban talebaan talibaan",
        "nusra nusrah nosra nousra", "sharia shariah shareea shariat charia", "shabab shabaab shebab chabab",
        "shabi shaabi chaabi", "hashd hashad", "nujaba nojaba nujabaa", "shuhada shohada",
        "sayyid sayed seyyed sayid", "sunna sunnah", "tawhid tauhid tawheed touhid",
        "jundallah jundullah jondullah jundollah jondallah jondollah", "jund jond", "furqan forqan furkan",
        "baloch baluch balouch beluch", "balochistan baluchistan balouchestan baluchestan balochestan", "sipah sepah",
        "pasdaran pasdaraan", "lashkar lashker laskar", "tayyiba taiba tayyaba toiba tayba taibah tayyeba",
        "tehrik tehreek tahrik tahreek tehrek", "tehriki tehrike tehreeke tehreeki", "jhangvi jangvi",
        "sahaba sahabah", "fatah fateh fath", "qassam qasam kassam", "saraya sarayah", "badr bader",
        "huthi houthi houthis huthis hothi alhouthi", "shia shiite shiites", "jamaat jamaa jamat jamaatu jammaatu",
        "nasir naser", "khorasan khurasan khorassan", "wilayat wilaya wilayah", "province provinces",
        "emirate emirates", "muslim moslem moslems muslims muslimin muslimeen", "wal wa val", "quds qods",
        "basij baseej", "peshmerga peshmarga", "uighur uyghur uygur uigur", "turkistan turkestan",
        "kurdish kurd kurds", "force forces", "guard guards", "brigade brigades", "battalion battalions",
        "unit units", "militia militias", "martyr martyrs", "front fronts", "group groups", "corps corp",
        "worker workers", "people peoples", "service services", "revolutionary revolutionaries", "defense defence",
        "organization organisation", "mobilization mobilisation", "stabilization stabilisation", "center centre",
        "labor labour", "separatist separatists", "insurgent insurgents", "rebel rebels", "militant militants",
        "tiger tigers", "falcon falcons", "lord lords", "committee committees", "state states", "maoist maoists",
        "soldier soldiers", "fulani fulanis", "supporter supporters", "sword swords", "army armies",
    )
)  # fmt: skip


def normalize_actor(name: str) -> str:
    """The form that all spellings of a name share; empty for a text without letters or digits."""
    return normalize_folded(fold_spelling(name))


def normalize_folded(text: str) -> str:
    """What `normalize_actor` makes of a text that `fold_spelling` has been through."""
    representatives = _representatives()
    return " ".join([representatives.get(word, word) for word in text.translate(_BLANK_STRUCTURE).split()])


def clean_spelling(text: str) -> str:
    """The text in lower case, without what is left out of every name; other marks than ; , : ( ) are blanks."""
    text = casefold(text)
    for pattern, replacement in _replacements():
        text = pattern.sub(replacement, text)
    return text


def fold_spelling(text: str) -> str:
    """The cleaned text in one form of each letter, with each mark close to the word before it, and without articles."""
    text = clean_spelling(text)
    if not text.isascii():
        text = text.translate(_letters())
    for mark in STRUCTURE:
        if mark in text:
            text = text.replace(f" {mark}", mark).replace(mark, f"{mark} ")
    return _articles().sub(" ", text)


def letter_steps() -> tuple[tuple[str, str], ...]:
    """What `fold_spelling` replaces in a cleaned text first, as patterns for any engine; no ASCII text has any."""
    return tuple((f"[{variants}]", base) for base, variants in _spellings_of_letters().items())


@cache
def spelling_pattern(form: str) -> str:
    """A pattern (RE2) of every folded spelling that `normalize_actor` gives this form."""
    return f"{SEPARATOR}+".join(map(_word_pattern, form.split()))


def initials(name: str) -> frozenset[str]:
    """The acronyms that a name makes, with its small words and without, as `normalize_actor` writes them."""
    words = clean_spelling(name).translate(fold_table()).split()
    long = [word for word in words if word not in (*ARTICLES, "of", "for", "and", "in", "to", "wal", "wa", "de", "y")]
    acronyms = ("".join(word[0] for word in selection) for selection in (words, long))
    return frozenset(acronym for acronym in acronyms if len(acronym) > 1)


def _word_pattern(word: str) -> str:
    group = next((group for group in WORDS if word in group), frozenset({word}))
    spellings = "|".join(map(re.escape, sorted(group)))
    return f"(?:{spellings})" if len(group) > 1 else spellings


def letter_pattern(letter: str) -> str:
    """A pattern (RE2) of a letter with the accents and in the forms that count as it."""
    spellings = _spellings_of_letters().get(letter)
    return f"[{letter}{spellings}]" if spellings else re.escape(letter)


@cache
def _replacements() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), replacement) for pattern, replacement in REPLACEMENTS)


@cache
def _articles() -> re.Pattern[str]:
    return re.compile(ARTICLES_PATTERN)


@cache
def _representatives() -> dict[str, str]:
    """By word, the first spelling of its group in the alphabet."""
    return {word: min(group) for group in WORDS for word in group}


@cache
def fold_table() -> dict[int, str]:
    """What `str.translate` does to a letter, or to a mark that stayed."""
    return _letters() | {ord(mark): " " for mark in ";,:()"}


@cache
def _letters() -> dict[int, str]:
    return {ord(variant): base for base, variants in _spellings_of_letters().items() for variant in variants}


@cache
def _spellings_of_letters() -> dict[str, str]:
    """By letter, the others that count as it."""
    spellings = dict(ARABIC_LETTERS) | LATIN_LETTERS
    for base, variant in _accented_letters():
        spellings[base] = spellings.get(base, "") + variant
    return spellings


def _accented_letters() -> Iterator[tuple[str, str]]:
    """Each lower-case Latin letter with accents, behind the letter without."""
    for letter in (chr(code) for codes in ACCENTED for code in codes):
        base = unicodedata.normalize("NFD", letter)[0]
        if base != letter and "a" <= base <= "z":
            yield base, letter
