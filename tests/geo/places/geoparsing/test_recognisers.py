"""Registered recognisers: how they vote, and that none that fails takes anything away without a word."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from geo.errors import RecogniserInvalid, RecogniserWarning
from geo.places import (
    RecognisedSpan,
    Recogniser,
    find,
    register_recogniser,
    registered_recognisers,
    resolve,
    unregister_recogniser,
)
from geo.settings import RECOGNISERS

TEXT = "A man from Commerce left for aleppo on Friday. Tripoli was quiet."


class Answering(Recogniser):
    """Answers with what a function makes of a text."""

    def __init__(self, answer: Callable[[str], Any]) -> None:
        self.name, self._answer = "answering", answer

    def recognise(self, text: str) -> Iterable[RecognisedSpan]:
        answer: Iterable[RecognisedSpan] = self._answer(text)
        return answer


class Nameless(Recogniser):
    """Says nothing, and not who it is."""

    def recognise(self, text: str) -> Iterable[RecognisedSpan]:
        return ()


def made_at_start() -> Recogniser:
    return Answering(lambda text: words(text, "aleppo"))


def words(text: str, *names: str, is_place: bool = True) -> list[RecognisedSpan]:
    starts = ((text.find(name), name) for name in names)
    return [RecognisedSpan(start, start + len(name), is_place) for start, name in starts if start >= 0]


@contextmanager
def registered(*answers: Callable[[str], Any]) -> Iterator[None]:
    recognisers = [Answering(answer) for answer in answers]
    for recogniser in recognisers:
        register_recogniser(recogniser)
    try:
        yield
    finally:
        for recogniser in recognisers:
            unregister_recogniser(recogniser)


def names(text: str = TEXT) -> list[str]:
    return [mention.text for mention in find(text)]


def test_none_is_registered_of_itself() -> None:
    assert registered_recognisers() == ()


def test_a_vote_finds_what_is_not_written_as_a_name() -> None:
    assert "aleppo" not in names()
    with registered(lambda text: words(text, "aleppo")):
        assert "aleppo" in names()
        assert resolve("aleppo", text=TEXT).country == "Syria"


def test_a_vote_against_a_name_counts_and_a_country_outweighs_it() -> None:
    text = "Reports from Hatay and Syria came on Friday."
    assert names(text) == ["Hatay", "Syria"]
    with registered(lambda text: words(text, "Hatay", "Syria", is_place=False)):
        assert "Syria" in names(text)


def test_the_votes_of_several_are_averaged() -> None:
    text = "They left for goshen."
    with registered(lambda text: words(text, "goshen"), lambda text: words(text, "goshen")):
        assert names(text) == ["goshen"]
    with registered(lambda text: words(text, "goshen"), lambda text: words(text, "goshen", is_place=False)):
        assert names(text) == []


def test_words_that_no_gazetteer_knows_stay_unknown() -> None:
    text = "A man left for blorpville. Tripoli was calm."
    with registered(lambda text: words(text, "blorpville", "Tripoli")):
        assert names(text) == ["Tripoli"]


def raise_failure(text: str) -> list[RecognisedSpan]:
    raise ValueError(text)


def fail_late(text: str) -> Iterator[RecognisedSpan]:
    yield RecognisedSpan(0, 1, is_place=True)
    raise RuntimeError(text)


WRONG = {
    "raises": raise_failure,
    "raises late": fail_late,
    "none": lambda _: None,
    "no spans": lambda _: ["Aleppo"],
    "behind the end": lambda text: [RecognisedSpan(0, len(text) + 1, is_place=True)],
    "before the start": lambda _: [RecognisedSpan(-3, 2, is_place=True)],
    "empty": lambda _: [RecognisedSpan(3, 3, is_place=True)],
    "no numbers": lambda _: [RecognisedSpan("0", 2.5, is_place=True)],  # type: ignore[arg-type]
    "endless": lambda _: iter(lambda: RecognisedSpan(0, 1, is_place=True), None),
}


@pytest.mark.parametrize("answer", WRONG.values(), ids=WRONG)
def test_one_that_fails_is_warned_of_and_changes_nothing(answer: Callable[[str], Any]) -> None:
    expected = names()
    with registered(answer), pytest.warns(RecogniserWarning, match="answering has no vote on a text"):
        assert names() == expected


def test_one_that_fails_takes_no_vote_from_the_others() -> None:
    with registered(raise_failure, lambda text: words(text, "aleppo")), pytest.warns(RecogniserWarning):
        assert "aleppo" in names()


def test_the_setting_names_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(RECOGNISERS.name, f"{__name__}:made_at_start")
    assert [recogniser.name for recogniser in registered_recognisers()] == ["answering"]
    assert "aleppo" in names()


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("blorp", "no colon"),
        ("blorp:blorp", "loading it failed"),
        (f"{__name__}:blorp", "loading it failed"),
        (f"{__name__}:words", "loading it failed"),
        ("builtins:dict", "no Recogniser"),
        (f"{__name__}:Nameless", "without a name"),
        ("spacy:blorp", "not installed"),
    ],
)
def test_a_setting_that_names_none_is_refused(value: str, reason: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(RECOGNISERS.name, value)
    with pytest.raises(RecogniserInvalid, match=reason):
        find(TEXT)


@pytest.mark.parametrize("value", [None, "words", object()])
def test_only_recognisers_are_registered(value: Any) -> None:
    with pytest.raises(RecogniserInvalid):
        register_recogniser(value)


def test_many_spans_are_read_to_their_end() -> None:
    text = "Quetta " * 3_000
    with registered(lambda text: [RecognisedSpan(at, at + 1, is_place=True) for at in range(0, len(text), 2)]):
        assert set(names(text)) == {"Quetta"}
