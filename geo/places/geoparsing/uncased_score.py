"""Score a name in a script without capitals: only what stands beside it says whether it is one."""

from geo.places.geoparsing.document import Document
from geo.places.geoparsing.scripts import Reading, Script
from geo.places.words.context_words import context_words
from geo.places.words.stopwords import given_names, ordinary_script_words

# In the units of Entry.weight, as in context_score.py; chosen by judgement on texts that were written for this project
# (tests/geo/places/geoparsing/other_scripts.txt), not fitted.
LOCATIVE, WEAK_LOCATIVE, GEOGRAPHIC = 1.5, 0.7, 1.5
SEVERAL_WORDS = 0.5
ORDINARY_WORD, ORDINARY_WORD_THERE = -4.0, -2.0  # the latter behind a word that says that something is there
SHORT_CHARACTERS, SHORT = 2, -2.0
GIVEN_NAME, BEHIND_PERSON = -2.5, -5.0
CONJUNCTIONS = ("و", "او", "اور", "और")


def uncased_score(document: Document, first: int, stop: int, reading: Reading, script: Script, form: str) -> float:
    """What a name, its prefix or particle and the words around add to its being a place."""
    before = _neighbour(document, first - 1, first, script)
    behind = _neighbour(document, stop, stop, script)
    there = max(_score_there(before, behind, reading), _score_of_list(document, first, reading))
    score = there - reading.cost + (SEVERAL_WORDS if script.joint in form and script.joint else 0.0)
    compact = form.replace(" ", "")
    if compact in ordinary_script_words() or form in ordinary_script_words():
        score += ORDINARY_WORD_THERE if there >= LOCATIVE else ORDINARY_WORD
    if len(compact) <= SHORT_CHARACTERS and script.joint:
        score += SHORT
    if reading.name in given_names():
        score += GIVEN_NAME
    if before in context_words().titles or before in given_names():
        score += BEHIND_PERSON
    return score


def _neighbour(document: Document, number: int, joint: int, script: Script) -> str:
    """The word before or behind; empty where there is none, or more than a space between."""
    tokens = document.tokens
    if not (0 <= number < len(tokens) and joint < len(tokens)):
        return ""
    return tokens[number].text if tokens[joint].gap in (" ", script.joint) else ""


def _score_there(before: str, behind: str, reading: Reading) -> float:
    words = context_words()
    is_there = reading.is_locative or before in words.locatives or behind in words.postpositions
    score = LOCATIVE if is_there else WEAK_LOCATIVE * (before in words.weak_locatives)
    return score + GEOGRAPHIC * (before in words.geographic or behind in words.geographic)


def _score_of_list(document: Document, first: int, reading: Reading) -> float:
    """What says that the word before is a place says it of this one too: “في نابلس وجنين”, “در کابل و مزار شریف”."""
    tokens = document.tokens
    back = 2 if reading.start else 3  # with a conjunction that is attached, or between
    is_list = first >= back and (reading.start or tokens[first - 1].text in CONJUNCTIONS)
    return LOCATIVE if is_list and tokens[first - back].text in context_words().locatives else 0.0
