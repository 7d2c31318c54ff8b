"""Text in old encodings: read as what it is, and said so, or refused; never another text without a word."""

import codecs
import random
from collections import Counter

import pytest
from babel import Locale

from geo.errors import IncidentsInvalid
from geo.ingest.import_result import ENCODING
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
    **dict.fromkeys(("fr", "es", "de", "pt", "sv", "it"), ("cp1252", "iso8859_15", "mac_roman", "cp850", "cp437")),
    **dict.fromkeys(("pl", "cs", "hu", "hr", "ro"), ("cp1250", "iso8859_2", "cp852")),
    **{"ru": ("cp1251", "iso8859_5", "koi8_r", "cp866"), "uk": ("cp1251", "koi8_u", "iso8859_5")},
    **{"tr": ("cp1254", "iso8859_9", "cp857"), "fa": ("cp1256",), "ar": ("cp1256", "iso8859_6")},
    **{"he": ("cp1255",), "el": ("cp1253", "iso8859_7"), "lt": ("cp1257",)},
}


def countries(language: str, encoding: str, count: int) -> str:
    """Names of countries in a language, drawn by a fixed seed from those that the encoding can write."""
    names = [name for name in Locale.parse(language).territories.values() if not name.isascii()]
    writable = [name for name in names if name.encode(encoding, "ignore").decode(encoding) == name]
    return " / ".join(random.Random(language + encoding).sample(writable, min(count, len(writable))))


@pytest.mark.parametrize(("count", "min_share"), [(1, 0.93), (3, 0.97), (30, 1.0)])
def test_a_code_page_is_known_by_words_or_asked_about(count: int, min_share: float) -> None:
    results: Counter[str] = Counter()
    for language, encoding in ((language, page) for language, pages in CODE_PAGES.items() for page in pages):
        text = countries(language, encoding, count)
        table = read_table(f'id;name\n1;"{text}"\n'.encode(encoding))
        name = table.cells["name"].iloc[0]
        results["right" if name == text else "asked" if table.questions else f"{encoding}: {text} → {name}"] += 1
    n_wrong = results.total() - results["right"] - results["asked"]
    assert n_wrong <= (1 if count == 1 else 0), results  # “Bouvetön” alone may be “Bouvetšn”
    assert results["right"] >= min_share * results.total()


def test_a_doubtful_code_page_is_asked_about_with_the_words_that_hang_on_it() -> None:
    content = "date,place\n2020-01-01,Maleisië\n".encode("mac_roman")
    (question,) = read_table(content).questions
    assert (question.topic, question.column, question.n_rows) == (ENCODING, "", 1)
    assert question.proposal == question.choices[0][0]
    assert {"mac_roman", "cp1252"} <= {answer for answer, _ in question.choices}
    assert any("Maleisië" in example for example in question.examples)
    for options in (
        ImportOptions(encoding="mac_roman"),
        ImportOptions(answers=((ENCODING, "", "mac_roman"),)),
    ):
        table = read_table(content, options)
        assert (list(table.cells["place"]), table.questions) == (["Maleisië"], ())


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"Jama\x92atu", "Jama’atu"),
        (b"\x93three\x94 men \x96 police said", "“three” men – police said"),
        (b"33\xb030'N", "33°30'N"),
        (b"10 \x80", "10 €"),
        (b"Attaque \xe0 Gao", "Attaque à Gao"),
        (b"\xa9 2020", "© 2020"),
    ],
)
def test_one_sign_of_the_commonest_code_page_needs_no_question(content: bytes, text: str) -> None:
    table = read_table(b"date;actor\n2015-01-01;" + content + b"\n")
    assert (list(table.cells["actor"]), table.questions) == ([text], ())


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


def test_stray_bytes_lose_no_row_and_are_named() -> None:
    lines = [f"{number},caf\u00e9 {number}".encode() for number in range(1, 9)]
    table = read_table(b"\n".join([b"id,name", *lines, b"9,caf\xe9", b"10,ok", b""]))
    assert list(table.cells["name"]) == [*(f"café {number}" for number in range(1, 9)), "café", "ok"]
    (finding,) = table.findings
    assert (list(finding.rows), finding.examples) == ([10], ("café",))
    assert "1 row (10) holds bytes" in finding.text


def test_lines_of_two_encodings_are_read_line_by_line() -> None:
    names = ["Orléans", "Besançon", "Nîmes", "Béziers", "l’Île-d’Yeu", "Châlons"]
    lines = [f"{name},France\n".encode("cp1252" if row % 2 else "utf-8") for row, name in enumerate(names)]
    table = read_table(b"place,country\n" + b"".join(lines))
    assert list(table.cells["place"]) == names
    assert [list(finding.rows) for finding in table.findings] == [[3, 5, 7]]


def test_a_byte_that_no_code_page_knows_costs_its_character_alone() -> None:
    table = read_table("place;note\nOrléans;été\nNîmes;à \n".encode("cp1252").replace(b"\xe0 ", b"\xe0 \x81"))
    assert list(table.cells["note"]) == ["été", "à �"]
    assert [list(finding.rows) for finding in table.findings] == [[3]]


def test_names_of_columns_with_stray_bytes_are_read_like_cells() -> None:
    table = read_table("lieu,tués\nOrléans,1\nNîmes,2\n".encode() + "Tué à Besançon,3\n".encode("cp1252"))
    assert table.column_names == ("lieu", "tués")


def test_a_few_lines_beyond_ascii_in_a_long_file_are_named() -> None:
    lines = [b"2020-01-01,Quetta,a blast"] * 400
    lines[40] = lines[300] = b"2020-01-01,Quetta,\xc2Copyright"
    table = read_table(b"date,place,note\n" + b"\n".join(lines) + b"\n")
    assert len(table.cells) == 400
    assert [list(finding.rows) for finding in table.findings] == [[42, 302]]


@pytest.mark.parametrize(
    "content",
    [bytes(range(256)) * 9, "北京,上海,广州,乌鲁木齐,喀什".encode("gb18030"), "서울,부산,평양,인천".encode("euc_kr")],
    ids=["bytes", "Chinese", "Korean"],
)
def test_what_is_no_text_is_refused(content: bytes) -> None:
    with pytest.raises(IncidentsInvalid, match="is not text"):
        read_table(content)


@pytest.mark.parametrize("cut", [1, 3])
def test_half_a_character_of_utf_16_is_loud(cut: int) -> None:
    content = codecs.BOM_UTF16_LE + "id,name\n1,x\n".encode("utf-16-le")
    with pytest.raises(IncidentsInvalid, match="is not utf-16-le text"):
        read_table(content[:-cut])
