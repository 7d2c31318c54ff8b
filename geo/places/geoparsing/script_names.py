"""Look for names in words of other scripts than Latin."""

from dataclasses import dataclass
from functools import lru_cache

from geo.places.gazetteer import demonyms, gazetteer
from geo.places.gazetteer.entry import Entry
from geo.places.gazetteer.gazetteer import prior
from geo.places.gazetteer.name_normalization import MAX_NAME_LENGTH, normalize_name
from geo.places.gazetteer.name_prefixes import begins_name
from geo.places.geoparsing.document import Document
from geo.places.geoparsing.scripts import Reading, Script
from geo.places.words.context_words import context_words
from geo.places.words.name_words import name_words
from geo.places.words.stopwords import stopwords

MIN_KNOWN_WEIGHT = 4.0  # of a place whose kind before it is then no part of the name: “محافظة ديالى”; by judgement


@dataclass(frozen=True)
class ScriptName:
    """A name that begins in tokens[first] and ends in tokens[stop - 1], at text[start:end], with its bearers."""

    stop: int
    start: int
    end: int
    form: str
    entries: tuple[Entry, ...]
    reading: Reading


def find_script_name(document: Document, first: int, script: Script) -> ScriptName | None:
    """The longest name that begins in a word, the likeliest of its readings; None if there is none."""
    start = document.tokens[first].start
    if document.tokens[first].text in name_words().joiners:
        return None
    follows_preposition = bool(first) and document.tokens[first - 1].text in context_words().locatives
    for stop in _stops(document, first, script):
        text = document.text[start : document.tokens[stop - 1].end]
        readings = [item for item in script.readings(text) if not (item.is_prepositional and follows_preposition)]
        names = (_read_name(reading, stop, start, script) for reading in readings)
        known = [name for name in names if name is not None]
        if known:
            return max(known, key=lambda name: prior(name.entries[0]) - name.reading.cost)
    return None


def _stops(document: Document, first: int, script: Script) -> list[int]:
    """Behind which words a name that begins here may end, the farthest first: as far as known names go on so."""
    tokens, stops = document.tokens, [first + 1]
    for stop in range(first + 2, min(first + script.max_words, len(tokens)) + 1):
        last = tokens[stop - 1]
        if last.gap not in (script.joint, " " if script.joint else "") or not script.has_letter(last.text[0]):
            break
        text = document.text[tokens[first].start : last.end]
        if not any(begins_name(normalize_name(reading.name)) for reading in script.readings(text)):
            break
        if last.text not in name_words().joiners:
            stops.append(stop)
    return stops[:1] if len(stops) > 1 and _begins_with_kind(document, first) else stops[::-1]


def _begins_with_kind(document: Document, first: int) -> bool:
    """Whether a word only says what the known place behind it is: “محافظة ديالى”."""
    if document.tokens[first].text not in context_words().kinds:
        return False
    entries = _bearers(document.tokens[first + 1].text)[1]
    return bool(entries) and prior(entries[0]) >= MIN_KNOWN_WEIGHT


def _read_name(reading: Reading, stop: int, start: int, script: Script) -> ScriptName | None:
    if len(reading.name) > MAX_NAME_LENGTH:
        return None  # before anything is remembered
    form, entries = _bearers(reading.name)
    if not entries or len(form.replace(" ", "")) < script.min_characters or reading.name in stopwords().function_words:
        return None
    if prior(entries[0]) < reading.min_weight:
        return None
    return ScriptName(stop, start + reading.start, start + reading.end, form, entries, reading)


@lru_cache(maxsize=20_000)
def _bearers(name: str) -> tuple[str, tuple[Entry, ...]]:
    """The normalized name and the places that bear it; most words of a text are no names, and are asked for often."""
    form = normalize_name(name)
    if not form or form in demonyms.index() or not begins_name(form):
        return form, ()
    return form, gazetteer.entries_by_name(form)
