"""The map's script in one file."""

import re

from geo.mapping import bundle

SOURCES = [path.read_text(encoding="utf-8") for path in sorted(bundle.STATIC.glob("*.js"))]
SCRIPT = bundle.build_javascript().decode()


def test_every_line_of_code_is_in_it_in_its_order() -> None:
    lines = iter("\n".join(SOURCES).split("\n"))
    assert all(line in lines for line in SCRIPT.split("\n"))


def test_only_comments_are_left_out() -> None:
    left_out = bundle.COMMENT_LINES.findall("\n".join(SOURCES).encode())
    assert left_out
    for comment in left_out:
        assert re.fullmatch(rb"(//.*|/\*([^*]|\*(?!/))*\*/)", comment.strip())
    assert not re.search(r"^ *(//|/\*)", SCRIPT, re.MULTILINE)


def test_no_comment_is_left_out_of_a_text_in_backticks() -> None:
    for source in SOURCES:
        code, end = "", 0
        for comment in bundle.COMMENT_LINES.finditer(source.encode()):
            code, end = code + source.encode()[end : comment.start()].decode(), comment.end()
            assert code.count("`") % 2 == 0, comment[0]
