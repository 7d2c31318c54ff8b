"""Text as glyphs: joined as the script wants it, never a box, wrapped within its width."""

from pathlib import Path

import pytest
import uharfbuzz as hb
from hypothesis import example, given, settings
from hypothesis import strategies as st

from geo.errors import FontsMissing
from geo.pictures import fonts, text
from geo.pictures.fonts import REGULAR, SEMIBOLD
from tests.thoroughness import count

SENTENCES = {
    "Persian": "حملهٔ موشکی به جیش‌العدل در سیستان و بلوچستان، ۱۶ ژانویهٔ ۲۰۲۴ – پژوهش گچ",
    "Urdu": "پاکستان نے ایران کے سفیر کو طلب کر لیا، ڈرون حملے میں ۲ ہلاک ٹھیک ہوں گے",
    "Arabic": "قصف مواقع الحرس الثوري؛ الأولى في الإقليم، لا إله إلا الله؟ ١٦ يناير",
    "Kurdish": "هێرش لە هەولێر و سلێمانی ڕوودا",
    "English": "Iran’s strike – “alleged” militants, 2 killed … €",
    "French": "Frappes à l’œil nu : où ça ? Élysée",
    "Turkish": "Türkiye’nin ışık ğ İstanbul şehri",
    "Russian": "Удар по Белуджистану",
    "Vietnamese": "Việt Nam ngữ",
}


@pytest.mark.parametrize("weight", [REGULAR, SEMIBOLD])
@pytest.mark.parametrize("language", SENTENCES)
def test_no_letter_is_a_box(language: str, weight: int) -> None:
    line = text.shape(text.clean(SENTENCES[language]), weight)
    assert text.NO_LETTER not in line.text
    assert fonts.NO_GLYPH not in [glyph.glyph for glyph in line.glyphs]
    assert line.width > 0


def isolated_glyphs(word: str) -> list[int]:
    """The glyphs of the letters, each standing alone."""
    return [glyph.glyph for letter in word for glyph in text.shape(letter).glyphs]


@pytest.mark.parametrize("word", ["قصف", "سیستان", "حملے", "بلوچستان"])
def test_letters_of_a_word_are_joined(word: str) -> None:
    joined = [glyph.glyph for glyph in text.shape(word).glyphs]
    assert set(joined) != set(isolated_glyphs(word))
    assert text.shape(word).width < sum(text.shape(letter).width for letter in word)


def test_lam_and_alef_are_drawn_as_a_ligature() -> None:
    ligature = {glyph.glyph for glyph in text.shape("لا").glyphs}
    assert not ligature & {*isolated_glyphs("لا"), *(glyph.glyph for glyph in text.shape("لب").glyphs)}


def test_glyphs_are_those_of_the_shaper_alone() -> None:
    """The peer: HarfBuzz on the whole word, without our runs."""
    buffer = hb.Buffer()
    buffer.add_str("بلوچستان")
    buffer.guess_segment_properties()
    hb.shape(fonts.load_fonts(REGULAR)[1].font, buffer)
    assert [glyph.glyph for glyph in text.shape("بلوچستان").glyphs] == [info.codepoint for info in buffer.glyph_infos]


def test_a_joiner_that_parts_letters_draws_nothing() -> None:
    parted, joined = text.shape("می\u200cشود"), text.shape("میشود")
    assert [glyph.glyph for glyph in parted.glyphs] != [glyph.glyph for glyph in joined.glyphs]
    assert parted.width > 0


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("中国 and 日本", "(?) and (?)"),
        ("a\x00b\x07", "a b"),
        ("\u202eevil\u202c", "evil"),
        ("x\ud800y", "x y"),
        ("é", "é"),
        ("  two\nlines ", "two lines"),
        ("🙂🙂", "(?)"),
        ("", ""),
    ],
)
def test_what_cannot_be_drawn_is_a_word_and_what_xml_forbids_is_gone(raw: str, clean: str) -> None:
    assert text.clean(raw) == clean


def test_a_long_text_is_cut() -> None:
    assert len(text.clean("a" * 1_000_000)) == text.MAX_CHARACTERS


@settings(max_examples=count(20, 60))
@given(st.text(alphabet="abc سلام-W… ", max_size=200), st.integers(60, 400))
@example("WWWaaسa-", 60)  # wide letters first: its beginning is wider than its share of the letters
@example("aaaaaWWWWW" * 5, 60)
@example("WWW" + "…" * 40, 60)
def test_lines_are_no_wider_than_their_room(words: str, width: int) -> None:
    lines = text.wrap(words, 12, width, max_lines=4)
    assert len(lines) <= 4
    assert all(text.width_px(line, 12) <= width for line in lines)


def test_words_that_fit_are_all_there() -> None:
    words = "one two three four five six seven eight nine ten"
    assert " ".join(text.wrap(words, 12, 90, max_lines=9)) == words


def test_a_missing_font_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "font_path", lambda name: tmp_path / f"{name}.ttf")
    fonts.load_fonts.cache_clear()
    try:
        with pytest.raises(FontsMissing, match=r"NotoSans\.ttf is missing or damaged"):
            text.shape("never shaped before")
        (tmp_path / "NotoSans.ttf").write_bytes(b"no font")
        with pytest.raises(FontsMissing, match=r"NotoSans\.ttf"):
            fonts.load_fonts(REGULAR)
    finally:
        fonts.load_fonts.cache_clear()


def test_fonts_come_with_their_licence() -> None:
    for name in fonts.NAMES:
        licence = fonts.font_path(name).with_suffix(".LICENCE.txt").read_text(encoding="utf-8")
        assert "SIL Open Font License" in licence
        assert "with Reserved Font Name" not in licence.partition("PREAMBLE")[0]
