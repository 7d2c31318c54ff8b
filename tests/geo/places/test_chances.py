"""The chance that a place is right: from counts, higher for better evidence, the same wherever it is asked for."""

from pathlib import Path

import pytest

from geo import places
from geo.errors import PlacesInvalid
from geo.places import chances, nearest_spellings, resolve, resolve_or_none
from geo.places.place import EVIDENCE, GUESSES


@pytest.mark.parametrize("hints", chances.HINTS)
@pytest.mark.parametrize("evidence", EVIDENCE)
def test_every_kind_of_evidence_has_a_chance(hints: str, evidence: str) -> None:
    assert 0 < chances.chance(hints, evidence) < 1


def test_the_counts_are_of_known_kinds() -> None:
    for (hints, evidence), (n_right, count) in chances.counts().items():
        assert hints in chances.HINTS
        assert evidence in EVIDENCE
        assert 0 <= n_right <= count


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"hints,evidence,n_right\n", "its first row"),
        (b"\xff\xfe", "it cannot be read"),
        (b'hints,evidence,n_right,count,source\nalone,sole,1,2,"us', "it cannot be read"),
        (b"hints,evidence,n_right,count,source\nalone,sole,3,2,us\n", "line 2 is no count"),
        (b"hints,evidence,n_right,count,source\nalone,sole,-1,2,us\n", "line 2 is no count"),
        (b"hints,evidence,n_right,count,source\nalone,soul,1,2,us\n", "line 2 is no count"),
        (b"hints,evidence,n_right,count,source\nalone,sole,,2,us\n", "a cell is missing in line 2"),
        (b"hints,evidence,n_right,count,source\nalone,sole,1,2,us\nalone,sole,1,2,us\n", "line 3 repeats alone, sole"),
    ],
)
def test_the_start_refuses_damaged_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes, reason: str
) -> None:
    (tmp_path / "place_chances.csv").write_bytes(content)
    monkeypatch.setattr(chances, "data_dir", lambda: tmp_path)
    chances.counts.cache_clear()
    with pytest.raises(PlacesInvalid, match=reason):
        places.check_gazetteer()
    monkeypatch.undo()
    places.check_gazetteer()


def test_better_evidence_has_a_better_chance() -> None:
    for hints in ("alone", "country", "province"):
        sole, ahead, contested = (chances.chance(hints, evidence) for evidence in ("sole", "ahead", "contested"))
        assert sole >= ahead > contested
    assert chances.chance("province", "sole") > chances.chance("alone", "sole")
    assert chances.chance("country", "spelling") < chances.chance("country", "sole")


@pytest.mark.parametrize(
    ("confidence", "word"),
    [
        (1.0, "almost certain"),
        (0.95, "almost certain"),
        (0.8, "likely"),
        (0.5, "possible"),
        (0.49, "doubtful"),
        (0, "doubtful"),
    ],
)
def test_a_chance_in_a_word(confidence: float, word: str) -> None:
    assert chances.word_of(confidence) == word


@pytest.mark.parametrize(
    ("name", "country", "admin1", "evidence"),
    [
        ("Quetta", "Pakistan", None, "sole"),
        ("Punjab", "India", None, "area"),
        ("Quettta", "Pakistan", None, "sound"),
        ("Sangareddy", None, None, "respelling"),
        ("Peking", "China", None, "alias"),
        ("near Quetta", None, None, "rewording"),
        ("Mosul University", None, None, "site"),
        ("Kandahar", "Afghanistan", "Helmand", "elsewhere"),
    ],
)
def test_a_place_says_how_its_name_led_to_it(name: str, country: str | None, admin1: str | None, evidence: str) -> None:
    assert resolve(name, country=country, admin1=admin1).evidence == evidence


def test_what_contradicts_is_doubtful() -> None:
    assert chances.word_of(resolve("Kandahar", country="Afghanistan", admin1="Helmand").confidence) == "doubtful"


@pytest.mark.parametrize("name", ["Qwetta", "Baramulla", "Kandahaar", "Lashkar Gahh", "Deraa al Balad"])
def test_a_guess_that_nothing_speaks_for_is_offered_and_not_answered(name: str) -> None:
    place = resolve_or_none(name)
    assert place is None or place.evidence not in GUESSES
    assert place is not None or nearest_spellings(name)


@pytest.mark.parametrize("name", ["Qwetta", "Kandahaar"])
def test_a_guess_that_something_speaks_for_is_answered(name: str) -> None:
    country = resolve(nearest_spellings(name)[0]).country
    assert resolve(name, country=country).country == country


def test_text_and_name_are_on_one_scale() -> None:
    text = "Police in Quetta said that two were killed in Pakistan."
    mention = next(mention for mention in places.find(text) if mention.text == "Quetta")
    assert mention.place.confidence == resolve("Quetta", text=text).confidence == chances.chance("text", "sole")
