"""Each script says where a name may stand in its words; and names are found in running text of many languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.places import find
from geo.places.geoparsing.scripts import SCRIPTS, Script, script_of


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: type(script).__name__)
class TestEveryScript:
    """What holds for each of SCRIPTS."""

    def test_a_word_stands_for_itself_first(self, script: Script) -> None:
        word = script.ranges[0][0] * 6
        first = next(iter(script.readings(word)))
        assert (first.start, first.end, first.name, first.cost) == (0, len(word), word, 0.0)

    def test_its_letters_are_its_own(self, script: Script) -> None:
        letter = script.ranges[0][1]
        assert [other for other in SCRIPTS if other.has_letter(letter)] == [script]
        assert not script.has_letter("a")

    def test_readings_are_few_and_inside_the_word(self, script: Script) -> None:
        @given(st.text(st.characters(min_codepoint=0x370, max_codepoint=0xFFFF), min_size=1, max_size=40))
        def check(word: str) -> None:
            readings = list(script.readings(word))
            assert len(readings) <= 40
            assert all(0 <= reading.start < reading.end <= len(word) for reading in readings)

        check()


def test_latin_has_no_class() -> None:
    assert script_of("Quetta") is None
    assert script_of("Ərəb") is None


NAMES_IN_TEXTS = [
    ("وصل إلى صنعاء وتعز", ["صنعاء", "تعز"]),
    ("سافر للبنان ثم للعراق", ["لبنان", "عراق"]),
    ("في محافظة ديالى شرقي العراق", ["ديالى", "العراق"]),
    ("انفجار در زاهدان و کرمان", ["زاهدان", "کرمان"]),
    ("взрыв в Харькове и во Львове", ["Харькове", "Львове"]),
    ("вибух у Львові та Києві", ["Львові", "Києві"]),
    ("他在北京和上海", ["北京", "上海"]),
    ("シリアのアレッポで", ["シリア", "アレッポ"]),
    ("서울에서 회의", ["서울"]),
    ("פיצוץ בחיפה ובירושלים", ["חיפה", "ירושלים"]),
    ("कराची में विस्फोट", ["कराची"]),
    ("έκρηξη στην Αθήνα", ["Αθήνα"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "names"), NAMES_IN_TEXTS)
def test_find_leaves_off_what_is_attached_to_a_name(text: str, names: list[str]) -> None:
    assert [mention.text for mention in find(text)] == names


def test_a_name_in_another_script_means_the_same_place() -> None:
    ids = {find(text)[0].place.place_id for text in ("في حلب", "In Aleppo", "в Алеппо", "在阿勒颇")}
    assert len(ids) == 1


LONG = [
    "和" * 5_000,
    "北京上海" * 1_500,
    "وبال " * 3_000,
    "दिल्ली " * 2_000,
    "Москвого " * 3_000,
    "ب\u200c" * 5_000,
    "\u0301" * 20_000,
]


@pytest.mark.parametrize("text", LONG, ids=lambda text: ascii(text[:2]))
def test_a_long_text_of_any_script_is_read_to_its_end(text: str) -> None:
    find(text)  # no time is asserted: what is not bounded here takes hours


@pytest.mark.parametrize(
    ("text", "province"),
    [
        ("Ракета упала в Донецкой области.", "Donetsk"),
        ("Пожежа у Запорізькій області тривала ніч.", "Zaporizhzhia"),
        ("Дрон збили над Одеською областю.", "Odessa"),
        ("Взрыв прогремел в Белгородской области.", "Belgorod"),
        ("Военные вошли в Луганскую область.", "Luhansk"),
    ],
)
def test_an_oblast_is_read_in_every_case(text: str, province: str) -> None:
    assert [mention.place.name for mention in find(text)] == [province]


@pytest.mark.parametrize("text", ["אזעקה ליד מטולה", "טיל שוגר לעבר מטולה"])
def test_no_preposition_is_cut_off_behind_another_one(text: str) -> None:
    assert find(text) == []


@pytest.mark.parametrize(
    ("text", "country"), [("הוא חזר מרוסיה", "Russia"), ("פיצוץ ליד ביירות", "Lebanon"), ("انفجار قرب بغداد", "Iraq")]
)
def test_a_preposition_is_cut_off_elsewhere(text: str, country: str) -> None:
    assert [mention.place.country for mention in find(text)] == [country]
