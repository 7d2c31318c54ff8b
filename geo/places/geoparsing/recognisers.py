"""Recognisers of a reader's own: what else reads a text and says which of its words name a place.

None comes with Faultline and none is downloaded. One is registered by the setting RECOGNISERS or by
`register_recogniser`; it then votes (geo/places/geoparsing/recogniser_votes.py). It runs in this process, its time is
added to that of reading, and what it says is checked.
"""

import pkgutil
from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from threading import Lock

from geo import settings
from geo.errors import RecogniserInvalid
from geo.places.geoparsing.spacy_model import SPACY, load_spacy_model, spacy_spans


@dataclass(frozen=True)
class RecognisedSpan:
    """Words text[start:end] of which a recogniser says that they name a place, or something else: a person, a date."""

    start: int
    end: int
    is_place: bool


class Recogniser(ABC):
    """Something that reads a text and says what some of its words name. `name` is what warnings call it.

    A server asks it from several threads at once.
    """

    name: str

    @abstractmethod
    def recognise(self, text: str) -> Iterable[RecognisedSpan]:
        """The spans of a text that it is sure of, in any order; whatever it says nothing of is left to us."""


class SpacyRecogniser(Recogniser):
    """A model of spaCy that is installed here, by its name: `en_core_web_sm`."""

    def __init__(self, model: str) -> None:
        self.name = f"{SPACY}:{model}"
        self._model = load_spacy_model(model)

    def recognise(self, text: str) -> Iterable[RecognisedSpan]:
        """The model's places, and its people, organisations, dates and the like."""
        return (RecognisedSpan(start, end, is_place) for start, end, is_place in spacy_spans(self._model(text)))


_changing = Lock()
_registered: tuple[Recogniser, ...] = ()
_n_changes = 0
RegistryState = tuple[tuple[str, ...], int]


def register_recogniser(recogniser: Recogniser) -> None:
    """Let a recogniser vote on the texts that are read from now on; raises RecogniserInvalid."""
    checked = _check(recogniser, repr(recogniser)[:80])
    with _changing:
        _replace((*_others_than(checked), checked))


def unregister_recogniser(recogniser: Recogniser) -> None:
    """Let a recogniser that was registered vote no more."""
    with _changing:
        _replace(_others_than(recogniser))


def registered_recognisers() -> tuple[Recogniser, ...]:
    """Those of the setting RECOGNISERS, then the registered ones, in order; raises RecogniserInvalid."""
    return (*_of_setting(_setting()), *_registered)


def registry_state() -> RegistryState:
    """What changes whenever other recognisers vote: what was read without them has to be read again."""
    return _setting(), _n_changes


def _others_than(recogniser: Recogniser) -> tuple[Recogniser, ...]:
    return tuple(other for other in _registered if other is not recogniser)


def _replace(recognisers: tuple[Recogniser, ...]) -> None:
    global _registered, _n_changes
    _registered, _n_changes = recognisers, _n_changes + 1


def _setting() -> tuple[str, ...]:
    return tuple(dict.fromkeys(settings.RECOGNISERS.value().split()))


@cache
def _of_setting(entries: tuple[str, ...]) -> tuple[Recogniser, ...]:
    return tuple(map(_load, entries))


def _load(entry: str) -> Recogniser:
    """The recogniser of `spacy:model`, or of `module:object`: a Recogniser, or what makes one without arguments."""
    prefix, _, name = entry.partition(":")
    if prefix == SPACY and name:
        return SpacyRecogniser(name)
    if not name:
        raise RecogniserInvalid(entry, "there is no colon in it")
    try:
        loaded = pkgutil.resolve_name(entry)
        recogniser = loaded if isinstance(loaded, Recogniser) else loaded()
    except Exception as error:  # whatever a reader's own module raises
        raise RecogniserInvalid(entry, f"loading it failed: {type(error).__name__}: {error}") from error
    return _check(recogniser, entry)


def _check(recogniser: object, label: str) -> Recogniser:
    if not isinstance(recogniser, Recogniser):
        raise RecogniserInvalid(label, f"it makes a {type(recogniser).__name__}, which is no Recogniser")
    if not getattr(recogniser, "name", ""):
        raise RecogniserInvalid(label, "it is a Recogniser without a name")
    return recogniser
