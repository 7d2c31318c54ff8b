"""Where a name may stand in a word of another script than Latin: behind a prefix, before a particle, inflected.

Each script has one class, in SCRIPTS. A script without capitals cannot say which words are names, so what stands beside
them has to (geo/places/geoparsing/uncased_score.py).
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

FIRST_OTHER_LETTER = "\u0370"  # Greek begins here; what is before is Latin


# Of judgement, as all costs here: a name that had to be freed from something is a name less often.
ATTACHED_COST, INFLECTED_COST = 0.5, 0.3
MIN_WEIGHTS = {ATTACHED_COST: 4.0, INFLECTED_COST: 3.5}


@dataclass(frozen=True)
class Reading:
    """Words of a text as a name: the characters [start:end] of them, the name as it may be known, what it costs.

    `is_locative`: what is attached to the name says that something is there. `cost` is in the units of Entry.weight.
    """

    start: int
    end: int
    name: str
    is_locative: bool = False
    cost: float = 0.0

    @property
    def is_prepositional(self) -> bool:
        """Whether a preposition is cut off before the name, which is never behind another one: “ליד מטולה”."""
        return self.is_locative and self.start > 0

    @property
    def min_weight(self) -> float:
        """What the place of a name weighs at least; a name as it stands may be any village's."""
        return MIN_WEIGHTS.get(self.cost, 0.0)


class Script(ABC):
    """How names stand in texts of one script. `joint` is what stands between the words of a name."""

    ranges: tuple[tuple[str, str], ...]
    has_capitals = False
    joint = " "
    max_words = 4
    min_characters = 2

    def has_letter(self, character: str) -> bool:
        """Whether a character belongs to the script."""
        return any(first <= character <= last for first, last in self.ranges)

    @abstractmethod
    def readings(self, text: str) -> Iterator[Reading]:
        """What words of a text may be as a name, first as they stand."""


class ArabicScript(Script):
    """Arabic, Persian, Urdu, Pashto, Kurdish: و, ف, ب, ل and ك are written together with the name behind them."""

    ranges = (("\u0600", "\u06ff"), ("\u0750", "\u077f"), ("\ufb50", "\ufdff"), ("\ufe70", "\ufeff"))
    conjunctions = "وف"
    prepositions = "بلك"
    min_rest = 3

    def readings(self, text: str) -> Iterator[Reading]:
        """As it stands, without a conjunction, without a preposition, without both."""
        yield Reading(0, len(text), text)
        start, is_locative = 0, False
        for letters in (self.conjunctions, self.prepositions):
            if text[start : start + 1] in letters and len(text.split()[0]) - start > self.min_rest:
                is_locative = letters == self.prepositions
                start += 1
                yield Reading(start, len(text), text[start:], is_locative, ATTACHED_COST)
                if text[start - 1 : start + 1] == "لل":  # “للعراق” of “العراق”, but also “للبنان” of “لبنان”
                    yield Reading(start + 1, len(text), text[start + 1 :], is_locative, ATTACHED_COST)
            elif not text[start:]:
                return


class HebrewScript(Script):
    """Hebrew: ו, ב, ל, מ, ה, ש and כ are written together with the name behind them."""

    ranges = (("\u0590", "\u05ff"),)
    conjunctions = "וש"
    prepositions = "בלמהכ"
    min_rest = 3

    def readings(self, text: str) -> Iterator[Reading]:
        """As it stands, without a conjunction, without a preposition, without both."""
        yield Reading(0, len(text), text)
        start = 0
        for letters in (self.conjunctions, self.prepositions):
            if text[start : start + 1] in letters and len(text.split()[0]) - start >= self.min_rest:
                start += 1
                yield Reading(start, len(text), text[start:], letters == self.prepositions, ATTACHED_COST)


class InflectedScript(Script):
    """A script whose languages inflect names: `endings` are what a last letter or two may stand for."""

    has_capitals = True
    max_words = 3
    min_stem = 3
    endings: dict[str, tuple[str, ...]]

    def readings(self, text: str) -> Iterator[Reading]:
        """As it stands, then with other endings of the last word, the longest first."""
        yield Reading(0, len(text), text)
        for ending, others in self.endings.items():
            if text.endswith(ending) and len(text) - len(ending) >= self.min_stem:
                stem = text[: -len(ending)]
                yield from (Reading(0, len(text), name, cost=INFLECTED_COST) for name in self._names(stem, others))

    def _names(self, stem: str, others: tuple[str, ...]) -> Iterator[str]:
        yield from (stem + other for other in others)


class CyrillicScript(InflectedScript):
    """Russian, Ukrainian and their neighbours: “в Москве”, “у Львові”."""

    ranges = (("\u0400", "\u052f"),)
    endings = {
        "ого": ("ый", "ий", "ое"),
        "ому": ("ый", "ий", "ое"),
        "ом": ("", "ый", "ий", "о"),
        "ем": ("", "ий", "е", "ь"),
        "ой": ("а", "ая"),
        "ою": ("а",),
        "ую": ("ая",),
        "ах": ("ы",),
        "ов": ("ы",),
        "а": ("", "о"),
        "я": ("ь", "й", "е"),
        "у": ("а", "", "о"),
        "ю": ("я", "ь", "е", "й"),
        "е": ("а", "", "о", "я"),
        "и": ("я", "ь", "а", "й"),
        "ы": ("а", ""),
        "і": ("", "а", "о", "ь", "я"),
        "ї": ("я",),
    }
    # “Херсонской области”, “у Харківській області”: the adjective as it stands before the noun in the nominative.
    oblasts = ("область", "области", "областью", "області", "областю")
    adjectives = {"ской": "ская", "скую": "ская", "цкой": "цкая", "цкую": "цкая"} | {
        ending + case: ending + "а" for ending in ("ськ", "цьк", "зьк") for case in ("ій", "ої", "у", "ою")
    }
    # Ukrainian has і in the last syllable of the nominative alone: “Львів”, “у Львові”.
    closed_syllables = {"ов": "ів", "ев": "ів", "єв": "їв", "поль": "піль", "пол": "піль"}

    def readings(self, text: str) -> Iterator[Reading]:
        """As any, and a province whose adjective and noun are both inflected."""
        yield from super().readings(text)
        adjective, _, noun = text.partition(" ")
        if noun.lower() not in self.oblasts:
            return
        for ending, nominative in self.adjectives.items():
            if adjective.endswith(ending) and len(adjective) - len(ending) >= self.min_stem:
                name = f"{adjective.removesuffix(ending)}{nominative} область"
                yield Reading(0, len(text), name, cost=INFLECTED_COST)

    def _names(self, stem: str, others: tuple[str, ...]) -> Iterator[str]:
        yield from super()._names(stem, others)
        for end, closed in self.closed_syllables.items():
            if "" in others and stem.endswith(end):
                yield stem.removesuffix(end) + closed


class GreekScript(InflectedScript):
    """Greek: “στη Θεσσαλονίκη”, “της Αθήνας”, “του Βόλου”."""

    ranges = (("\u0370", "\u03ff"), ("\u1f00", "\u1fff"))
    endings = {"ας": ("α",), "ης": ("η",), "ου": ("ος", "ο"), "ων": ("ες", "α"), "ο": ("ος",)}


class HanScript(Script):
    """Chinese and Japanese: no spaces, each character a word; names of kana and of both."""

    ranges = (("\u3400", "\u9fff"), ("\uf900", "\ufaff"), ("\u30a0", "\u30ff"), ("\uff66", "\uff9f"))
    joint = ""
    max_words = 8

    def readings(self, text: str) -> Iterator[Reading]:
        """As it stands."""
        yield Reading(0, len(text), text)


class HangulScript(Script):
    """Korean: particles are written together with the name before them."""

    ranges = (("\uac00", "\ud7af"), ("\u1100", "\u11ff"))
    locative_particles = ("에서는", "에서도", "에서", "에는", "에도", "으로", "에", "로")
    particles = ("까지", "부터", "과의", "와의", "의", "은", "는", "이", "가", "을", "를", "과", "와", "도", "시", "군")

    def readings(self, text: str) -> Iterator[Reading]:
        """As it stands, then without the particle."""
        yield Reading(0, len(text), text)
        for particle in (*self.locative_particles, *self.particles):
            end = len(text) - len(particle)
            if text.endswith(particle) and end >= self.min_characters:
                is_locative = particle in self.locative_particles
                yield Reading(0, end, text[:end], is_locative, ATTACHED_COST)


class IndicScript(Script):
    """Devanagari, Bengali and their sisters: words as they stand.

    The gazetteer has their names without vowels, so that short ones are no evidence of a name.
    """

    ranges = (("\u0900", "\u0dff"),)
    min_characters = 3

    def readings(self, text: str) -> Iterator[Reading]:
        """As it stands."""
        yield Reading(0, len(text), text)


SCRIPTS: tuple[Script, ...] = (
    ArabicScript(),
    HebrewScript(),
    CyrillicScript(),
    GreekScript(),
    HanScript(),
    HangulScript(),
    IndicScript(),
)


def script_of(word: str) -> Script | None:
    """The script of a word by its first letter; None for Latin and for scripts that have no class here."""
    return None if word[0] < FIRST_OTHER_LETTER else _script_of_letter(word[0])


@lru_cache(maxsize=4096)
def _script_of_letter(letter: str) -> Script | None:
    return next((script for script in SCRIPTS if script.has_letter(letter)), None)
