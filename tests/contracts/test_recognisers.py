"""What holds for every recogniser: one made here, a model of spaCy (a stand-in), and all that are registered."""

import re
import sys
import types
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import pytest

from geo.places import (
    RecognisedSpan,
    Recogniser,
    find,
    register_recogniser,
    registered_recognisers,
    unregister_recogniser,
)
from geo.places.geoparsing.recogniser_votes import collect_votes
from geo.places.geoparsing.recognisers import SpacyRecogniser

TEXTS = ("", " ", "Aleppo", "in aleppo, Mr. Paris said", "\x00", "😀 Aleppo", "حلب " * 50, "a\nb", "A" * 5_000)


class WordRecogniser(Recogniser):
    """Takes the words of a list for places, and those of another for something else."""

    name = "words"

    def __init__(self, places: Iterable[str] = (), others: Iterable[str] = ()) -> None:
        self._words = {**dict.fromkeys(places, True), **dict.fromkeys(others, False)}

    def recognise(self, text: str) -> Iterator[RecognisedSpan]:
        for word, is_place in self._words.items():
            for match in re.finditer(rf"\b{re.escape(word)}\b", text):
                yield RecognisedSpan(match.start(), match.end(), is_place)


@dataclass
class Entity:
    start_char: int
    end_char: int
    label_: str


@dataclass
class SpacyDocument:
    ents: list[Entity] = field(default_factory=list)


def stand_in_for_spacy() -> types.ModuleType:
    """A module with what is used of spaCy: load, and documents with entities; it knows one model."""

    def model(text: str) -> SpacyDocument:
        labels = {"aleppo": "GPE", "Paris": "PERSON", "Syrian": "NORP"}
        entities = ((match, labels.get(match.group())) for match in re.finditer(r"\w+", text))
        return SpacyDocument([Entity(match.start(), match.end(), label) for match, label in entities if label])

    def load(name: str) -> object:
        if name != "model":
            raise OSError(f"[E050] Can't find model '{name}'.")
        return model

    module = types.ModuleType("spacy")
    module.load = load  # type: ignore[attr-defined]
    return module


@pytest.fixture(params=["words", "spacy", "registered"])
def recognisers(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> tuple[Recogniser, ...]:
    if request.param == "registered":
        return registered_recognisers()
    monkeypatch.setitem(sys.modules, "spacy", stand_in_for_spacy())
    one = WordRecogniser(["aleppo"], ["Paris"]) if request.param == "words" else SpacyRecogniser("model")
    return (one,)


def test_it_has_a_name(recognisers: tuple[Recogniser, ...]) -> None:
    assert all(recogniser.name for recogniser in recognisers)


@pytest.mark.parametrize("text", TEXTS)
def test_its_spans_are_words_of_the_text(recognisers: tuple[Recogniser, ...], text: str) -> None:
    votes = collect_votes(text, recognisers)  # warnings are errors
    assert len(votes) == len(recognisers)
    assert all(0 <= span.start < span.end <= len(text) for spans in votes for span in spans)


@pytest.mark.parametrize("text", TEXTS)
def test_it_says_the_same_twice(recognisers: tuple[Recogniser, ...], text: str) -> None:
    assert collect_votes(text, recognisers) == collect_votes(text, recognisers)


def test_it_votes_once_it_is_registered(recognisers: tuple[Recogniser, ...]) -> None:
    text = "They left for aleppo with Paris of the Syrian team."
    before = [mention.text for mention in find(text)]
    for recogniser in recognisers:
        register_recogniser(recogniser)
    try:
        with_votes = [mention.text for mention in find(text)]
    finally:
        for recogniser in recognisers:
            unregister_recogniser(recogniser)
    assert before == [mention.text for mention in find(text)]
    assert not recognisers or ("aleppo" in with_votes and "aleppo" not in before)
