"""Tables of words: read into one set for each kind, and refused with the line that is wrong."""

from dataclasses import dataclass, fields
from pathlib import Path

import pytest

from geo.errors import PlacesInvalid
from geo.places import check_gazetteer
from geo.places.words.context_words import context_words
from geo.places.words.name_words import name_words
from geo.places.words.stopwords import given_names, ordinary_words, stopwords
from geo.places.words.word_table import load_words
from geo.settings import data_dir

HEADER = "word,kind,source\n"


@dataclass(frozen=True)
class Colours:
    """A table of two kinds."""

    warm: frozenset[str]
    cold: frozenset[str]


def write(folder: Path, content: str) -> Path:
    path = folder / "colours.csv"
    path.write_text(content, encoding="utf-8")
    return path


def test_words_are_read_by_kind(tmp_path: Path) -> None:
    path = write(tmp_path, HEADER + "red,warm,us\nolive,warm,us\nolive,cold,us\n")
    assert load_words(path, Colours) == Colours(frozenset({"red", "olive"}), frozenset({"olive"}))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "first row is ''"),
        ("word,kind\nred,warm\n", "first row is 'word,kind'"),
        (HEADER + "red,warm,us\nblue,cold,\n", "a cell is missing in line 3"),
        (HEADER + "red,warm,us\nblue,cold\n", "a cell is missing in line 3"),
        (HEADER + "red,warm,us\nblue,cold,us\nred,warm,them\n", "line 4 repeats line 2"),
        (HEADER + "red,warm,us\nblue,cold,us\ngrey,neutral,us\n", "'neutral' is not a kind; the kinds are warm, cold"),
        (HEADER + "red,warm,us\n", "the kind 'cold' has no words"),
    ],
)
def test_a_damaged_table_is_refused_by_name_and_reason(tmp_path: Path, content: str, reason: str) -> None:
    with pytest.raises(PlacesInvalid, match=reason) as refused:
        load_words(write(tmp_path, content), Colours)
    assert refused.value.file == "colours.csv"
    assert "word, kind, source" in str(refused.value)


def test_the_start_refuses_a_damaged_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "context_words.csv").write_text(HEADER + "red,warm,us\n", encoding="utf-8")
    monkeypatch.setattr("geo.places.words.context_words.data_dir", lambda: tmp_path)
    context_words.cache_clear()
    with pytest.raises(PlacesInvalid, match=r"context_words\.csv"):
        check_gazetteer()
    monkeypatch.undo()
    check_gazetteer()


@pytest.mark.parametrize("lists", [context_words(), name_words(), stopwords()], ids=lambda lists: type(lists).__name__)
def test_words_are_in_lower_case_but_for_names_of_organisations(lists: object) -> None:
    for field in fields(lists):  # type: ignore[arg-type]
        if field.name != "organisations":
            assert [word for word in getattr(lists, field.name) if word != word.lower()] == []


@pytest.mark.parametrize("name", ["context_words.csv", "name_words.csv", "stopwords.csv"])
def test_the_rows_of_a_kind_stand_together(name: str) -> None:
    kinds = [line.split(",")[1] for line in (data_dir() / name).read_text(encoding="utf-8").splitlines()[1:]]
    assert len(dict.fromkeys(kinds)) == sum(kind != before for kind, before in zip(kinds, ["", *kinds], strict=False))


def test_given_names_are_those_of_the_census_and_of_the_region() -> None:
    assert {"michael", "mohammad"} <= given_names()
    assert "reading" in ordinary_words()
