"""Text in old encodings: read as what it is, and said so, or refused; never another text without a word."""

import codecs
import random
from collections import Counter

import pytest
from babel import Locale

from geo.errors import IncidentsInvalid
from geo.ingest.options import ImportOptions
from geo.ingest.readers import read_table

FRENCH = "Évreux, l’armée à Orléans – « café crème », garçon, Noël"
SPANISH = "Málaga, España; ¿dónde está el niño? El Peñón de Vélez"
GERMAN = "Köln, München, Straßenkämpfe über Österreich"
PERSIAN = "سيستان و بلوچستان، زاهدان، انفجار در پاسگاه مرزي"
ARABIC = "هجوم على نقطة تفتيش في الموصل، العراق"
RUSSIAN = "Взрыв в Кабуле, пятеро погибших"
TURKISH = "Şırnak ve Diyarbakır’da çatışma, İğdır"
POLISH = "Żołnierze zostali ranni w ataku pod Łodzią, dwóch ciężko"
CZECH = "Útok na vojenskou základnu u Plzně, tři zranění"
HUNGARIAN = "Támadás egy őrhely ellen, két sebesült, Győr"
CROATIAN = "Eksplozija u Čačku, troje ozlijeđenih, Šibenik"
SERBIAN = "Напад у Косовској Митровици, троје повређених"
ANY = [FRENCH, SPANISH, GERMAN, PERSIAN, ARABIC, RUSSIAN, TURKISH]


def read(
    text: str, encoding: str, mark: bytes = b"", options: ImportOptions = ImportOptions()
) -> tuple[str, tuple[str, ...]]:
    table = read_table(mark + f'id;name\n1;"{text}"\n2;"Zabol"\n'.encode(encoding), options)
    return table.cells["name"].iloc[0], table.notes


@pytest.mark.parametrize("text", ANY)
@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("utf-8", codecs.BOM_UTF8 * 2),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
        ("utf-32-le", codecs.BOM_UTF32_LE),
    ],
)
def test_unicode_is_read_without_a_word(text: str, encoding: str, mark: bytes) -> None:
    name, notes = read(text, encoding, mark)
    assert name == text
    assert not any("UTF" in sentence for sentence in notes)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (FRENCH, "cp1252"),
        (SPANISH, "cp1252"),
        (GERMAN, "cp1252"),
        ("Orl\xe9ans", "latin-1"),
        ("Bogotá", "cp1252"),
        ("Yaoundé", "cp1252"),
        ("Bogotá", "mac_roman"),
        ("Attentat à Kidal", "cp1252"),
        ("Città di Roma", "cp1252"),
        (FRENCH, "mac_roman"),
        (SPANISH, "mac_roman"),
        (PERSIAN, "cp1256"),
        (ARABIC, "cp1256"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8_r"),
        (TURKISH, "cp1254"),
        *((text, page) for text in (POLISH, CZECH, HUNGARIAN, CROATIAN) for page in ("cp1250", "iso8859_2")),
        *((text, "iso8859_5") for text in (RUSSIAN, SERBIAN, "Москва", "ВЗРЫВ В ГРОЗНОМ")),
    ],
)
def test_a_code_page_is_recognised_and_said(text: str, encoding: str) -> None:
    name, notes = read(text, encoding)
    assert name == text
    assert any("neither UTF-8 nor UTF-16" in sentence for sentence in notes)


CODE_PAGES = {
    **dict.fromkeys(("fr", "es", "de", "pt", "sv"), ("cp1252", "mac_roman")),
    **dict.fromkeys(("pl", "cs", "hu", "hr"), ("cp1250", "iso8859_2")),
    **dict.fromkeys(("ru", "uk"), ("cp1251", "iso8859_5")),
    **{"tr": ("cp1254",), "fa": ("cp1256",), "ar": ("cp1256", "iso8859_6")},
}


def countries(language: str, encoding: str, count: int) -> str:
    """Names of countries in a language, drawn by a fixed seed from those that the encoding can write."""
    names = [name for name in Locale.parse(language).territories.values() if not name.isascii()]
    writable = [name for name in names if name.encode(encoding, "ignore").decode(encoding) == name]
    return " / ".join(random.Random(language + encoding).sample(writable, count))


@pytest.mark.parametrize("count", [3, 30])
def test_a_wrong_code_page_is_doubted(count: int) -> None:
    results: Counter[str] = Counter()
    for language, encoding in ((language, page) for language, pages in CODE_PAGES.items() for page in pages):
        text = countries(language, encoding, count)
        name, notes = read(text, encoding)
        doubt = " ".join(notes).partition("may also be")[2]
        results["right" if name == text else "doubted" if encoding in doubt else f"{encoding}: {text} → {name}"] += 1
    assert set(results) <= {"right", "doubted"}
    assert results["right"] > 0.8 * results.total()


@pytest.mark.parametrize("encoding", ["cp1252", "cp1256", "mac_roman", "utf-16", "windows-1256"])
def test_a_person_may_say_the_encoding(encoding: str) -> None:
    text = PERSIAN if "1256" in encoding else "café"
    name, notes = read(text, encoding, options=ImportOptions(encoding=encoding))
    assert name == text
    assert any("as you said" in sentence for sentence in notes)


@pytest.mark.parametrize("encoding", ["klingon", "base64", "rot13", "utf-8", "ascii"])
def test_an_encoding_that_does_not_fit_is_refused(encoding: str) -> None:
    with pytest.raises(IncidentsInvalid, match=r"is not a known encoding|is not .* text"):
        read("café", "cp1252", options=ImportOptions(encoding=encoding))


def test_a_row_with_broken_utf_8_is_rejected_alone() -> None:
    lines = [f"{number},caf\u00e9 {number}".encode() for number in range(1, 9)]
    table = read_table(b"\n".join([b"id,name", *lines, b"9,caf\xe9", b"10,ok", b""]))
    assert list(table.cells["id"]) == [*map(str, range(1, 9)), "10"]
    assert table.rejected[["row", "value"]].to_numpy().tolist() == [[10, "9,caf\\udce9"]]
    assert any("some bytes" in note for note in table.notes)


@pytest.mark.parametrize(
    "content", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\x9f\x81", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n\x93\x81\x8d\x8f"]
)
def test_what_is_no_text_is_refused(content: bytes) -> None:
    with pytest.raises(IncidentsInvalid, match="is not text"):
        read_table(content)


@pytest.mark.parametrize("cut", [1, 3])
def test_half_a_character_of_utf_16_is_loud(cut: int) -> None:
    content = codecs.BOM_UTF16_LE + "id,name\n1,x\n".encode("utf-16-le")
    with pytest.raises(IncidentsInvalid, match="is not utf-16-le text"):
        read_table(content[:-cut])
